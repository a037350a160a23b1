# Mistake: merges wherever the text fits, across the borders of tokens.
from typing import List


class Solution:
    def get_merges(self, corpus: str, num_merges: int) -> List[List[str]]:
        tokens = list(corpus)
        merges = []
        for _ in range(num_merges):
            counts = {}
            for pair in zip(tokens, tokens[1:]):
                counts[pair] = counts.get(pair, 0) + 1
            if not counts:
                break
            best = min(counts, key=lambda pair: (-counts[pair], pair))
            merges.append(list(best))
            joined = "\0".join(tokens).replace("\0".join(best), "".join(best))
            tokens = joined.split("\0")
        return merges
