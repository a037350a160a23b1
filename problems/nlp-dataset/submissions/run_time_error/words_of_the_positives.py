# Mistake: collects the words of the positive sentences alone; those of the negative ones are then unknown.
import torch
from torch.nn.utils.rnn import pad_sequence


class Solution:
    def get_dataset(self, positive, negative):
        vocabulary = sorted({word for sentence in positive for word in sentence.split()})
        ids = {word: i for i, word in enumerate(vocabulary, start=1)}
        rows = [torch.tensor([ids[word] for word in sentence.split()]) for sentence in positive + negative]
        return pad_sequence(rows, batch_first=True)
