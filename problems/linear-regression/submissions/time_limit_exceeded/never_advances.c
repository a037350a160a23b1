/* Mistake: the loop of get_error never moves on to the next row. */
#include "problem.h"

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    int64_t N = X->shape[0];
    tensor *prediction = tensor_f64(N, 1);
    const double *w = weights->f64;
    for (int64_t i = 0; i < N; i++)
        prediction->f64[i] = X->f64[3 * i] * w[0] + X->f64[3 * i + 1] * w[1] + X->f64[3 * i + 2] * w[2];
    return prediction;
}

double get_error(const tensor *model_prediction, const tensor *ground_truth)
{
    int64_t N = model_prediction->shape[0];
    volatile double sum = 0;
    int64_t i = 0;
    while (i < N)
        sum += pow(model_prediction->f64[i] - ground_truth->f64[i], 2);
    return sum / (double)N;
}
