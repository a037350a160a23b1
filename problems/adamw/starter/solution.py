import numpy as np


class Solution:
    # In each step: the weights decay, both averages are updated, and the weights move by mhat / (sqrt(vhat) + epsilon).
    def adamw(self, weights, gradients, learning_rate: float, beta1: float, beta2: float,
              epsilon: float, weight_decay: float):
        w = np.array(weights)
        return w
