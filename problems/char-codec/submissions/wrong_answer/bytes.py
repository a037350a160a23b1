# Mistake: numbers the bytes of the UTF-8 form instead of the characters.
class Solution:
    def encode(self, text, alphabet):
        known = sorted(set(alphabet.encode()))
        return [known.index(b) for b in text.encode()]

    def decode(self, ids, alphabet):
        known = sorted(set(alphabet.encode()))
        return bytes(known[i] for i in ids).decode(errors="replace")
