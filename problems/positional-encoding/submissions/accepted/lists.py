from math import cos, sin
from typing import List


class Solution:
    def encode(self, length: int, dim: int) -> List[List[float]]:
        def number(t, c):
            angle = t / 10000 ** ((c - c % 2) / dim)
            return cos(angle) if c % 2 else sin(angle)

        return [[number(t, c) for c in range(dim)] for t in range(length)]
