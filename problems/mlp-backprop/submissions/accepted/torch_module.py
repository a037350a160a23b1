import torch
import torch.nn as nn


class Solution:
    def network(self, W1, b1, W2, b2):
        model = nn.Sequential(nn.Linear(W1.shape[1], W1.shape[0]), nn.ReLU(), nn.Linear(W2.shape[1], W2.shape[0]))
        model.load_state_dict({"0.weight": W1, "0.bias": b1, "2.weight": W2, "2.bias": b2})
        return model

    def loss(self, x, W1, b1, W2, b2, y):
        return nn.MSELoss()(self.network(W1, b1, W2, b2)(x), y).item()

    def backward(self, x, W1, b1, W2, b2, y):
        model = self.network(W1, b1, W2, b2)
        loss = nn.MSELoss()(model(x), y)
        return torch.autograd.grad(loss, list(model.parameters()))
