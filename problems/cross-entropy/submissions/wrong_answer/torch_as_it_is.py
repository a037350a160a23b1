# Mistake: PyTorch stops the logarithm at -100, not where p is 1e-7.
import torch
import torch.nn.functional as F


class Solution:
    def binary_cross_entropy(self, y_true, y_pred):
        return F.binary_cross_entropy(y_pred, y_true).item()

    def categorical_cross_entropy(self, y_true, y_pred):
        right = (y_true * y_pred.clamp(1e-7, 1 - 1e-7)).sum(dim=1)
        return -torch.log(right).mean().item()
