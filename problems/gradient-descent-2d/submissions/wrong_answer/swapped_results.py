# Mistake: returns y before x.
class Solution:
    def get_min(self, iterations, learning_rate, guess_x, guess_y):
        x, y = guess_x, guess_y
        for _ in range(iterations):
            x, y = x - 2 * learning_rate * x, y - 2 * learning_rate * y
        return y, x
