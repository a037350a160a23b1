# Mistake: of all places with the same word, += with a list of rows keeps only one.
import numpy as np


class Solution:
    def forward(self, table, ids):
        return table[ids]

    def backward(self, ids, gradient, vocabulary_size):
        dtable = np.zeros((vocabulary_size, gradient.shape[2]))
        dtable[ids] += gradient
        return np.round(dtable, 5)
