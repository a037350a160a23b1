import torch
import torch.nn as nn


class Solution:
    def forward(self, table, ids):
        return nn.Embedding.from_pretrained(table)(ids)

    def backward(self, ids, gradient, vocabulary_size):
        embedding = nn.Embedding(vocabulary_size, gradient.shape[-1])
        embedding(ids).backward(gradient)
        return embedding.weight.grad
