# Mistake: uses Adam, whose weight decay is added to the gradient.
import torch
import torch.nn as nn


class Solution:
    def adamw(self, weights, gradients, learning_rate, beta1, beta2, epsilon, weight_decay):
        w = nn.Parameter(weights)
        optimizer = torch.optim.Adam(
            [w], lr=learning_rate, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay
        )
        for g in gradients:
            w.grad = g
            optimizer.step()
        return w.detach()
