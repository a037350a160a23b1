from typing import List


class Solution:
    # The number of each character of the text: its place among the alphabet's different characters, sorted.
    def encode(self, text: str, alphabet: str) -> List[int]:
        return [0]

    # The text whose characters have these numbers.
    def decode(self, ids: List[int], alphabet: str) -> str:
        return ""
