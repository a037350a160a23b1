/* Mistake: clips each tensor by its own norm, which turns the step. */
#include "problem.h"

static double sum_of_squares(const tensor *t)
{
    double sum = 0;
    for (int64_t i = 0; i < tensor_size(t); i++)
        sum += t->f64[i] * t->f64[i];
    return sum;
}

static tensor *clipped(const tensor *t, double max_norm)
{
    double c = fmin(1, max_norm / (sqrt(sum_of_squares(t)) + 1e-6));
    tensor *y = tensor_new(t->dtype, t->rank, t->shape);
    for (int64_t i = 0; i < tensor_size(t); i++)
        y->f64[i] = c * t->f64[i];
    return y;
}

void clip_gradients(const tensor *weight, const tensor *bias, const tensor *filters, double max_norm,
                    tensor **clipped_weight, tensor **clipped_bias, tensor **clipped_filters)
{
    *clipped_weight = clipped(weight, max_norm);
    *clipped_bias = clipped(bias, max_norm);
    *clipped_filters = clipped(filters, max_norm);
}
