# the first eigenvector of eigh belongs to the smallest eigenvalue
import numpy as np


class Solution:
    def principal_direction(self, activations):
        centred = activations - activations.mean(axis=0)
        return np.linalg.eigh(centred.T @ centred)[1][:, 0]
