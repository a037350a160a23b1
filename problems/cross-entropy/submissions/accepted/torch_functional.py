import torch
import torch.nn.functional as F


class Solution:
    def binary_cross_entropy(self, y_true, y_pred):
        return F.binary_cross_entropy(y_pred.clamp(1e-7, 1 - 1e-7), y_true).item()

    def categorical_cross_entropy(self, y_true, y_pred):
        log_p = torch.log(y_pred.clamp(1e-7, 1 - 1e-7))
        return F.nll_loss(log_p, y_true.argmax(dim=1)).item()
