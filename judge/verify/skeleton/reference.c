/* y = scale x + shift */
#include "problem.h"
#include "reference/core.h"

tensor *scale_and_shift(const tensor *x, double scale, double shift)
{
    nd *scaled = nd_mul_scalar(nd_from(x), scale);
    return nd_to_tensor(nd_add_scalar(scaled, shift));
}
