import torch
from torch.nn.utils.rnn import pad_sequence


class Solution:
    def get_dataset(self, positive, negative):
        sentences = positive + negative
        vocabulary = sorted({word for sentence in sentences for word in sentence.split()})
        ids = {word: float(i) for i, word in enumerate(vocabulary, start=1)}
        rows = [torch.Tensor([ids[word] for word in sentence.split()]) for sentence in sentences]
        return pad_sequence(rows, batch_first=True)
