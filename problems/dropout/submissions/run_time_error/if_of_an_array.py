# Mistake: an array of comparisons is neither true nor false.
import numpy as np


class Solution:
    def dropout(self, x, u, p, training):
        if not training:
            return x
        if u >= p:
            return x / (1 - p)
        return np.zeros_like(x)
