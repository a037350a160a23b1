# Mistake: rolls the windows, so that their first tokens become their last answers.
import numpy as np


class Solution:
    def count_starts(self, data, context_length):
        return len(data) - context_length

    def get_batch(self, data, context_length, starts):
        places = starts[:, None] + np.arange(context_length)
        return data[places], np.roll(data[places], -1, axis=1)
