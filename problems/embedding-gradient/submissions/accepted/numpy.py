import numpy as np


class Solution:
    def forward(self, table, ids):
        return table[ids]

    def backward(self, ids, gradient, vocabulary_size):
        dtable = np.zeros((vocabulary_size, gradient.shape[2]))
        np.add.at(dtable, ids, gradient)
        return np.round(dtable, 5)
