# Mistake: forgets to sort. A dictionary keeps the order in which the characters occur.
from typing import List


class Solution:
    def encode(self, text: str, alphabet: str) -> List[int]:
        stoi = {ch: i for i, ch in enumerate(dict.fromkeys(alphabet))}
        return [stoi[c] for c in text]

    def decode(self, ids: List[int], alphabet: str) -> str:
        chars = list(dict.fromkeys(alphabet))
        return "".join([chars[i] for i in ids])
