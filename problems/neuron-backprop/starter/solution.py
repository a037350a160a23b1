import numpy as np


class Solution:
    # The derivatives of (sigmoid(w x + b) - y)^2 / 2 with respect to each weight, and to the bias.
    def backward(self, x, w, b: float, y: float):
        dw = np.zeros(w.shape)
        db = 0.0
        return dw, db
