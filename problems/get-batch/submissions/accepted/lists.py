class Solution:
    def count_starts(self, data, context_length):
        return len(data) - context_length

    def get_batch(self, data, context_length, starts):
        x, y = [], []
        for start in starts:
            window = data[start : start + context_length + 1].tolist()
            x.append(window[:-1])
            y.append(window[1:])
        return x, y
