# Mistake: // drops the fraction.
import math


class Solution:
    def linear(self, step, steps):
        return 1 - step // steps

    def constant(self, step, steps):
        return 1

    def cosine(self, step, steps):
        return math.cos(math.pi / 2 * (step // (steps - 1)))
