# Mistake: puts sines and cosines side by side.
import numpy as np


class Solution:
    def encode(self, length, dim):
        t = np.arange(length)[:, None]
        angle = t / 10000 ** (2 * np.arange((dim + 1) // 2) / dim)
        return np.round(np.concatenate([np.sin(angle), np.cos(angle)], axis=1)[:, :dim], 4)
