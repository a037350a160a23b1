# Mistake: the softmax runs over axis 1, so that the columns sum to 1.
import torch


class Solution:
    def attention(self, q, k, causal):
        T, H = q.shape[1], q.shape[2]
        scores = q @ k.transpose(1, 2) / H**0.5
        if causal:
            scores = scores.masked_fill(torch.tril(torch.ones(T, T)) == 0, float("-inf"))
        return torch.softmax(scores, dim=1)
