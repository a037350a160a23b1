import torch


class Solution:
    def encode(self, text, alphabet):
        chars = sorted(set(alphabet))
        stoi = {ch: i for i, ch in enumerate(chars)}
        return torch.tensor([stoi[c] for c in text], dtype=torch.long)

    def decode(self, ids, alphabet):
        chars = sorted(set(alphabet))
        return "".join(chars[i] for i in ids.tolist())
