# Mistake: counts from 1 in the table from numbers to characters, which then has no 0.
class Solution:
    def encode(self, text, alphabet):
        stoi = {ch: i for i, ch in enumerate(sorted(set(alphabet)))}
        return [stoi[c] for c in text]

    def decode(self, ids, alphabet):
        itos = {i: ch for i, ch in enumerate(sorted(set(alphabet)), start=1)}
        return "".join(itos[i] for i in ids)
