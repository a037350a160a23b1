# Mistake: x is B x I and W is O x I; without the transpose the product does not exist.
import numpy as np


class Solution:
    def linear(self, x, W, b):
        return x @ W + b
