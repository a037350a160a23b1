# Mistake: without keepdims the means of rows are lined up with the columns, of which there are not as many.
import numpy as np


class Solution:
    def layer_norm(self, x, gamma, beta, eps):
        return gamma * (x - x.mean(axis=1)) / np.sqrt(x.var(axis=1) + eps) + beta
