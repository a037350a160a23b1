# Mistake: statistics of the columns: that is batch normalisation.
import torch
import torch.nn.functional as F


class Solution:
    def layer_norm(self, x, gamma, beta, eps):
        mean = x.mean(dim=0)
        variance = x.var(dim=0, unbiased=False)
        return gamma * (x - mean) / torch.sqrt(variance + eps) + beta
