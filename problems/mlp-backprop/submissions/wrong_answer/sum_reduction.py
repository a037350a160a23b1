# Mistake: reduction="sum" averages neither the loss nor its gradients.
import torch
import torch.nn as nn
import torch.nn.functional as F


class Solution:
    def loss(self, x, W1, b1, W2, b2, y):
        hidden = F.relu(F.linear(x, W1, b1))
        return F.mse_loss(F.linear(hidden, W2, b2), y, reduction="sum")

    def backward(self, x, W1, b1, W2, b2, y):
        params = [nn.Parameter(p) for p in (W1, b1, W2, b2)]
        self.loss(x, *params, y).backward()
        return tuple(p.grad for p in params)
