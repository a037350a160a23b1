import torch
import torch.nn as nn


class Solution(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        # Make the layers here: linear, relu, dropout, linear, sigmoid.

    # images is B x 784, the result B x 10.
    def forward(self, images):
        torch.manual_seed(0)
        return torch.zeros(images.shape[0], 10)
