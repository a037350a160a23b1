import torch


class Solution:
    # Each token by itself: divided by the root of its mean square (+ 0.00001), times gain.
    def rms_norm(self, x, gain):
        return torch.zeros(x.shape)

    # Pairs of neighbouring numbers, turned by an angle that grows with the position.
    def rotate(self, x, base, start):
        return torch.zeros(x.shape)
