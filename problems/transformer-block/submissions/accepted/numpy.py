import numpy as np


def norm(x, gamma, beta):
    centred = x - x.mean(axis=-1, keepdims=True)
    var = (centred**2).mean(axis=-1, keepdims=True)
    return centred / np.sqrt(var + 1e-5) * gamma + beta


def attention(x, Wq, Wk, Wv, Wo):
    B, T, _ = x.shape
    q, k, v = (np.einsum("btc,nhc->bnth", x, W) for W in (Wq, Wk, Wv))
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    scores = np.where(np.tri(T, dtype=bool), scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    heads = e / e.sum(axis=-1, keepdims=True) @ v
    return heads.transpose(0, 2, 1, 3).reshape(B, T, -1) @ Wo.T


class Solution:
    def forward(self, x, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta):
        x = x + attention(norm(x, gamma[0], beta[0]), Wq, Wk, Wv, Wo)
        hidden = np.maximum(norm(x, gamma[1], beta[1]) @ W1.T + b1, 0)
        return x + hidden @ W2.T + b2
