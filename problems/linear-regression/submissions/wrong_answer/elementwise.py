# Mistake: * multiplies element by element, and keeps three numbers a row.
import numpy as np


class Solution:
    def get_model_prediction(self, X, weights):
        return X * weights.T

    def get_error(self, model_prediction, ground_truth):
        return np.mean((model_prediction - ground_truth) ** 2)
