/* Only the share of the right answer counts: pick it, and take one logarithm. */
#include "problem.h"

static double surprise(double p)
{
    return -log(fmin(fmax(p, 1e-7), 1 - 1e-7));
}

double binary_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    double sum = 0;
    for (int64_t i = 0; i < tensor_size(y_true); i++)
        sum += surprise(y_true->f64[i] > 0.5 ? y_pred->f64[i] : 1 - y_pred->f64[i]);
    return sum / (double)tensor_size(y_true);
}

double categorical_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    double sum = 0;
    for (int64_t i = 0; i < tensor_size(y_true); i++)
        if (y_true->f64[i] > 0.5)
            sum += surprise(y_pred->f64[i]);
    return sum / (double)y_true->shape[0];
}
