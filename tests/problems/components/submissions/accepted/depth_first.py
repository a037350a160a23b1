import numpy as np


class Solution:
    def components(self, edges, n):
        neighbours = [[] for _ in range(n)]
        for a, b in edges:
            neighbours[a].append(b)
            neighbours[b].append(a)
        labels = np.full(n, -1)
        for start in range(n):
            stack = [start] if labels[start] < 0 else []
            while stack:
                v = stack.pop()
                if labels[v] < 0:
                    labels[v] = start
                    stack.extend(neighbours[v])
        return labels
