import numpy as np


class Solution:
    def forward(self, x, W, b):
        per_instance = x.transpose(1, 0, 2) @ W @ W.transpose(0, 2, 1)
        return np.maximum(per_instance.transpose(1, 0, 2) + b, 0)

    def loss(self, x, out, importance):
        return (importance * (np.abs(x) - out) ** 2).mean(axis=(0, 2)).sum()
