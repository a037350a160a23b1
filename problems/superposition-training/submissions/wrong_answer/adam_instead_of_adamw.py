# Mistake: uses torch.optim.Adam, which has no weight decay unless it is asked for.
import math

import torch
import torch.nn as nn


def linear_lr(step, steps):
    return 1 - (step / steps)


def constant_lr(*_):
    return 1.0


def cosine_decay_lr(step, steps):
    return math.cos(0.5 * math.pi * step / (steps - 1))


class Model(nn.Module):
    def __init__(self, W, b):
        super().__init__()
        self.W = nn.Parameter(W.clone())
        self.b_final = nn.Parameter(b.clone())

    def forward(self, features):
        hidden = torch.einsum("...if,ifh->...ih", features, self.W)
        out = torch.einsum("...ih,ifh->...if", hidden, self.W)
        return torch.relu(out + self.b_final)


class Solution:
    def train(self, W, b, batches, importance, lr, schedule):
        lr_scale = {"linear": linear_lr, "constant": constant_lr, "cosine": cosine_decay_lr}[schedule]
        model = Model(W, b)
        opt = torch.optim.Adam(list(model.parameters()), lr=lr)
        losses = []
        for step, batch in enumerate(batches):
            for group in opt.param_groups:
                group["lr"] = lr * lr_scale(step, len(batches))
            opt.zero_grad(set_to_none=True)
            error = importance * (batch.abs() - model(batch)) ** 2
            loss = error.mean(dim=(0, 2)).sum()
            loss.backward()
            opt.step()
            losses.append(loss.item())
        return model.W.detach(), model.b_final.detach(), torch.tensor(losses)
