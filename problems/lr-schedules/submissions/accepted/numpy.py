import numpy as np


class Solution:
    def linear(self, step: int, steps: int) -> float:
        return 1 - step / steps

    def constant(self, *_) -> float:
        return 1

    def cosine(self, step: int, steps: int) -> float:
        return np.cos(0.5 * np.pi * step / (steps - 1))
