import torch
import torch.nn as nn


class Solution:
    def linear(self, x, W, b):
        out_features, in_features = W.shape
        layer = nn.Linear(in_features, out_features)
        with torch.no_grad():
            layer.weight.copy_(W)
            layer.bias.copy_(b)
            return layer(x)
