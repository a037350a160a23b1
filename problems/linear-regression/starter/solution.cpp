#include "problem.h"

// The predictions X * weights: X is N x 3, weights is 3 x 1, the result N x 1.
tensor *get_model_prediction(const tensor *X, [[maybe_unused]] const tensor *weights)
{
    int64_t N = X->shape[0];
    tensor *prediction = tensor_f64(N, 1);
    for (int64_t i = 0; i < N; i++)
        prediction->f64[i] = 0.0;
    return prediction;
}

// The mean of the squared differences; both are N x 1.
double get_error([[maybe_unused]] const tensor *model_prediction, [[maybe_unused]] const tensor *ground_truth)
{
    return 0.0;
}
