import numpy as np


class Solution:
    def adamw(self, weights, gradients, learning_rate, beta1, beta2, epsilon, weight_decay):
        w = weights.copy()
        m = np.zeros_like(w)
        v = np.zeros_like(w)
        for t, g in enumerate(gradients, start=1):
            w -= learning_rate * weight_decay * w
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            m_hat = m / (1 - beta1**t)
            v_hat = v / (1 - beta2**t)
            w -= learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
        return np.round(w, 5)
