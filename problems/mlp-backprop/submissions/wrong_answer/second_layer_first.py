# Mistake: returns the second layer first, in the order of the way back.
import numpy as np


class Solution:
    def loss(self, x, W1, b1, W2, b2, y):
        h = np.maximum(x @ W1.T + b1, 0)
        return round(float(np.mean((h @ W2.T + b2 - y) ** 2)), 4)

    def backward(self, x, W1, b1, W2, b2, y):
        a = x @ W1.T + b1
        h = np.maximum(a, 0)
        out = h @ W2.T + b2

        dout = 2 * (out - y) / y.size
        dW2, db2 = dout.T @ h, dout.sum(axis=0)
        da = dout @ W2 * (a > 0)
        dW1, db1 = da.T @ x, da.sum(axis=0)
        return dW2, db2, dW1, db1
