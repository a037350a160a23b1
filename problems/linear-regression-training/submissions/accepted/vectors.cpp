#include "problem.h"

#include <array>
#include <vector>

double get_derivative(const tensor *model_prediction, const tensor *ground_truth, int64_t N, const tensor *X,
                      int64_t desired_weight)
{
    double sum = 0;
    for (int64_t i = 0; i < N; i++)
        sum += (ground_truth->f64[i] - model_prediction->f64[i]) * X->f64[3 * i + desired_weight];
    return -2 * sum / static_cast<double>(N);
}

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    tensor *prediction = tensor_f64(X->shape[0]);
    for (int64_t i = 0; i < X->shape[0]; i++) {
        prediction->f64[i] = 0;
        for (int j = 0; j < 3; j++)
            prediction->f64[i] += X->f64[3 * i + j] * weights->f64[j];
    }
    return prediction;
}

tensor *train_model(const tensor *X, const tensor *Y, int64_t num_iterations, const tensor *initial_weights)
{
    tensor *weights = tensor_f64(3);
    std::vector<double> w(initial_weights->f64, initial_weights->f64 + 3);
    for (int64_t step = 0; step < num_iterations; step++) {
        std::copy(w.begin(), w.end(), weights->f64);
        const tensor *prediction = get_model_prediction(X, weights);
        for (int j = 0; j < 3; j++)
            w[j] -= 0.01 * get_derivative(prediction, Y, X->shape[0], X, j);
    }
    std::copy(w.begin(), w.end(), weights->f64);
    return weights;
}
