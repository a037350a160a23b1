/* All three slopes in one pass over the rows; the input weights themselves are updated and returned, rounded. */
#include "problem.h"

static double predict_row(const double *row, const double *w)
{
    return row[0] * w[0] + row[1] * w[1] + row[2] * w[2];
}

double get_derivative(const tensor *model_prediction, const tensor *ground_truth, int64_t N, const tensor *X,
                      int64_t desired_weight)
{
    double slope = 0;
    const double *feature = X->f64 + desired_weight;
    for (int64_t i = 0; i < N; i++, feature += 3)
        slope += 2.0 / (double)N * (model_prediction->f64[i] - ground_truth->f64[i]) * *feature;
    return slope;
}

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    tensor *prediction = tensor_f64(X->shape[0]);
    for (int64_t i = 0; i < X->shape[0]; i++)
        prediction->f64[i] = predict_row(X->f64 + 3 * i, weights->f64);
    return prediction;
}

static void step(const tensor *X, const tensor *Y, double *w)
{
    int64_t N = X->shape[0];
    double slope[3] = {0};
    for (int64_t i = 0; i < N; i++) {
        const double *row = X->f64 + 3 * i;
        double error = predict_row(row, w) - Y->f64[i];
        for (int j = 0; j < 3; j++)
            slope[j] += error * row[j];
    }
    for (int j = 0; j < 3; j++)
        w[j] -= 0.01 * 2 * slope[j] / (double)N;
}

tensor *train_model(const tensor *X, const tensor *Y, int64_t num_iterations, const tensor *initial_weights)
{
    tensor *weights = (tensor *)initial_weights;
    while (num_iterations-- > 0)
        step(X, Y, weights->f64);
    for (int j = 0; j < 3; j++)
        weights->f64[j] = round(weights->f64[j] * 1e5) / 1e5;
    return weights;
}
