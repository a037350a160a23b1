import numpy as np


def norm(x, gamma, beta):
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5) * gamma + beta


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention(x, Wq, Wk, Wv, Wo):
    B, T, _ = x.shape
    q, k, v = (np.einsum("btc,nhc->bnth", x, W) for W in (Wq, Wk, Wv))
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    heads = softmax(np.where(np.tri(T, dtype=bool), scores, -np.inf)) @ v
    return heads.transpose(0, 2, 1, 3).reshape(B, T, -1) @ Wo.T


def gpt(tokens, token_table, position_table, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta):
    x = token_table[tokens] + position_table[: tokens.shape[1]]
    for i in range(len(Wq)):
        x = x + attention(norm(x, gamma[2 * i], beta[2 * i]), Wq[i], Wk[i], Wv[i], Wo[i])
        hidden = np.maximum(norm(x, gamma[2 * i + 1], beta[2 * i + 1]) @ W1[i].T + b1[i], 0)
        x = x + hidden @ W2[i].T + b2[i]
    return norm(x, gamma[-1], beta[-1]) @ token_table.T


class Solution:
    def generate(self, start, u, temperature, top_k, *weights):
        tokens, longest = start, len(weights[1])
        for u_of_step in u:
            logits = gpt(tokens[:, -longest:], *weights)[:, -1].astype(float) / temperature
            least = np.sort(logits)[:, -top_k, None]
            cumulated = softmax(np.where(logits < least, -np.inf, logits)).cumsum(axis=-1)
            following = (cumulated <= u_of_step[:, None]).sum(axis=-1)
            tokens = np.hstack((tokens, following[:, None]))
        return tokens
