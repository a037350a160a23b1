# Mistake: lets PyTorch draw; the chances are given.
import torch
import torch.nn.functional as F


class Solution:
    def dropout(self, x, u, p, training):
        return F.dropout(x, p, training)
