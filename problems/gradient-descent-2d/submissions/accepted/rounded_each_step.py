from typing import Tuple


class Solution:
    def get_min(self, iterations: int, learning_rate: float, guess_x: int, guess_y: int) -> Tuple[float, float]:
        x, y = guess_x, guess_y
        for _ in range(iterations):
            x = round(x - learning_rate * 2 * x, 5)
            y = round(y - learning_rate * 2 * y, 5)
        return x, y
