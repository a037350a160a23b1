import torch
import torch.nn.functional as F


class Solution:
    def get_model_prediction(self, X, weights):
        return X @ weights

    def get_error(self, model_prediction, ground_truth):
        return F.mse_loss(model_prediction, ground_truth)
