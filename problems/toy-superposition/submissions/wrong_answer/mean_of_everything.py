# Mistake: takes the mean over the instances as well.
import torch


class Solution:
    def forward(self, x, W, b):
        return torch.relu(torch.einsum("bif,ifh,igh->big", x, W, W) + b)

    def loss(self, x, out, importance):
        return (importance * (x.abs() - out) ** 2).mean()
