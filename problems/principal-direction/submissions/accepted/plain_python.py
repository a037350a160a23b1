class Solution:
    def principal_direction(self, activations):
        rows = [[float(x) for x in row] for row in activations]
        n, d = len(rows), len(rows[0])
        mean = [sum(row[j] for row in rows) / n for j in range(d)]
        rows = [[x - m for x, m in zip(row, mean)] for row in rows]
        v = [1.0 + j for j in range(d)]
        for _ in range(200):
            along = [sum(x * y for x, y in zip(row, v)) for row in rows]
            v = [sum(a * row[j] for a, row in zip(along, rows)) for j in range(d)]
            length = sum(x * x for x in v) ** 0.5
            v = [x / length for x in v]
        return v
