# Mistake: 16 bits hold three digits, not five.
import numpy as np


class Solution:
    def softmax(self, z):
        shifted = np.exp((z - z.max(axis=1, keepdims=True)).astype(np.float16))
        return (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
