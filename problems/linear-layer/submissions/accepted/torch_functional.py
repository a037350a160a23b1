import torch
import torch.nn.functional as F


class Solution:
    def linear(self, x, W, b):
        return torch.round(F.linear(x, W, b), decimals=4)
