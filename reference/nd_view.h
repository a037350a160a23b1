/* nd_view.h - other ways to look at the same elements, and arrays put together from others.
 *
 * The first part makes views: no element is copied, and writing through a view changes its operand. nd_reshape copies
 * where no strides express the new shape. Axes count from 0; negative ones from the end. Each function fails, with the
 * shape and the axis, on an axis that is not there.
 */
#ifndef REFERENCE_ND_VIEW_H
#define REFERENCE_ND_VIEW_H

#include "reference/nd.h"

/* --- views --- */

/* Row-major elements in a new shape of the same size; one dimension may be -1. nd_reshape(x, 2, -1). A view where
 * strides allow it, else a copy. */
nd *nd_reshape_to(const nd *x, int rank, const int64_t *shape);
#define nd_reshape(x, ...) nd_reshape_to(x, ND_LIST(__VA_ARGS__))

/* Axis k of the result is axis axes[k] of x: nd_permute(x, 0, 2, 1). Every axis exactly once. */
nd *nd_permute_to(const nd *x, int count, const int64_t *axes);
#define nd_permute(x, ...) nd_permute_to(x, ND_LIST(__VA_ARGS__))

/* Two axes change places. nd_t: the last two; x has rank 2 or more. */
nd *nd_transpose(const nd *x, int axis1, int axis2);
nd *nd_t(const nd *x);

/* Without the axis, whose size must be 1. nd_squeeze_all: without every axis of size 1. */
nd *nd_squeeze(const nd *x, int axis);
nd *nd_squeeze_all(const nd *x);

/* With a new axis of size 1, at `axis` of the result (0 .. rank, or -1 for behind the last). */
nd *nd_unsqueeze(const nd *x, int axis);

/* Elements start, start + step, ... before `stop` of the axis. Negative start and stop count from the end, both are
 * then cut to 0 .. size as in Python (ND_END: to the end). step >= 1. */
#define ND_END INT64_MAX
nd *nd_slice(const nd *x, int axis, int64_t start, int64_t stop, int64_t step);

/* Entry `index` of the axis (negative: from the end), which disappears. */
nd *nd_select(const nd *x, int axis, int64_t index);

/* The axis in reverse order. */
nd *nd_flip(const nd *x, int axis);

/* The main diagonal of two axes of equal size: they disappear, the diagonal becomes the last axis. */
nd *nd_diagonal(const nd *x, int axis1, int axis2);

/* Repeats axes of size 1 (and new leading ones) without copying: nd_broadcast_to(x, 5, 3). Read-only, since elements
 * coincide. */
nd *nd_broadcast_to_shape(const nd *x, int rank, const int64_t *shape);
#define nd_broadcast_to(x, ...) nd_broadcast_to_shape(x, ND_LIST(__VA_ARGS__))

/* The shape to which NumPy and PyTorch broadcast two: sizes are equal or 1, aligned at the end. Returns its rank.
 * Fails in the name of `who`, with both shapes. */
int nd_broadcast_shape(const char *who, const nd *x, const nd *y, int64_t ret_shape[ND_MAX_RANK]);

/* --- put together --- */

/* Along an existing axis; all other sizes and the dtypes are equal: nd_cat(1, a, b). */
nd *nd_cat_list(int axis, size_t count, const nd *const *parts);
#define nd_cat(axis, ...)                                                                                              \
    nd_cat_list(axis, sizeof((const nd *[]){__VA_ARGS__}) / sizeof(nd *), (const nd *const[]){__VA_ARGS__})

/* Along a new axis, at `axis` of the result; all shapes and dtypes are equal. */
nd *nd_stack_list(int axis, size_t count, const nd *const *parts);
#define nd_stack(axis, ...)                                                                                            \
    nd_stack_list(axis, sizeof((const nd *[]){__VA_ARGS__}) / sizeof(nd *), (const nd *const[]){__VA_ARGS__})

/* Where a negative axis stands; fails in the name of `who`. */
int nd_axis(const char *who, const nd *x, int64_t axis);

#endif
