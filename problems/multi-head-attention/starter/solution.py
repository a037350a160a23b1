import torch


class Solution:
    # Causal attention in each of the N heads; the heads side by side; times Wo transposed.
    def forward(self, x, Wq, Wk, Wv, Wo):
        return torch.zeros(x.shape)
