# Mistake: takes all the starts for the ends of one slice.
import torch


class Solution:
    def count_starts(self, data, context_length):
        return len(data) - context_length

    def get_batch(self, data, context_length, starts):
        x = data[starts : starts + context_length]
        y = torch.stack([data[i + 1 : i + context_length + 1] for i in starts])
        return x, y
