import numpy as np


class Solution:
    def sgd(self, weights, gradients, learning_rates, momentum, nesterov):
        w, v = weights.copy(), np.zeros_like(weights)
        for g, lr in zip(gradients, learning_rates):
            v = momentum * v + g
            w -= lr * (g + momentum * v if nesterov else v)
        return np.round(w, 5)
