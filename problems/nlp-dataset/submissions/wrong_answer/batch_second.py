# Mistake: without batch_first=True, pad_sequence makes a column of each sentence.
import torch
from torch.nn.utils.rnn import pad_sequence


class Solution:
    def get_dataset(self, positive, negative):
        sentences = positive + negative
        vocabulary = sorted({word for sentence in sentences for word in sentence.split()})
        ids = {word: i for i, word in enumerate(vocabulary, start=1)}
        return pad_sequence([torch.tensor([ids[word] for word in sentence.split()]) for sentence in sentences])
