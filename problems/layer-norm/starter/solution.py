import torch


class Solution:
    # Each row: minus its mean, divided by sqrt(its variance + eps), times gamma, plus beta.
    def layer_norm(self, x, gamma, beta, eps: float):
        return torch.zeros(x.shape)
