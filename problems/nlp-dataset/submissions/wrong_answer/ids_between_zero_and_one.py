# Mistake: divides the numbers by the size of the vocabulary. They are names, not amounts.
import torch
from torch.nn.utils.rnn import pad_sequence


class Solution:
    def get_dataset(self, positive, negative):
        sentences = positive + negative
        vocabulary = sorted({word for sentence in sentences for word in sentence.split()})
        ids = {word: i / len(vocabulary) for i, word in enumerate(vocabulary, start=1)}
        rows = [torch.tensor([ids[word] for word in sentence.split()]) for sentence in sentences]
        return pad_sequence(rows, batch_first=True)
