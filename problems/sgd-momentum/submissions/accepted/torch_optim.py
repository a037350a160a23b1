import torch
import torch.nn as nn


class Solution:
    def sgd(self, weights, gradients, learning_rates, momentum, nesterov):
        w = nn.Parameter(weights.clone())
        optimizer = torch.optim.SGD([w], lr=0.1, momentum=momentum, nesterov=nesterov)
        for g, lr in zip(gradients, learning_rates):
            optimizer.param_groups[0]["lr"] = lr.item()
            optimizer.zero_grad()
            w.grad = g.clone()
            optimizer.step()
        return w.detach()
