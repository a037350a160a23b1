import torch
import torch.nn.functional as F


class Solution:
    def forward(self, table, ids):
        return F.embedding(ids, table)

    def backward(self, ids, gradient, vocabulary_size):
        D = gradient.shape[-1]
        dtable = torch.zeros(vocabulary_size, D)
        return dtable.index_add(0, ids.flatten(), gradient.reshape(-1, D))
