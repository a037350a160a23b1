# Mistake: sets the learning rate once; later ones are never looked at.
import torch
import torch.nn as nn


class Solution:
    def sgd(self, weights, gradients, learning_rates, momentum, nesterov):
        w = nn.Parameter(weights.clone())
        optimizer = torch.optim.SGD([w], lr=learning_rates[0].item(), momentum=momentum, nesterov=nesterov)
        for g in gradients:
            optimizer.zero_grad()
            w.grad = g.clone()
            optimizer.step()
        return w.detach()
