# Mistake: returns the heads side by side and forgets Wo.
import math

import torch
import torch.nn.functional as F


class Solution:
    def forward(self, x, Wq, Wk, Wv, Wo):
        B, T, C = x.shape
        N, H, _ = Wq.shape

        def split(W):
            return F.linear(x, W.reshape(N * H, C)).view(B, T, N, H).transpose(1, 2)

        q, k, v = split(Wq), split(Wk), split(Wv)
        att = (q @ k.transpose(-2, -1)) / math.sqrt(H)
        mask = torch.triu(torch.ones(T, T, dtype=torch.bool), diagonal=1)
        att = F.softmax(att.masked_fill(mask, float("-inf")), dim=-1)
        y = (att @ v).transpose(1, 2).contiguous().view(B, T, N * H)
        return y
