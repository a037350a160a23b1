# Mistake: counts the pairs once and takes the most frequent ones; nothing is ever merged.
from collections import Counter


class Solution:
    def get_merges(self, corpus: str, num_merges: int):
        counts = Counter(zip(corpus, corpus[1:]))
        return sorted(counts, key=lambda pair: (-counts[pair], pair))[:num_merges]
