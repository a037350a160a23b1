import torch


class Solution:
    def sum_rows(self, a):
        return torch.round(torch.sum(a, dim=1), decimals=4)

    def squeeze(self, a):
        return torch.squeeze(a)

    def unsqueeze(self, a, dim: int):
        return torch.unsqueeze(a, dim)
