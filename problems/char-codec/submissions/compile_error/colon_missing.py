# Mistake: the colon at the end of a line with def is missing.
class Solution:
    def encode(self, text, alphabet)
        stoi = {ch: i for i, ch in enumerate(sorted(set(alphabet)))}
        return [stoi[c] for c in text]

    def decode(self, ids, alphabet):
        return "".join(sorted(set(alphabet))[i] for i in ids)
