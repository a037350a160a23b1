class Solution:
    # Walk downhill on f(x) = x * x: start at guess, take `iterations` steps, return where you end up.
    def get_minimizer(self, iterations: int, learning_rate: float, guess: int) -> float:
        return 0.0
