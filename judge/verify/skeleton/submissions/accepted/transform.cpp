#include "problem.h"

#include <algorithm>

tensor *scale_and_shift(const tensor *x, double scale, double shift)
{
    tensor *y = tensor_f64(x->shape[0]);
    std::transform(x->f64, x->f64 + tensor_size(x), y->f64, [=](double number) { return scale * number + shift; });
    return y;
}
