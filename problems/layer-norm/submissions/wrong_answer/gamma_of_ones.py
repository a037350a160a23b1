# Mistake: makes a layer of its own, whose gamma is 1 and beta 0, and never fills the given ones in.
import torch
import torch.nn as nn


class Solution:
    def layer_norm(self, x, gamma, beta, eps):
        return nn.LayerNorm(x.shape[-1], eps=eps)(x).detach()
