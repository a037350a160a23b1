import torch
import torch.nn as nn


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x, u):
        if not self.training:
            return x
        return (x / (1 - self.p)).masked_fill(u < self.p, 0.0)


class Solution:
    def dropout(self, x, u, p, training):
        return torch.round(Dropout(p).train(training)(x, u), decimals=5)
