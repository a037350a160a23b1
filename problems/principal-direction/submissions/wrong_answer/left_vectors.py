# the left singular vectors have a number for each row, not for each dimension
import numpy as np


class Solution:
    def principal_direction(self, activations):
        centred = activations - activations.mean(axis=0)
        return np.linalg.svd(centred, full_matrices=False)[0][:, 0]
