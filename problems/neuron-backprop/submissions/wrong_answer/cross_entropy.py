# Mistake: the loss of classifiers instead of half the squared error.
import torch
import torch.nn.functional as F


class Solution:
    def backward(self, x, w, b, y):
        w = w.clone().requires_grad_()
        b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
        target = torch.tensor(y, dtype=torch.float64)
        F.binary_cross_entropy(torch.sigmoid(w @ x + b), target).backward()
        return w.grad, b.grad
