# Mistake: numbers the words as they come.
import torch
from torch.nn.utils.rnn import pad_sequence


class Solution:
    def get_dataset(self, positive, negative):
        ids = {}
        for sentence in positive + negative:
            for word in sentence.split():
                ids.setdefault(word, len(ids) + 1)
        rows = [torch.tensor([ids[word] for word in sentence.split()]) for sentence in positive + negative]
        return pad_sequence(rows, batch_first=True)
