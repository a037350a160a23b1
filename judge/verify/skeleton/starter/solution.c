#include "problem.h"

/* scale * x + shift for each number of x; the result has N numbers, too. */
tensor *scale_and_shift(const tensor *x, double scale, double shift)
{
    (void)scale, (void)shift; /* delete this line when you use them */
    return tensor_f64(x->shape[0]);
}
