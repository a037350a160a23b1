/* nd_index.h - elements chosen by index, and masks by position.
 *
 * Indices are i64 arrays and lie in 0 .. size-1; any other fails with the index and the size (a negative index is
 * almost always a bug in a reference, so it is not counted from the end here).
 */
#ifndef REFERENCE_ND_INDEX_H
#define REFERENCE_ND_INDEX_H

#include "reference/nd.h"

/* Rows of an axis: y[..., i, ...] = x[..., index[i], ...]; index is [K], the axis of y has size K. */
nd *nd_index_select(const nd *x, int axis, const nd *index);

/* y[i,j,k] = x[i, index[i,j,k], k] for axis 1 of three: y has the shape of index, which has the rank of x and is at
 * most as large as x in every other axis. */
nd *nd_gather(const nd *x, int axis, const nd *index);

/* A copy of x with y[i, index[i,j,k], k] += source[i,j,k] for axis 1 of three, in row-major order; repeated indices add
 * up. index and source have the same shape, at most as large as x in every other axis. */
nd *nd_scatter_add(const nd *x, int axis, const nd *index, const nd *source);

/* i64 0 and 1 in a new last axis of size `classes`. */
nd *nd_one_hot(const nd *index, int64_t classes);

/* x where column - row <= diagonal (tril) or >= diagonal (triu) in the last two axes, else 0. Rank 2 or more. */
nd *nd_tril(const nd *x, int64_t diagonal);
nd *nd_triu(const nd *x, int64_t diagonal);

/* i64 [rows,cols]: 1 where query `row` may not see key `column`, because it lies in the future: column > row + cols -
 * rows. For nd_masked_fill(scores, nd_causal_mask(T, T), -INFINITY). */
nd *nd_causal_mask(int64_t rows, int64_t cols);

/* The indices, contiguous; fails in the name of `who` unless each is an i64 in 0 .. size-1. */
const nd *nd_checked_index(const char *who, const nd *index, int64_t size);

#endif
