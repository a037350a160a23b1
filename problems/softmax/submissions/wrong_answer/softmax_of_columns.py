# Mistake: dim=0 makes the columns sum to 1.
import torch


class Solution:
    def softmax(self, z):
        return torch.softmax(z, dim=0)
