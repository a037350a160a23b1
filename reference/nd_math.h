/* nd_math.h - arithmetic element by element.
 *
 * Two operands are broadcast against each other as in NumPy and PyTorch: [B,T,C] and [C], [N,1] and [1,M]. Shapes that
 * do not fit fail with both named. Operands of different dtypes meet in the wider: i64 < f32 < f64. Results that need
 * not be whole (division, exp, ...) are f64 when everything was i64. A C number takes the dtype of the array beside it;
 * beside an i64 array it must be whole, but in a division, which is f64 then. What takes one array keeps its shape.
 *
 * NaN passes through everything but comparisons. Exact formulas: kernels.h.
 */
#ifndef REFERENCE_ND_MATH_H
#define REFERENCE_ND_MATH_H

#include "reference/nd.h"

/* --- two arrays --- */
nd *nd_add(const nd *x, const nd *y);
nd *nd_sub(const nd *x, const nd *y);
nd *nd_mul(const nd *x, const nd *y);
nd *nd_div(const nd *x, const nd *y); /* true division */
nd *nd_pow(const nd *x, const nd *y); /* whole numbers to a negative power fail */
nd *nd_maximum(const nd *x, const nd *y);
nd *nd_minimum(const nd *x, const nd *y);

/* i64 arrays of 0 and 1. A comparison with NaN is 0, but for nd_ne. */
nd *nd_eq(const nd *x, const nd *y);
nd *nd_ne(const nd *x, const nd *y);
nd *nd_lt(const nd *x, const nd *y);
nd *nd_le(const nd *x, const nd *y);
nd *nd_gt(const nd *x, const nd *y);
nd *nd_ge(const nd *x, const nd *y);

/* x where the condition is not 0, else y; all three are broadcast. */
nd *nd_where(const nd *condition, const nd *x, const nd *y);

/* `value` where the mask (broadcast to x) is not 0, else x. */
nd *nd_masked_fill(const nd *x, const nd *mask, double value);

/* --- an array and a number --- */
nd *nd_add_scalar(const nd *x, double c);
nd *nd_sub_scalar(const nd *x, double c);  /* x - c */
nd *nd_rsub_scalar(const nd *x, double c); /* c - x */
nd *nd_mul_scalar(const nd *x, double c);
nd *nd_div_scalar(const nd *x, double c);  /* x / c */
nd *nd_rdiv_scalar(const nd *x, double c); /* c / x */
nd *nd_pow_scalar(const nd *x, double c);
nd *nd_gt_scalar(const nd *x, double c); /* 0 and 1 */
nd *nd_lt_scalar(const nd *x, double c);
nd *nd_eq_scalar(const nd *x, double c);

/* Cut to low .. high; fails when low > high. -INFINITY and INFINITY leave a side open. */
nd *nd_clamp(const nd *x, double low, double high);

/* --- one array --- */
nd *nd_neg(const nd *x);
nd *nd_abs(const nd *x);
nd *nd_square(const nd *x);
nd *nd_sqrt(const nd *x);
nd *nd_rsqrt(const nd *x);      /* 1 / sqrt(x) */
nd *nd_reciprocal(const nd *x); /* 1 / x */
nd *nd_exp(const nd *x);
nd *nd_log(const nd *x); /* natural */
nd *nd_sin(const nd *x);
nd *nd_cos(const nd *x);
nd *nd_tanh(const nd *x);
nd *nd_sigmoid(const nd *x);   /* 1 / (1 + exp(-x)) */
nd *nd_relu(const nd *x);      /* max(x, 0) */
nd *nd_gelu(const nd *x);      /* x/2 (1 + erf(x / sqrt 2)) */
nd *nd_gelu_tanh(const nd *x); /* the approximation by tanh */

/* --- backward: the gradient that arrives at the output becomes the one at the input; equal shapes --- */
nd *nd_relu_grad(const nd *x, const nd *grad);    /* x: relu's input or output; 0 gives 0 */
nd *nd_tanh_grad(const nd *y, const nd *grad);    /* y: tanh's output */
nd *nd_sigmoid_grad(const nd *y, const nd *grad); /* y: sigmoid's output */
nd *nd_gelu_grad(const nd *x, const nd *grad);    /* x: gelu's input */

/* --- in place, on parameters --- */

/* y += c x, both float of one dtype, equal shapes. y is contiguous. */
void nd_axpy(nd *y, double c, const nd *x);

#endif
