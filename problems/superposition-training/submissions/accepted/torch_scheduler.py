import math

import torch


class Solution:
    def train(self, W, b, batches, importance, lr, schedule):
        W, b = W.requires_grad_(), b.requires_grad_()
        steps = batches.shape[0]
        factor = {
            "linear": lambda step: 1 - step / steps,
            "constant": lambda step: 1.0,
            "cosine": lambda step: math.cos(0.5 * math.pi * step / (steps - 1)),
        }[schedule]
        optimizer = torch.optim.AdamW([W, b], lr=lr)
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
        losses = torch.zeros(steps)
        for step, x in enumerate(batches):
            out = torch.relu(torch.einsum("bif,ifh,igh->big", x, W, W) + b)
            loss = (importance * (x.abs() - out) ** 2).mean(dim=(0, 2)).sum()
            losses[step] = loss.detach()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            scheduler.step()
        return W.detach(), b.detach(), losses
