# Mistake: divides by torch.std, which divides by C - 1 and has no eps.
import torch
import torch.nn.functional as F


def norm(x, gamma, beta):
    return (x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-5) * gamma + beta


class Solution:
    def forward(self, x, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta):
        B, T, C = x.shape
        N, H, _ = Wq.shape
        n = norm(x, gamma[0], beta[0])
        q, k, v = (F.linear(n, W.flatten(0, 1)).view(B, T, N, H).transpose(1, 2) for W in (Wq, Wk, Wv))
        att = (q @ k.transpose(-2, -1)) / H**0.5
        att = att.masked_fill(torch.ones(T, T, dtype=torch.bool).triu(1), float("-inf")).softmax(dim=-1)
        y = (att @ v).transpose(1, 2).reshape(B, T, N * H)
        x = x + F.linear(y, Wo)
        n = norm(x, gamma[1], beta[1])
        return x + F.linear(F.relu(F.linear(n, W1, b1)), W2, b2)
