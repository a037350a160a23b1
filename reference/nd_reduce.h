/* nd_reduce.h - sums and their relatives over any axes.
 *
 *     nd_sum(x)          over all axes: a scalar
 *     nd_sum(x, 1)       over axis 1, which disappears
 *     nd_sum(x, 0, -1)   over two
 *     nd_sum_keep(x, 1)  over axis 1, which stays with size 1 (to broadcast against x)
 *
 * Float sums are carried in double and rounded once: within 1e-6 relative of the exact sum for well-conditioned data of
 * any practical size. Variance takes two passes. NaN passes through all. An axis that is not there, or is named twice,
 * fails.
 */
#ifndef REFERENCE_ND_REDUCE_H
#define REFERENCE_ND_REDUCE_H

#include "reference/nd.h"

/* Same dtype; the empty sum is 0; i64 wraps around. */
nd *nd_sum_over(const nd *x, bool keep, int count, const int64_t *axes);
#define nd_sum(x, ...)      nd_sum_over(x, false, ND_LIST(__VA_ARGS__))
#define nd_sum_keep(x, ...) nd_sum_over(x, true, ND_LIST(__VA_ARGS__))

/* The sum, as above, / number of elements; f64 when x is i64; NaN when there are none. */
nd *nd_mean_over(const nd *x, bool keep, int count, const int64_t *axes);
#define nd_mean(x, ...)      nd_mean_over(x, false, ND_LIST(__VA_ARGS__))
#define nd_mean_keep(x, ...) nd_mean_over(x, true, ND_LIST(__VA_ARGS__))

/* Same dtype. Fail when there are no elements to choose from. */
nd *nd_max_over(const nd *x, bool keep, int count, const int64_t *axes);
nd *nd_min_over(const nd *x, bool keep, int count, const int64_t *axes);
#define nd_max(x, ...)      nd_max_over(x, false, ND_LIST(__VA_ARGS__))
#define nd_max_keep(x, ...) nd_max_over(x, true, ND_LIST(__VA_ARGS__))
#define nd_min(x, ...)      nd_min_over(x, false, ND_LIST(__VA_ARGS__))
#define nd_min_keep(x, ...) nd_min_over(x, true, ND_LIST(__VA_ARGS__))

/* sum (x - mean)^2 / max(n - correction, 0): correction 0 is the population's variance, 1 PyTorch's default. f64 when x
 * is i64. */
nd *nd_var_over(const nd *x, int correction, bool keep, int count, const int64_t *axes);
#define nd_var(x, correction, ...)      nd_var_over(x, correction, false, ND_LIST(__VA_ARGS__))
#define nd_var_keep(x, correction, ...) nd_var_over(x, correction, true, ND_LIST(__VA_ARGS__))

/* i64: where the largest (smallest) stands along the axis: the first of equals, a NaN before all. The axis
 * disappears. nd_argmax_all: in the row-major order of all elements. Fail when there is nothing to choose from. */
nd *nd_argmax(const nd *x, int axis);
nd *nd_argmin(const nd *x, int axis);
nd *nd_argmax_all(const nd *x);
nd *nd_argmin_all(const nd *x);

/* y[..., i, ...] = x[..., 0, ...] + ... + x[..., i, ...] along the axis. */
nd *nd_cumsum(const nd *x, int axis);

/* Backward of broadcasting: sums `grad` over the axes along which an array of that shape was repeated. */
nd *nd_sum_to_shape(const nd *grad, int rank, const int64_t *shape);
#define nd_sum_to(grad, ...) nd_sum_to_shape(grad, ND_LIST(__VA_ARGS__))

#endif
