from typing import List

import torch
import torch.nn as nn
from torchtyping import TensorType


class Solution:
    def get_dataset(self, positive: List[str], negative: List[str]) -> TensorType[float]:
        combined = positive + negative
        words = set()
        for sentence in combined:
            for word in sentence.split():
                words.add(word)

        sorted_words = sorted(list(words))
        word_to_int = {}
        for i in range(len(sorted_words)):
            word_to_int[sorted_words[i]] = i + 1

        encoded = []
        for sentence in combined:
            curr = []
            for word in sentence.split():
                curr.append(word_to_int[word])
            encoded.append(torch.tensor(curr))

        return nn.utils.rnn.pad_sequence(encoded, batch_first=True)
