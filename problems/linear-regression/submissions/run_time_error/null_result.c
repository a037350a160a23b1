/* Mistake: writes into a tensor that was never made. */
#include "problem.h"

static tensor *prediction;

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    for (int64_t i = 0; i < X->shape[0]; i++) {
        prediction->f64[i] = 0;
        for (int64_t j = 0; j < 3; j++)
            prediction->f64[i] += X->f64[i * 3 + j] * weights->f64[j];
    }
    return prediction;
}

double get_error(const tensor *model_prediction, const tensor *ground_truth)
{
    double sum = 0;
    for (int64_t i = 0; i < tensor_size(model_prediction); i++)
        sum += pow(model_prediction->f64[i] - ground_truth->f64[i], 2);
    return sum / (double)tensor_size(model_prediction);
}
