import torch
import torch.nn as nn


class Solution:
    def clip_gradients(self, weight, bias, filters, max_norm):
        params = []
        for grad in (weight, bias, filters):
            p = nn.Parameter(torch.zeros_like(grad))
            p.grad = grad.clone()
            params.append(p)
        nn.utils.clip_grad_norm_(params, max_norm)
        return tuple(p.grad for p in params)
