# The backward pass by hand: every function that changes x has a partner that takes the gradient back.
import numpy as np

NAMES = "token position Wq Wk Wv Wo W1 b1 W2 b2 gamma beta".split()


def norm(x, gamma, beta):
    centred = x - x.mean(axis=-1, keepdims=True)
    root = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
    return centred / root * gamma + beta, (centred / root, root)


def norm_back(dn, saved, gamma):
    unit, root = saved
    d = dn * gamma
    dx = (d - d.mean(axis=-1, keepdims=True) - unit * (d * unit).mean(axis=-1, keepdims=True)) / root
    return dx, (dn * unit).sum(axis=(0, 1)), dn.sum(axis=(0, 1))


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention(n, w):
    B, T, _ = n.shape
    q, k, v = (np.einsum("btc,nhc->bnth", n, w[name]) for name in ("Wq", "Wk", "Wv"))
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    share = softmax(np.where(np.tri(T, dtype=bool), scores, -np.inf))
    heads = (share @ v).transpose(0, 2, 1, 3).reshape(B, T, -1)
    return heads @ w["Wo"].T, (q, k, v, share, heads)


def attention_back(dy, n, saved, w, g):
    q, k, v, share, heads = saved
    B, N, T, H = q.shape
    g["Wo"] = np.einsum("btc,btk->ck", dy, heads)
    d_heads = (dy @ w["Wo"]).reshape(B, T, N, H).transpose(0, 2, 1, 3)
    d_share = d_heads @ v.swapaxes(-1, -2)
    d_scores = share * (d_share - (share * d_share).sum(axis=-1, keepdims=True)) / np.sqrt(H)
    back = {"Wq": d_scores @ k, "Wk": d_scores.swapaxes(-1, -2) @ q, "Wv": share.swapaxes(-1, -2) @ d_heads}
    dn = 0
    for name, d in back.items():
        g[name] = np.einsum("bnth,btc->nhc", d, n)
        dn = dn + np.einsum("bnth,nhc->btc", d, w[name])
    return dn


def gradients(tokens, targets, w):
    T = tokens.shape[1]
    x0 = w["token"][tokens] + w["position"][:T]
    n0, norm0 = norm(x0, w["gamma"][0], w["beta"][0])
    y, attended = attention(n0, w)
    x1 = x0 + y
    n1, norm1 = norm(x1, w["gamma"][1], w["beta"][1])
    hidden = np.maximum(n1 @ w["W1"].T + w["b1"], 0)
    x2 = x1 + hidden @ w["W2"].T + w["b2"]
    n2, norm2 = norm(x2, w["gamma"][2], w["beta"][2])
    p = softmax(n2 @ w["token"].T)
    hit = np.eye(p.shape[-1])[targets]
    loss = -np.log((p * hit).sum(axis=-1)).mean()

    g = {name: np.zeros_like(value) for name, value in w.items()}
    d_logits = (p - hit) / targets.size
    g["token"] += np.einsum("btv,btc->vc", d_logits, n2)
    dx, g["gamma"][2], g["beta"][2] = norm_back(d_logits @ w["token"], norm2, w["gamma"][2])
    g["W2"], g["b2"] = np.einsum("btc,btd->cd", dx, hidden), dx.sum(axis=(0, 1))
    d_hidden = dx @ w["W2"] * (hidden > 0)
    g["W1"], g["b1"] = np.einsum("btd,btc->dc", d_hidden, n1), d_hidden.sum(axis=(0, 1))
    back, g["gamma"][1], g["beta"][1] = norm_back(d_hidden @ w["W1"], norm1, w["gamma"][1])
    dx = dx + back
    back, g["gamma"][0], g["beta"][0] = norm_back(attention_back(dx, n0, attended, w, g), norm0, w["gamma"][0])
    dx = dx + back
    g["position"][:T] = dx.sum(axis=0)
    np.add.at(g["token"], tokens, dx)
    return loss, g


class Solution:
    def train(self, batches, *arguments):
        *weights, lr = arguments
        w = {name: value.astype(float) for name, value in zip(NAMES, weights)}
        m = {name: np.zeros_like(value) for name, value in w.items()}
        v = {name: np.zeros_like(value) for name, value in w.items()}
        losses = []
        for t, batch in enumerate(batches, start=1):
            loss, g = gradients(batch[:, :-1], batch[:, 1:], w)
            losses.append(loss)
            for name in NAMES:
                m[name] = 0.9 * m[name] + 0.1 * g[name]
                v[name] = 0.999 * v[name] + 0.001 * g[name] ** 2
                step = m[name] / (1 - 0.9**t) / (np.sqrt(v[name] / (1 - 0.999**t)) + 1e-8)
                w[name] = w[name] * (1 - lr * 0.01) - lr * step
        return np.array(losses)
