import numpy as np
from numpy.typing import NDArray


class Solution:
    # The predictions X * weights: X is N x 3, weights is 3 x 1, the result N x 1.
    def get_model_prediction(self, X: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.zeros((len(X), 1))

    # The mean of the squared differences; both are N x 1.
    def get_error(self, model_prediction: NDArray[np.float64], ground_truth: NDArray[np.float64]) -> float:
        return 0.0
