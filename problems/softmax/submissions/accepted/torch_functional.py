import torch
import torch.nn.functional as F


class Solution:
    def softmax(self, z: torch.Tensor) -> torch.Tensor:
        return F.softmax(z, dim=-1)
