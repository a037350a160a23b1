# Mistake: pairs number m with number m + H / 2, as some programs store them, not with its neighbour.
import numpy as np


class Solution:
    def rms_norm(self, x, gain):
        return x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-5) * gain

    def rotate(self, x, base, start):
        T, H = x.shape[1:]
        angles = np.outer(np.arange(start, start + T), base ** (-np.arange(0, H, 2) / H))
        cos, sin = np.cos(angles), np.sin(angles)
        y = np.empty_like(x)
        one, two = x[..., : H // 2], x[..., H // 2 :]
        y[..., : H // 2] = one * cos - two * sin
        y[..., H // 2 :] = one * sin + two * cos
        return y
