# Mistake: puts all first numbers of the pairs before all second ones.
import numpy as np


class Solution:
    def rms_norm(self, x, gain):
        return x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-5) * gain

    def rotate(self, x, base, start):
        T, H = x.shape[1:]
        angles = np.outer(np.arange(start, start + T), base ** (-np.arange(0, H, 2) / H))
        cos, sin = np.cos(angles), np.sin(angles)
        y = np.empty_like(x)
        y[..., : H // 2] = x[..., 0::2] * cos - x[..., 1::2] * sin
        y[..., H // 2 :] = x[..., 0::2] * sin + x[..., 1::2] * cos
        return y
