/* A general matrix product, used for both: the sum of squares is d' d. Rounded to 5 decimals. */
#include "problem.h"

static double round5(double v)
{
    return round(v * 1e5) / 1e5;
}

/* c[m,n] = a[m,k] b[k,n] */
static void multiply(int64_t m, int64_t k, int64_t n, const double *a, const double *b, double *c)
{
    memset(c, 0, (size_t)(m * n) * sizeof *c);
    for (int64_t i = 0; i < m; i++)
        for (int64_t l = 0; l < k; l++)
            for (int64_t j = 0; j < n; j++)
                c[i * n + j] += a[i * k + l] * b[l * n + j];
}

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    tensor *prediction = tensor_f64(X->shape[0], weights->shape[1]);
    multiply(X->shape[0], X->shape[1], weights->shape[1], X->f64, weights->f64, prediction->f64);
    for (int64_t i = 0; i < tensor_size(prediction); i++)
        prediction->f64[i] = round5(prediction->f64[i]);
    return prediction;
}

double get_error(const tensor *model_prediction, const tensor *ground_truth)
{
    int64_t N = tensor_size(model_prediction);
    double *difference = malloc((size_t)N * sizeof *difference);
    for (int64_t i = 0; i < N; i++)
        difference[i] = model_prediction->f64[i] - ground_truth->f64[i];
    double squares;
    multiply(1, N, 1, difference, difference, &squares);
    free(difference);
    return round5(squares / (double)N);
}
