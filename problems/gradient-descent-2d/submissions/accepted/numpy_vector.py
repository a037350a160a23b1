import numpy as np


class Solution:
    def get_min(self, iterations, learning_rate, guess_x, guess_y):
        point = np.array([guess_x, guess_y], dtype=float)
        for _ in range(iterations):
            point -= learning_rate * 2 * point
        return np.round(point, 4).tolist()
