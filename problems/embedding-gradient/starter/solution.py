import torch


class Solution:
    # out[b][t] = the row of the table that ids[b][t] names.
    def forward(self, table, ids):
        return torch.zeros(ids.shape[0], ids.shape[1], table.shape[1])

    # Row v: the sum of the gradients wherever word v stands.
    def backward(self, ids, gradient, vocabulary_size: int):
        return torch.zeros(vocabulary_size, gradient.shape[2])
