import torch
import torch.nn as nn


class Solution(nn.Module):
    def __init__(self, vocabulary_size: int):
        super().__init__()
        torch.manual_seed(0)
        # Make the layers here: embedding, linear.

    # x is B x T (word ids), the result B x 1.
    def forward(self, x):
        return torch.zeros(x.shape[0], 1)
