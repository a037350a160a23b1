import torch


class Solution:
    def forward(self, x, W, b):
        hidden = torch.einsum("...if,ifh->...ih", x, W)
        out = torch.einsum("...ih,ifh->...if", hidden, W)
        return torch.round(torch.relu(out + b), decimals=4)

    def loss(self, x, out, importance):
        error = importance * (x.abs() - out) ** 2
        return torch.round(error.mean(dim=(0, 2)).sum(), decimals=4)
