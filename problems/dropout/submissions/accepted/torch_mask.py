import torch


class Solution:
    def dropout(self, x: torch.Tensor, u: torch.Tensor, p: float, training: bool) -> torch.Tensor:
        if not training or p == 0:
            return x
        mask = (u >= p).float()
        return x * mask / (1 - p)
