# Mistake: 16 bits hold three digits.
import numpy as np


class Solution:
    def linear(self, x, W, b):
        x, W, b = x.astype(np.float16), W.astype(np.float16), b.astype(np.float16)
        return (x @ W.T + b).astype(np.float32)
