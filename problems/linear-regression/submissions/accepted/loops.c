/* The statement, line by line. */
#include "problem.h"

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    int64_t N = X->shape[0];
    tensor *prediction = tensor_f64(N, 1);
    for (int64_t i = 0; i < N; i++) {
        double sum = 0;
        for (int64_t j = 0; j < 3; j++)
            sum += X->f64[i * 3 + j] * weights->f64[j];
        prediction->f64[i] = sum;
    }
    return prediction;
}

double get_error(const tensor *model_prediction, const tensor *ground_truth)
{
    int64_t N = model_prediction->shape[0];
    double sum = 0;
    for (int64_t i = 0; i < N; i++) {
        double difference = model_prediction->f64[i] - ground_truth->f64[i];
        sum += difference * difference;
    }
    return sum / N;
}
