import numpy as np


class Solution:
    def layer_norm(self, x, gamma, beta, eps):
        mean = x.mean(axis=-1, keepdims=True)
        variance = x.var(axis=-1, keepdims=True)
        return np.round(gamma * (x - mean) / np.sqrt(variance + eps) + beta, 4)
