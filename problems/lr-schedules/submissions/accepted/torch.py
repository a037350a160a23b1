import torch


class Solution:
    def linear(self, step, steps):
        return torch.tensor(1 - step / steps, dtype=torch.float64)

    def constant(self, step, steps):
        return torch.ones((), dtype=torch.float64)

    def cosine(self, step, steps):
        return torch.cos(torch.tensor(torch.pi / 2 * step / (steps - 1), dtype=torch.float64))
