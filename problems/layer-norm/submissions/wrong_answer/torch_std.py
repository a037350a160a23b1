# Mistake: torch.std divides by D - 1, and eps stands outside.
import torch


class Solution:
    def layer_norm(self, x, gamma, beta, eps):
        mean = x.mean(dim=-1, keepdim=True)
        std = x.std(dim=-1, keepdim=True)
        return gamma * (x - mean) / (std + eps) + beta
