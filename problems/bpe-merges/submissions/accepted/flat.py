import torch


class Solution:
    def get_merges(self, corpus: str, num_merges: int):
        vocabulary = sorted(set(corpus))
        ids = torch.tensor([vocabulary.index(c) for c in corpus])
        merges = []
        for _ in range(num_merges):
            if len(ids) < 2:
                break
            pairs, counts = torch.stack([ids[:-1], ids[1:]], dim=1).unique(dim=0, return_counts=True)
            likely = pairs[counts == counts.max()].tolist()
            left, right = min(likely, key=lambda pair: (vocabulary[pair[0]], vocabulary[pair[1]]))
            merges += [vocabulary[left], vocabulary[right]]
            vocabulary.append(vocabulary[left] + vocabulary[right])
            merged, old = [], ids.tolist()
            while old:
                if old[:2] == [left, right]:
                    merged.append(len(vocabulary) - 1)
                    old = old[2:]
                else:
                    merged.append(old.pop(0))
            # one text has one number, however it was made
            ids = torch.tensor([vocabulary.index(vocabulary[i]) for i in merged])
        return merges
