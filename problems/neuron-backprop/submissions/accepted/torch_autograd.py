import torch


class Solution:
    def backward(self, x, w, b, y):
        w = w.clone().requires_grad_()
        b = torch.tensor(b, dtype=torch.float64, requires_grad=True)
        loss = 0.5 * (torch.sigmoid(w @ x + b) - y) ** 2
        loss.backward()
        return w.grad, b.grad
