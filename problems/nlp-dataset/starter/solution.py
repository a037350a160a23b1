from typing import List

import torch


class Solution:
    # One row of word numbers a sentence, positive ones first, padded with 0.
    def get_dataset(self, positive: List[str], negative: List[str]):
        return torch.zeros(len(positive) + len(negative), 1)
