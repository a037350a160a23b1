import torch
import torch.nn.functional as F


class Solution:
    def layer_norm(self, x, gamma, beta, eps):
        return F.layer_norm(x, gamma.shape, gamma, beta, eps)
