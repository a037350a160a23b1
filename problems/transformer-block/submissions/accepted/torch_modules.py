import torch
import torch.nn as nn
import torch.nn.functional as F


class Head(nn.Module):
    def __init__(self, Wq, Wk, Wv):
        super().__init__()
        H, C = Wq.shape
        self.query, self.key, self.value = (nn.Linear(C, H, bias=False) for _ in range(3))
        for layer, weight in ((self.query, Wq), (self.key, Wk), (self.value, Wv)):
            layer.weight.data = weight

    def forward(self, x):
        T = x.shape[1]
        q, k, v = self.query(x), self.key(x), self.value(x)
        wei = q @ k.transpose(-2, -1) * k.shape[-1] ** -0.5
        wei = wei.masked_fill(torch.tril(torch.ones(T, T)) == 0, float("-inf"))
        return F.softmax(wei, dim=-1) @ v


class FeedForward(nn.Module):
    def __init__(self, W1, b1, W2, b2):
        super().__init__()
        D, C = W1.shape
        self.net = nn.Sequential(nn.Linear(C, D), nn.ReLU(), nn.Linear(D, C))
        self.net[0].weight.data, self.net[0].bias.data = W1, b1
        self.net[2].weight.data, self.net[2].bias.data = W2, b2

    def forward(self, x):
        return self.net(x)


class Block(nn.Module):
    def __init__(self, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta):
        super().__init__()
        C = W1.shape[1]
        self.heads = nn.ModuleList([Head(q, k, v) for q, k, v in zip(Wq, Wk, Wv)])
        self.proj = nn.Linear(Wo.shape[1], C, bias=False)
        self.proj.weight.data = Wo
        self.ffwd = FeedForward(W1, b1, W2, b2)
        self.ln1, self.ln2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.ln1.weight.data, self.ln2.weight.data = gamma
        self.ln1.bias.data, self.ln2.bias.data = beta

    def forward(self, x):
        n = self.ln1(x)
        x = x + self.proj(torch.cat([head(n) for head in self.heads], dim=-1))
        return x + self.ffwd(self.ln2(x))


class Solution:
    def forward(self, x, *weights):
        with torch.no_grad():
            return torch.round(Block(*weights)(x), decimals=4)
