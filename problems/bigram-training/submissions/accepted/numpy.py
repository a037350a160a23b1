import numpy as np


class Solution:
    def train(self, table, inputs, targets, learning_rate):
        w = table.astype(np.float64)
        m, v = np.zeros_like(w), np.zeros_like(w)
        losses = []
        for s, (i, j) in enumerate(zip(inputs, targets), start=1):
            i, j = i.ravel(), j.ravel()
            z = w[i] - w[i].max(axis=1, keepdims=True)
            log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
            losses.append(-log_p[np.arange(len(j)), j].mean())
            dz = np.exp(log_p)
            dz[np.arange(len(j)), j] -= 1
            g = np.zeros_like(w)
            np.add.at(g, i, dz / len(j))
            w -= learning_rate * 0.01 * w
            m = 0.9 * m + 0.1 * g
            v = 0.999 * v + 0.001 * g**2
            w -= learning_rate * (m / (1 - 0.9**s)) / (np.sqrt(v / (1 - 0.999**s)) + 1e-8)
        return np.round(w, 4), np.round(losses, 4)
