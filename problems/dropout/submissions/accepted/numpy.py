import numpy as np


class Solution:
    def dropout(self, x, u, p, training):
        if not training:
            return x
        return np.round(np.where(u >= p, x / (1 - p), 0), 5)
