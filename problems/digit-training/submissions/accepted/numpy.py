import numpy as np


class Solution:
    def train(self, images, labels, W1, b1, W2, b2, batch_size, epochs, lr):
        params = [p.astype(np.float64) for p in (W1, b1, W2, b2)]
        m = [np.zeros_like(p) for p in params]
        v = [np.zeros_like(p) for p in params]
        losses = []
        for _ in range(epochs):
            for start in range(0, len(images), batch_size):
                x, y = images[start : start + batch_size].astype(np.float64), labels[start : start + batch_size]
                W1, b1, W2, b2 = params
                a = x @ W1.T + b1
                h = np.maximum(a, 0)
                z = h @ W2.T + b2
                z -= z.max(axis=1, keepdims=True)
                log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
                losses.append(-log_p[np.arange(len(y)), y].mean())
                dz = np.exp(log_p)
                dz[np.arange(len(y)), y] -= 1
                dz /= len(y)
                da = dz @ W2 * (a > 0)
                grads = da.T @ x, da.sum(axis=0), dz.T @ h, dz.sum(axis=0)
                t = len(losses)
                for k, g in enumerate(grads):
                    m[k] = 0.9 * m[k] + 0.1 * g
                    v[k] = 0.999 * v[k] + 0.001 * g**2
                    params[k] -= lr * (m[k] / (1 - 0.9**t)) / (np.sqrt(v[k] / (1 - 0.999**t)) + 1e-8)
        return np.array(losses, dtype=np.float32)
