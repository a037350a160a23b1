from collections import Counter
from itertools import pairwise


class Solution:
    def get_merges(self, corpus: str, num_merges: int):
        tokens, merges = list(corpus), []
        while len(merges) < num_merges and len(tokens) > 1:
            counts = Counter(pairwise(tokens))
            merges.append(min(counts, key=lambda pair: (-counts[pair], pair)))
            left, right = merges[-1]
            kept = []
            for token in tokens:
                # a token that has just been merged is longer than left, so it is not taken twice
                if token == right and kept and kept[-1] == left:
                    kept[-1] = left + right
                else:
                    kept.append(token)
            tokens = kept
        return merges
