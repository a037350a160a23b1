# Mistake: split(" ") finds an empty word between two blanks.
import torch
from torch.nn.utils.rnn import pad_sequence


class Solution:
    def get_dataset(self, positive, negative):
        sentences = [sentence.split(" ") for sentence in positive + negative]
        ids = {word: i + 1 for i, word in enumerate(sorted({w for s in sentences for w in s}))}
        return pad_sequence([torch.tensor([ids[w] for w in s]) for s in sentences], batch_first=True)
