import torch
import torch.nn as nn
from torchtyping import TensorType


class SingleHeadAttention(nn.Module):
    def __init__(self, embedding_dim: int, attention_dim: int):
        super().__init__()
        torch.manual_seed(0)
        self.key_gen = nn.Linear(embedding_dim, attention_dim, bias=False)
        self.query_gen = nn.Linear(embedding_dim, attention_dim, bias=False)
        self.value_gen = nn.Linear(embedding_dim, attention_dim, bias=False)

    def forward(self, embedded: TensorType[float]) -> TensorType[float]:
        k, q, v = self.key_gen(embedded), self.query_gen(embedded), self.value_gen(embedded)
        scores = q @ torch.transpose(k, 1, 2)
        T, H = k.shape[1], k.shape[2]
        scores = scores / (H**0.5)
        mask = torch.tril(torch.ones(T, T)) == 0
        scores = scores.masked_fill(mask, float("-inf"))
        scores = nn.functional.softmax(scores, dim=2)
        return torch.round(scores @ v, decimals=4)
