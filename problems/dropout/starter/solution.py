import torch


class Solution:
    # In training, x / (1 - p) where u >= p and 0 elsewhere; in use, x as it is.
    def dropout(self, x, u, p: float, training: bool):
        return torch.zeros(x.shape)
