import torch


class Solution:
    # The mean squared error of relu(x W1' + b1) W2' + b2.
    def loss(self, x, W1, b1, W2, b2, y):
        return 0.0

    # How the loss changes with each weight and bias.
    def backward(self, x, W1, b1, W2, b2, y):
        dW1, db1 = torch.zeros(W1.shape), torch.zeros(b1.shape)
        dW2, db2 = torch.zeros(W2.shape), torch.zeros(b2.shape)
        return dW1, db1, dW2, db2
