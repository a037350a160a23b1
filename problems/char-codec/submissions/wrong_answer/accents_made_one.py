# Mistake: normalises first, so that e with a separate accent becomes one character.
import unicodedata


class Solution:
    def encode(self, text, alphabet):
        stoi = {ch: i for i, ch in enumerate(sorted(set(unicodedata.normalize("NFC", alphabet))))}
        return [stoi.get(c, 0) for c in unicodedata.normalize("NFC", text)]

    def decode(self, ids, alphabet):
        chars = sorted(set(alphabet))
        return "".join(chars[i] for i in ids)
