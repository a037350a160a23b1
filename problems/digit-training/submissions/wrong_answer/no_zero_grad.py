# Mistake: never calls zero_grad, so that the gradients of all steps pile up.
import torch
import torch.nn as nn
import torch.nn.functional as F


class Solution:
    def train(self, images, labels, W1, b1, W2, b2, batch_size, epochs, lr):
        params = [nn.Parameter(p) for p in (W1, b1, W2, b2)]
        optimizer = torch.optim.Adam(params, lr=lr)
        losses = []
        for _ in range(epochs):
            for x, y in zip(images.split(batch_size), labels.split(batch_size)):
                h = F.relu(F.linear(x, params[0], params[1]))
                loss = F.cross_entropy(F.linear(h, params[2], params[3]), y)
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return torch.tensor(losses)
