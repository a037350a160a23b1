# Mistake: a mask as an index takes the dropped numbers out instead of setting them to 0.
import numpy as np


class Solution:
    def dropout(self, x, u, p, training):
        if not training:
            return x
        return x[u >= p] / (1 - p)
