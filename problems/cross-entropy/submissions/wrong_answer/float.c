/* Mistake: clips in float, in which 1 - 1e-7 is another number. */
#include "problem.h"

static float clip(float p)
{
    if (p < 1e-7f)
        return 1e-7f;
    if (p > 1 - 1e-7f)
        return 1 - 1e-7f;
    return p;
}

double binary_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    int64_t N = y_true->shape[0];
    double sum = 0;
    for (int64_t i = 0; i < N; i++) {
        double y = y_true->f64[i];
        float p = clip(y_pred->f64[i]);
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
            float p = clip(y_pred->f64[b * C + c]);
            sum += y * log(p);
        }
    }
    return -sum / B;
}
