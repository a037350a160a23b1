class Solution:
    # From 1 down in equal steps.
    def linear(self, step: int, steps: int) -> float:
        return 0.0

    # Always 1.
    def constant(self, step: int, steps: int) -> float:
        return 0.0

    # From 1 down to 0 along a quarter of a cosine.
    def cosine(self, step: int, steps: int) -> float:
        return 0.0
