import torch
import torch.nn as nn


class Solution(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        # Make the three layers here.

    # x is B x 4, the result B x 2.
    def forward(self, x):
        return torch.zeros(x.shape[0], 2)
