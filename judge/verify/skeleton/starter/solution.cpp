#include "problem.h"

// scale * x + shift for each number of x; the result has N numbers, too.
tensor *scale_and_shift(const tensor *x, [[maybe_unused]] double scale, [[maybe_unused]] double shift)
{
    return tensor_f64(x->shape[0]);
}
