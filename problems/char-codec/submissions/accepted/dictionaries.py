from typing import List


class Solution:
    def encode(self, text: str, alphabet: str) -> List[int]:
        chars = sorted(list(set(alphabet)))
        stoi = {ch: i for i, ch in enumerate(chars)}
        return [stoi[c] for c in text]

    def decode(self, ids: List[int], alphabet: str) -> str:
        chars = sorted(list(set(alphabet)))
        itos = {i: ch for i, ch in enumerate(chars)}
        return "".join([itos[i] for i in ids])
