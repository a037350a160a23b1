import torch
from torchtyping import TensorType


class Solution:
    # The same numbers, two in each row.
    def reshape(self, to_reshape: TensorType[float]) -> TensorType[float]:
        return torch.zeros(1, 2)

    # The mean of each column.
    def average(self, to_avg: TensorType[float]) -> TensorType[float]:
        return torch.zeros(1)

    # Both side by side.
    def concatenate(self, cat_one: TensorType[float], cat_two: TensorType[float]) -> TensorType[float]:
        return torch.zeros(1, 2)

    # The mean of the squared differences.
    def get_loss(self, prediction: TensorType[float], target: TensorType[float]) -> TensorType[float]:
        return torch.tensor(0.0)
