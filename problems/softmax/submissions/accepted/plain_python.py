import math


class Solution:
    def softmax(self, z):
        result = []
        for row in z.tolist():
            largest = max(row)
            powers = [math.exp(v - largest) for v in row]
            total = sum(powers)
            result.append([round(p / total, 5) for p in powers])
        return result
