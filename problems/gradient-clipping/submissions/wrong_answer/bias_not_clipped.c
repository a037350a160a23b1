/* Mistake: clips weight and filters, but gives the bias back as it was. */
#include "problem.h"

static double sum_of_squares(const tensor *t)
{
    double sum = 0;
    for (int64_t i = 0; i < tensor_size(t); i++)
        sum += t->f64[i] * t->f64[i];
    return sum;
}

static tensor *scaled(const tensor *t, double c)
{
    tensor *y = tensor_new(t->dtype, t->rank, t->shape);
    for (int64_t i = 0; i < tensor_size(t); i++)
        y->f64[i] = c * t->f64[i];
    return y;
}

void clip_gradients(const tensor *weight, const tensor *bias, const tensor *filters, double max_norm,
                    tensor **clipped_weight, tensor **clipped_bias, tensor **clipped_filters)
{
    double sum = sum_of_squares(weight) + sum_of_squares(bias) + sum_of_squares(filters);
    double norm = sqrt(sum);
    double c = max_norm / (norm + 1e-6);
    if (c > 1)
        c = 1;
    *clipped_weight = scaled(weight, c);
    *clipped_bias = scaled(bias, 1);
    *clipped_filters = scaled(filters, c);
}
