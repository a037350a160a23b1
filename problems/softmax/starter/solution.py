import torch


class Solution:
    # Each row becomes shares that sum to 1: e to each number, divided by the row's sum of those.
    def softmax(self, z):
        return torch.zeros(z.shape)
