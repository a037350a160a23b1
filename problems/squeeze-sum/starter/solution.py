import torch


class Solution:
    # The sum of each row: M x N becomes M.
    def sum_rows(self, a):
        return torch.zeros(a.shape[0])

    # Without the axis of size 1: N x 1 becomes N.
    def squeeze(self, a):
        return torch.zeros(1)

    # With a new axis of size 1 at place dim: N becomes 1 x N or N x 1.
    def unsqueeze(self, a, dim: int):
        return torch.zeros(1, 1)
