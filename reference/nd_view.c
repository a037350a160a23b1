#include "reference/nd_view.h"

#include <inttypes.h>
#include <string.h>

#include "reference/nd_pool.h"
#include "reference/nd_walk.h"

/* Moves the view's first element by `elements`. */
static void advance(nd *view, int64_t elements)
{
#define ADVANCE(t) view->t += elements
    ND_BY_DTYPE(view->dtype, ADVANCE);
#undef ADVANCE
}

static void remove_axis(nd *view, int axis)
{
    view->rank--;
    for (int k = axis; k < view->rank; k++) {
        view->shape[k] = view->shape[k + 1];
        view->stride[k] = view->stride[k + 1];
    }
}

static void insert_axis(nd *view, int axis)
{
    for (int k = view->rank; k > axis; k--) {
        view->shape[k] = view->shape[k - 1];
        view->stride[k] = view->stride[k - 1];
    }
    view->rank++;
    view->shape[axis] = 1;
    view->stride[axis] = 1;
}

int nd_axis(const char *who, const nd *x, int64_t axis)
{
    int64_t from_start = axis < 0 ? axis + x->rank : axis;
    if (from_start < 0 || from_start >= x->rank)
        nd_fail("%s: axis %" PRId64 " is out of range for shape %s", who, axis, nd_text(x));
    return (int)from_start;
}

/* Where a new axis goes in a result of rank + 1. */
static int new_axis(const char *who, const nd *x, int axis)
{
    int from_start = axis < 0 ? axis + x->rank + 1 : axis;
    if (from_start < 0 || from_start > x->rank)
        nd_fail("%s: a new axis %d is out of range for shape %s", who, axis, nd_text(x));
    if (x->rank == ND_MAX_RANK)
        nd_fail("%s: shape %s has %d dimensions already", who, nd_text(x), ND_MAX_RANK);
    return from_start;
}

/* --- reshape --- */

/* The shape asked for, with -1 resolved. */
static void resolve_shape(const nd *x, int rank, const int64_t *shape, int64_t ret_shape[ND_MAX_RANK])
{
    if (rank > ND_MAX_RANK)
        nd_fail("nd_reshape: %d dimensions, at most %d are possible", rank, ND_MAX_RANK);
    int64_t known = 1;
    int open = -1;
    bool fits = true;
    for (int k = 0; k < rank; k++) {
        ret_shape[k] = shape[k];
        if (shape[k] >= 0)
            fits &= !__builtin_mul_overflow(known, shape[k], &known);
        else if (shape[k] == -1 && open < 0)
            open = k;
        else
            nd_fail("nd_reshape: %s cannot become %s: one dimension may be -1", nd_text(x), nd_shape_text(rank, shape));
    }
    int64_t size = nd_size(x);
    if (fits && open >= 0 && known > 0 && size % known == 0)
        ret_shape[open] = size / known;
    else if (!fits || open >= 0 || known != size)
        nd_fail("nd_reshape: %s of %" PRId64 " elements cannot become %s", nd_text(x), size,
                nd_shape_text(rank, shape));
    nd_check_shape("nd_reshape", rank, ret_shape);
}

/* Splits the merged axes of x, from the innermost on, into those of the view. False when an axis of the new shape would
 * reach across two of them. */
static bool split_axes(const nd *x, nd *view)
{
    struct nd_walk w;
    nd_walk_init(&w, x->rank, x->shape, 1, (const int64_t *[]){x->stride});
    int64_t left = w.length, stride = w.step[0];
    int group = 0;
    for (int k = view->rank - 1; k >= 0; k--) {
        if (view->shape[k] == 1) {
            view->stride[k] = stride;
            continue;
        }
        if (left == 1 && group < w.rank) {
            left = w.size[group];
            stride = w.stride[0][group++];
        }
        if (left % view->shape[k] != 0)
            return false;
        view->stride[k] = stride;
        left /= view->shape[k];
        stride *= view->shape[k];
    }
    return true;
}

nd *nd_reshape_to(const nd *x, int rank, const int64_t *shape)
{
    nd view = *x;
    resolve_shape(x, rank, shape, view.shape);
    view.rank = rank;
    if (nd_size(x) == 0 || nd_is_contiguous(x))
        nd_row_major(rank, view.shape, view.stride);
    else if (!split_axes(x, &view))
        return nd_reshape_to(nd_clone(x), rank, shape);
    return nd_pool_add(&view);
}

/* --- axes moved, removed, added --- */

nd *nd_permute_to(const nd *x, int count, const int64_t *axes)
{
    nd view = *x;
    unsigned seen = 0;
    for (int k = 0; k < count && k < ND_MAX_RANK; k++) {
        int from = nd_axis("nd_permute", x, axes[k]);
        seen |= 1u << from;
        view.shape[k] = x->shape[from];
        view.stride[k] = x->stride[from];
    }
    if (count != x->rank || seen != (1u << count) - 1)
        nd_fail("nd_permute: axes %s do not name each axis of shape %s once", nd_shape_text(count, axes), nd_text(x));
    return nd_pool_add(&view);
}

nd *nd_transpose(const nd *x, int axis1, int axis2)
{
    int a = nd_axis("nd_transpose", x, axis1), b = nd_axis("nd_transpose", x, axis2);
    nd view = *x;
    view.shape[a] = x->shape[b];
    view.stride[a] = x->stride[b];
    view.shape[b] = x->shape[a];
    view.stride[b] = x->stride[a];
    return nd_pool_add(&view);
}

nd *nd_t(const nd *x)
{
    if (x->rank < 2)
        nd_fail("nd_t: shape %s is not a matrix", nd_text(x));
    return nd_transpose(x, -2, -1);
}

nd *nd_squeeze(const nd *x, int axis)
{
    int at = nd_axis("nd_squeeze", x, axis);
    if (x->shape[at] != 1)
        nd_fail("nd_squeeze: axis %d of shape %s has size %" PRId64 ", not 1", axis, nd_text(x), x->shape[at]);
    nd view = *x;
    remove_axis(&view, at);
    return nd_pool_add(&view);
}

nd *nd_squeeze_all(const nd *x)
{
    nd view = *x;
    for (int k = view.rank - 1; k >= 0; k--)
        if (view.shape[k] == 1)
            remove_axis(&view, k);
    return nd_pool_add(&view);
}

nd *nd_unsqueeze(const nd *x, int axis)
{
    nd view = *x;
    insert_axis(&view, new_axis("nd_unsqueeze", x, axis));
    return nd_pool_add(&view);
}

/* --- parts --- */

static int64_t cut(int64_t index, int64_t size)
{
    if (index < 0)
        index += size;
    return index < 0 ? 0 : index > size ? size : index;
}

nd *nd_slice(const nd *x, int axis, int64_t start, int64_t stop, int64_t step)
{
    int at = nd_axis("nd_slice", x, axis);
    if (step < 1)
        nd_fail("nd_slice: a step of %" PRId64 ": it must be at least 1", step);
    int64_t size = x->shape[at], first = cut(start, size), end = cut(stop, size);
    nd view = *x;
    view.shape[at] = end > first ? (end - first - 1) / step + 1 : 0;
    view.stride[at] = x->stride[at] * (view.shape[at] > 1 ? step : 1);
    if (view.shape[at] > 0)
        advance(&view, first * x->stride[at]);
    return nd_pool_add(&view);
}

nd *nd_select(const nd *x, int axis, int64_t index)
{
    int at = nd_axis("nd_select", x, axis);
    int64_t i = index < 0 ? index + x->shape[at] : index;
    if (i < 0 || i >= x->shape[at])
        nd_fail("nd_select: index %" PRId64 " is out of range in axis %d of shape %s", index, axis, nd_text(x));
    nd view = *x;
    advance(&view, i * x->stride[at]);
    remove_axis(&view, at);
    return nd_pool_add(&view);
}

nd *nd_flip(const nd *x, int axis)
{
    int at = nd_axis("nd_flip", x, axis);
    nd view = *x;
    if (view.shape[at] > 1)
        advance(&view, (view.shape[at] - 1) * view.stride[at]);
    view.stride[at] = -view.stride[at];
    return nd_pool_add(&view);
}

nd *nd_diagonal(const nd *x, int axis1, int axis2)
{
    int a = nd_axis("nd_diagonal", x, axis1), b = nd_axis("nd_diagonal", x, axis2);
    if (a == b || x->shape[a] != x->shape[b])
        nd_fail("nd_diagonal: axes %d and %d of shape %s are not two of one size", axis1, axis2, nd_text(x));
    nd view = *x;
    int64_t size = x->shape[a], stride = x->stride[a] + x->stride[b];
    remove_axis(&view, a > b ? a : b);
    remove_axis(&view, a > b ? b : a);
    view.shape[view.rank] = size;
    view.stride[view.rank++] = stride;
    return nd_pool_add(&view);
}

/* --- broadcasting --- */

int nd_broadcast_shape(const char *who, const nd *x, const nd *y, int64_t ret_shape[ND_MAX_RANK])
{
    int rank = x->rank > y->rank ? x->rank : y->rank;
    for (int k = 1; k <= rank; k++) {
        int64_t a = k <= x->rank ? x->shape[x->rank - k] : 1;
        int64_t b = k <= y->rank ? y->shape[y->rank - k] : 1;
        if (a != b && a != 1 && b != 1)
            nd_fail("%s: shapes %s and %s do not broadcast: %" PRId64 " and %" PRId64 " in axis %d", who, nd_text(x),
                    nd_text(y), a, b, rank - k);
        ret_shape[rank - k] = a == 1 ? b : a;
    }
    return rank;
}

nd *nd_broadcast_to_shape(const nd *x, int rank, const int64_t *shape)
{
    bool fits = rank >= x->rank && rank <= ND_MAX_RANK;
    for (int k = 1; fits && k <= rank; k++) {
        int64_t from = k <= x->rank ? x->shape[x->rank - k] : 1;
        fits = shape[rank - k] >= 0 && (from == 1 || from == shape[rank - k]);
    }
    if (!fits)
        nd_fail("nd_broadcast_to: %s cannot become %s", nd_text(x), nd_shape_text(rank, shape));
    nd_check_shape("nd_broadcast_to", rank, shape);
    nd view = nd_stretched(x, rank, shape);
    view.read_only = true;
    return nd_pool_add(&view);
}

/* --- put together --- */

static void check_part(const char *who, const nd *first, const nd *part, int axis)
{
    bool fits = part->rank == first->rank;
    for (int k = 0; fits && k < first->rank; k++)
        fits = k == axis || part->shape[k] == first->shape[k];
    if (!fits)
        nd_fail("%s: shapes %s and %s differ in more than the axis %d", who, nd_text(first), nd_text(part), axis);
    if (part->dtype != first->dtype)
        nd_fail("%s: dtypes %s and %s differ", who, nd_dtype_text(first->dtype), nd_dtype_text(part->dtype));
}

nd *nd_cat_list(int axis, size_t count, const nd *const *parts)
{
    if (count == 0)
        nd_fail("nd_cat: no arrays to put together");
    const nd *first = parts[0];
    int at = nd_axis("nd_cat", first, axis);
    nd shape = *first;
    shape.shape[at] = 0;
    for (size_t i = 0; i < count; i++) {
        check_part("nd_cat", first, parts[i], at);
        shape.shape[at] += parts[i]->shape[at];
    }
    nd *y = nd_empty_like(&shape);
    nd part = *y;
    for (size_t i = 0; i < count; i++) {
        part.shape[at] = parts[i]->shape[at];
        nd_assign(&part, parts[i]);
        advance(&part, part.shape[at] * y->stride[at]);
    }
    return y;
}

nd *nd_stack_list(int axis, size_t count, const nd *const *parts)
{
    if (count == 0)
        nd_fail("nd_stack: no arrays to put together");
    nd shape = *parts[0];
    int at = new_axis("nd_stack", parts[0], axis);
    insert_axis(&shape, at);
    shape.shape[at] = (int64_t)count;
    nd *y = nd_empty_like(&shape);
    nd entry = *y;
    remove_axis(&entry, at);
    for (size_t i = 0; i < count; i++) {
        if (!nd_same_shape(parts[0], parts[i]))
            nd_fail("nd_stack: shapes %s and %s differ", nd_text(parts[0]), nd_text(parts[i]));
        check_part("nd_stack", parts[0], parts[i], -1);
        nd_assign(&entry, parts[i]);
        advance(&entry, y->stride[at]);
    }
    return y;
}
