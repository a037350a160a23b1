/* nd_linalg.h - products of matrices.
 *
 * Transposed operands (nd_t) and rows of larger matrices are read in place; other layouts are copied first. Operands
 * have one dtype. Products of f32 are accumulated in f32 by vector kernels (relative to the sum of |x y| some 5e-7 up
 * to an inner dimension of a few hundred, 1e-5 at worst), but for two vectors and for an inner dimension above
 * 16384, which are in f64. Where a reference is compared to 5 decimals, convert to f64 first.
 */
#ifndef REFERENCE_ND_LINALG_H
#define REFERENCE_ND_LINALG_H

#include "reference/nd.h"

/* [m,k] [k,n] -> [m,n]; [..., m,k] [..., k,n] -> [..., m,n], leading axes broadcast; [k] [k] -> []; [..., m,k] [k] ->
 * [..., m]; [k] [..., k,n] -> [..., n]. Fails when the inner dimensions differ, naming both shapes, and on rank 0. */
nd *nd_matmul(const nd *x, const nd *y);

/* [m] [n] -> [m,n]: x[i] y[j]. */
nd *nd_outer(const nd *x, const nd *y);

/* Sum of the products of all elements of two arrays of one shape, in double: a number. */
double nd_dot(const nd *x, const nd *y);

#endif
