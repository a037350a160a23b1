import numpy as np
from numpy.typing import NDArray


class Solution:
    # The slope of the mean squared error along weight `desired_weight`.
    def get_derivative(self, model_prediction: NDArray[np.float64], ground_truth: NDArray[np.float64], N: int,
                       X: NDArray[np.float64], desired_weight: int) -> float:
        return 0.0

    # The predictions X * weights: X is N x 3, weights 3, the result N.
    def get_model_prediction(self, X: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.zeros(len(X))

    # The weights after num_iterations steps of gradient descent with this learning rate.
    learning_rate = 0.01

    def train_model(self, X: NDArray[np.float64], Y: NDArray[np.float64], num_iterations: int,
                    initial_weights: NDArray[np.float64]) -> NDArray[np.float64]:
        return initial_weights
