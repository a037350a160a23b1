# Mistake: without keepdims, NumPy lines the sums of the rows up with the columns, and there are not as many.
import numpy as np


class Solution:
    def softmax(self, z):
        shifted = np.exp(z - z.max(axis=1, keepdims=True))
        return shifted / shifted.sum(axis=1)
