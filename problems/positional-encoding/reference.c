/* columns 2i and 2i+1: sine and cosine of t / 10000^(2i/dim) */
#include "problem.h"
#include "reference/core.h"

tensor *encode(int64_t length, int64_t dim)
{
    const nd *position = nd_arange(DTYPE_F64, 0, (double)length, 1);
    const nd *exponent = nd_div_scalar(nd_arange(DTYPE_F64, 0, (double)dim, 2), (double)dim);
    const nd *angle = nd_outer(position, nd_exp(nd_mul_scalar(exponent, -log(10000))));
    const nd *pairs = nd_stack(2, nd_sin(angle), nd_cos(angle));
    return nd_to_tensor(nd_slice(nd_reshape(pairs, length, -1), 1, 0, dim, 1)); /* no cosine behind an odd dim */
}
