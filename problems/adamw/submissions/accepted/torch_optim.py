import torch
import torch.nn as nn


class Solution:
    def adamw(self, weights, gradients, learning_rate, beta1, beta2, epsilon, weight_decay):
        w = nn.Parameter(weights)
        optimizer = torch.optim.AdamW(
            [w], lr=learning_rate, betas=(beta1, beta2), eps=epsilon, weight_decay=weight_decay
        )
        for g in gradients:
            w.grad = g
            optimizer.step()
        return w.detach()
