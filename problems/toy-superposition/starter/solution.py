import torch


class Solution:
    # In each instance: squeeze by W, get back by W transposed, add b, relu.
    def forward(self, x, W, b):
        return torch.zeros(x.shape)

    # Weighted squares of |x| - out: mean over inputs and features, sum over instances.
    def loss(self, x, out, importance):
        return torch.tensor(0.0)
