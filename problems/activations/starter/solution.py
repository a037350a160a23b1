import numpy as np


class Solution:
    # 1 / (1 + e^-z)
    def sigmoid(self, z):
        return np.zeros(z.shape)

    # max(z, 0)
    def relu(self, z):
        return np.zeros(z.shape)

    # (e^z - e^-z) / (e^z + e^-z)
    def hyperbolic_tangent(self, z):
        return np.zeros(z.shape)

    # z times the share of a normal distribution below z. Python has math.erf.
    def gelu(self, z):
        return np.zeros(z.shape)
