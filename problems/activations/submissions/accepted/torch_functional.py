import torch
import torch.nn as nn
import torch.nn.functional as F


class Solution:
    def sigmoid(self, z):
        return torch.sigmoid(z)

    def relu(self, z):
        return F.relu(z)

    def hyperbolic_tangent(self, z):
        return nn.Tanh()(z)

    def gelu(self, z):
        return F.gelu(z)
