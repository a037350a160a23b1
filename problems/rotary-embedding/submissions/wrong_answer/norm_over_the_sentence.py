# Mistake: takes the mean over tokens and numbers together.
import torch
import torch.nn as nn


class RMSNorm(nn.Module):
    def __init__(self, weight, eps=1e-5):
        super().__init__()
        self.weight = nn.Parameter(weight)
        self.eps = eps

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean((-2, -1), keepdim=True) + self.eps) * self.weight


class Solution:
    def rms_norm(self, x, gain):
        return RMSNorm(gain)(x).detach()

    def rotate(self, x, base, start):
        B, T, H = x.shape
        freqs = 1.0 / (base ** (torch.arange(0, H, 2).float() / H))
        angles = torch.outer(torch.arange(start, start + T).float(), freqs)
        freqs_cis = torch.polar(torch.ones_like(angles), angles)
        pairs = torch.view_as_complex(x.float().reshape(B, T, H // 2, 2))
        return torch.view_as_real(pairs * freqs_cis).flatten(2)
