import numpy as np


class Solution:
    def forward(self, table, idx, targets):
        logits = table[idx.reshape(-1)]
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(shifted).sum(axis=1))
        return logits, np.mean(log_sum - shifted[np.arange(len(logits)), targets.reshape(-1)])

    def generate(self, table, start, max_new_tokens, u):
        e = np.exp(table - table.max(axis=1, keepdims=True))
        cumulated = np.cumsum(e / e.sum(axis=1, keepdims=True), axis=1)
        sequences = []
        for b, token in enumerate(start):
            sequence = [token]
            for step in range(max_new_tokens):
                sequence.append(np.searchsorted(cumulated[sequence[-1]], u[step, b], side="right"))
            sequences.append(sequence)
        return np.array(sequences)
