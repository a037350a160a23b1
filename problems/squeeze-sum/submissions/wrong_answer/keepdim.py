# Mistake: keepdim leaves the summed axis in place with size 1.
import torch


class Solution:
    def sum_rows(self, a):
        return torch.sum(a, dim=1, keepdim=True)

    def squeeze(self, a):
        return a.squeeze(1)

    def unsqueeze(self, a, dim: int):
        return a.unsqueeze(dim)
