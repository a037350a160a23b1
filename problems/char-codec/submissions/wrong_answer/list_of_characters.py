# Mistake: decode returns a list of characters, which were never joined.
class Solution:
    def encode(self, text, alphabet):
        chars = sorted(set(alphabet))
        return [chars.index(c) for c in text]

    def decode(self, ids, alphabet):
        chars = sorted(set(alphabet))
        return [chars[i] for i in ids]
