/* y = x / sqrt(mean(x^2) + eps) * gain; pairs of numbers turned by (start + t) base^(-2m/H) */
#include "problem.h"
#include "reference/core.h"

tensor *rms_norm(const tensor *x, const tensor *gain)
{
    const nd *in = nd_from_f64(x);
    const nd *root = nd_rsqrt(nd_add_scalar(nd_mean_keep(nd_square(in), -1), 1e-5));
    return nd_to_tensor(nd_mul(nd_mul(in, root), nd_from_f64(gain)));
}

tensor *rotate(const tensor *x, double base, int64_t start)
{
    int64_t T = x->shape[1], H = x->shape[2];
    const nd *in = nd_from_f64(x);
    const nd *even = nd_slice(in, 2, 0, H, 2), *odd = nd_slice(in, 2, 1, H, 2);
    const nd *positions = nd_add_scalar(nd_arange(DTYPE_F64, 0, (double)T, 1), (double)start);
    const nd *exponents = nd_div_scalar(nd_arange(DTYPE_F64, 0, (double)H, 2), -(double)H);
    const nd *angles = nd_outer(positions, nd_pow(nd_full_like(exponents, base), exponents));
    const nd *c = nd_cos(angles), *s = nd_sin(angles);
    const nd *first = nd_sub(nd_mul(even, c), nd_mul(odd, s)), *second = nd_add(nd_mul(even, s), nd_mul(odd, c));
    return nd_to_tensor(nd_reshape(nd_stack(3, first, second), -1, T, H));
}
