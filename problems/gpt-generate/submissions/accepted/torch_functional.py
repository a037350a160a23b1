import torch
import torch.nn.functional as F


def attention(x, Wq, Wk, Wv, Wo):
    B, T, C = x.shape
    N, H, _ = Wq.shape
    q, k, v = (F.linear(x, W.flatten(0, 1)).view(B, T, N, H).transpose(1, 2) for W in (Wq, Wk, Wv))
    att = (q @ k.transpose(-2, -1)) / H**0.5
    att = att.masked_fill(torch.ones(T, T, dtype=torch.bool).triu(1), float("-inf"))
    y = (F.softmax(att, dim=-1) @ v).transpose(1, 2).reshape(B, T, N * H)
    return F.linear(y, Wo)


def gpt(idx, token_table, position_table, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta):
    T, C = idx.shape[1], token_table.shape[1]
    x = F.embedding(idx, token_table) + F.embedding(torch.arange(T), position_table)
    for i in range(Wq.shape[0]):
        n = F.layer_norm(x, (C,), gamma[2 * i], beta[2 * i])
        x = x + attention(n, Wq[i], Wk[i], Wv[i], Wo[i])
        n = F.layer_norm(x, (C,), gamma[2 * i + 1], beta[2 * i + 1])
        x = x + F.linear(F.relu(F.linear(n, W1[i], b1[i])), W2[i], b2[i])
    x = F.layer_norm(x, (C,), gamma[-1], beta[-1])
    return F.linear(x, token_table)


class Solution:
    @torch.no_grad()
    def generate(self, start, u, temperature, top_k, *weights):
        idx, block_size = start, weights[1].shape[0]
        for step in range(u.shape[0]):
            idx_cond = idx if idx.size(1) <= block_size else idx[:, -block_size:]
            logits = gpt(idx_cond, *weights)[:, -1, :] / temperature
            v, _ = torch.topk(logits, min(top_k, logits.size(-1)))
            logits[logits < v[:, [-1]]] = -float("Inf")
            probs = F.softmax(logits, dim=-1)
            idx_next = (torch.cumsum(probs, dim=-1) <= u[step].unsqueeze(1)).sum(dim=-1, keepdim=True)
            idx = torch.cat((idx, idx_next), dim=1)
        return idx
