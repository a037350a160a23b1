/* Mistake: the derivative of a square brings down a 2, which is missing here. */
#include "problem.h"

double get_derivative(const tensor *model_prediction, const tensor *ground_truth, int64_t N, const tensor *X,
                      int64_t desired_weight)
{
    double sum = 0;
    for (int64_t i = 0; i < N; i++)
        sum += (ground_truth->f64[i] - model_prediction->f64[i]) * X->f64[i * 3 + desired_weight];
    return -sum / N;
}

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    int64_t N = X->shape[0];
    tensor *prediction = tensor_f64(N);
    for (int64_t i = 0; i < N; i++) {
        prediction->f64[i] = 0;
        for (int64_t j = 0; j < 3; j++)
            prediction->f64[i] += X->f64[i * 3 + j] * weights->f64[j];
    }
    return prediction;
}

tensor *train_model(const tensor *X, const tensor *Y, int64_t num_iterations, const tensor *initial_weights)
{
    const double learning_rate = 0.01;
    tensor *weights = tensor_f64(3);
    memcpy(weights->f64, initial_weights->f64, 3 * sizeof(double));
    for (int64_t step = 0; step < num_iterations; step++) {
        tensor *prediction = get_model_prediction(X, weights);
        double slope[3];
        for (int64_t j = 0; j < 3; j++)
            slope[j] = get_derivative(prediction, Y, X->shape[0], X, j);
        for (int64_t j = 0; j < 3; j++)
            weights->f64[j] -= learning_rate * slope[j];
    }
    return weights;
}
