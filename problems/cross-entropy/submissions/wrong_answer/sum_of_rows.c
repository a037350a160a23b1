/* Mistake: forgets to divide the categorical loss by B. */
#include "problem.h"

static double clip(double p)
{
    if (p < 1e-7)
        return 1e-7;
    if (p > 1 - 1e-7)
        return 1 - 1e-7;
    return p;
}

double binary_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    int64_t N = y_true->shape[0];
    double sum = 0;
    for (int64_t i = 0; i < N; i++) {
        double y = y_true->f64[i];
        double p = clip(y_pred->f64[i]);
        sum += y * log(p) + (1 - y) * log(1 - p);
    }
    return -sum / N;
}

double categorical_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    int64_t B = y_true->shape[0], C = y_true->shape[1];
    double sum = 0;
    for (int64_t b = 0; b < B; b++) {
        for (int64_t c = 0; c < C; c++) {
            double y = y_true->f64[b * C + c];
            double p = clip(y_pred->f64[b * C + c]);
            sum += y * log(p);
        }
    }
    return -sum;
}
