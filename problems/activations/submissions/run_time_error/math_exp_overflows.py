# Mistake: math.exp raises an OverflowError where np.exp would say infinity.
import math

import numpy as np


class Solution:
    def sigmoid(self, z):
        return np.array([1 / (1 + math.exp(-v)) for v in z])

    def relu(self, z):
        return np.array([max(v, 0.0) for v in z])

    def hyperbolic_tangent(self, z):
        return np.array([math.tanh(v) for v in z])

    def gelu(self, z):
        return np.array([v * (1 + math.erf(v / math.sqrt(2))) / 2 for v in z])
