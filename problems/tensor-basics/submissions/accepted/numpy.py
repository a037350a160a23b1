import numpy as np


class Solution:
    def reshape(self, to_reshape):
        return to_reshape.reshape(-1, 2)

    def average(self, to_avg):
        return to_avg.mean(axis=0)

    def concatenate(self, cat_one, cat_two):
        return np.hstack((cat_one, cat_two))

    def get_loss(self, prediction, target):
        return np.mean((prediction - target) ** 2)
