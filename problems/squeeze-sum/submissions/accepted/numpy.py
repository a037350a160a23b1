import numpy as np


class Solution:
    def sum_rows(self, a):
        return a.sum(axis=1)

    def squeeze(self, a):
        return a[:, 0]

    def unsqueeze(self, a, dim: int):
        return np.expand_dims(a, dim)
