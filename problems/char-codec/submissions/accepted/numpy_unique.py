import numpy as np


class Solution:
    def encode(self, text, alphabet):
        return np.searchsorted(np.unique(list(alphabet)), list(text))

    def decode(self, ids, alphabet):
        return "".join(np.unique(list(alphabet))[ids])
