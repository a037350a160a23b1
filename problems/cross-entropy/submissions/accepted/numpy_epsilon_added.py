# Adds the small number instead of clipping: the same to four decimals.
import numpy as np


class Solution:
    epsilon = 1e-7

    def binary_cross_entropy(self, y_true, y_pred):
        loss = y_true * np.log(y_pred + self.epsilon) + (1 - y_true) * np.log(1 - y_pred + self.epsilon)
        return round(float(-loss.mean()), 4)

    def categorical_cross_entropy(self, y_true, y_pred):
        loss = np.sum(y_true * np.log(y_pred + self.epsilon), axis=1)
        return round(float(-loss.mean()), 4)
