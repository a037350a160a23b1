import numpy as np


class Solution:
    def get_dataset(self, positive, negative):
        rows = [sentence.split() for sentence in positive + negative]
        vocabulary = np.unique(np.concatenate(rows))
        result = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
        for i, row in enumerate(rows):
            result[i, : len(row)] = 1 + np.searchsorted(vocabulary, row)
        return result
