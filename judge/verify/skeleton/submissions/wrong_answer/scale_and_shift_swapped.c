#include "problem.h"

tensor *scale_and_shift(const tensor *x, double scale, double shift)
{
    tensor *y = tensor_f64(x->shape[0]);
    for (int64_t i = 0; i < x->shape[0]; i++)
        y->f64[i] = shift * x->f64[i] + scale;
    return y;
}
