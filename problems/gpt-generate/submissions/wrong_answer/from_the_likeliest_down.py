# Mistake: adds up the probabilities from the largest down instead of in the order of the tokens.
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


class Block(nn.Module):
    def __init__(self, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta):
        super().__init__()
        D, C = W1.shape
        self.heads = nn.ModuleList([Head(*w) for w in zip(Wq, Wk, Wv)])
        self.proj = nn.Linear(Wo.shape[1], C, bias=False)
        self.proj.weight.data = Wo
        self.ffwd = nn.Sequential(nn.Linear(C, D), nn.ReLU(), nn.Linear(D, C))
        self.ffwd[0].weight.data, self.ffwd[0].bias.data = W1, b1
        self.ffwd[2].weight.data, self.ffwd[2].bias.data = W2, b2
        self.ln1, self.ln2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.ln1.weight.data, self.ln2.weight.data = gamma
        self.ln1.bias.data, self.ln2.bias.data = beta

    def forward(self, x):
        n = self.ln1(x)
        x = x + self.proj(torch.cat([head(n) for head in self.heads], dim=-1))
        return x + self.ffwd(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, token_table, position_table, *layers):
        super().__init__()
        *layers, gamma, beta = layers
        V, C = token_table.shape
        self.token_embedding = nn.Embedding.from_pretrained(token_table)
        self.position_embedding = nn.Embedding.from_pretrained(position_table)
        pairs = [(gamma[i : i + 2], beta[i : i + 2]) for i in range(0, len(gamma) - 1, 2)]
        self.blocks = nn.Sequential(*[Block(*w, *pair) for *w, pair in zip(*layers, pairs)])
        self.ln_f = nn.LayerNorm(C)
        self.ln_f.weight.data, self.ln_f.bias.data = gamma[-1], beta[-1]
        self.lm_head = nn.Linear(C, V, bias=False)
        self.lm_head.weight = self.token_embedding.weight

    def forward(self, idx):
        T = idx.shape[1]
        x = self.token_embedding(idx) + self.position_embedding(torch.arange(T))
        return self.lm_head(self.ln_f(self.blocks(x)))

    @torch.no_grad()
    def generate(self, idx, u, temperature, top_k):
        block_size = self.position_embedding.num_embeddings
        for draws in u:
            logits = self(idx[:, -block_size:])[:, -1]
            values, tokens = torch.topk(logits / temperature, top_k)
            cumulated = F.softmax(values, dim=-1).double().cumsum(dim=-1)
            following = tokens.gather(1, torch.searchsorted(cumulated, draws[:, None], right=True))
            idx = torch.cat((idx, following), dim=1)
        return idx


class Solution:
    def generate(self, start, u, temperature, top_k, *weights):
        return GPT(*weights).generate(start, u, temperature, top_k)
