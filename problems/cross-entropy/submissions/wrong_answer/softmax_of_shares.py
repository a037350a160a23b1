# Mistake: PyTorch's cross_entropy wants logits, and turns the shares into shares once more.
import torch
import torch.nn.functional as F


class Solution:
    def binary_cross_entropy(self, y_true, y_pred):
        return F.binary_cross_entropy(y_pred.clamp(1e-7, 1 - 1e-7), y_true).item()

    def categorical_cross_entropy(self, y_true, y_pred):
        return F.cross_entropy(y_pred, y_true).item()
