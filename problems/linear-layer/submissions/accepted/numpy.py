import numpy as np


class Solution:
    def linear(self, x, W, b):
        return np.round(x @ W.T + b, 4)
