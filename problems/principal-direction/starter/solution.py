import numpy as np


class Solution:
    def principal_direction(self, activations):
        # activations: N x D; return D numbers of length 1, in either sign
        return np.zeros(activations.shape[1])
