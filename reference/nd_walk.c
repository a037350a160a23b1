#include "reference/nd_walk.h"

#include <string.h>

void nd_row_major(int rank, const int64_t *shape, int64_t *ret_stride)
{
    int64_t stride = 1;
    for (int k = rank - 1; k >= 0; k--) {
        ret_stride[k] = stride;
        stride *= shape[k];
    }
}

/* Whether one step along `axis` is what the whole of the merged axis `last` covers, in every array. */
static bool continues(const struct nd_walk *w, int last, const int64_t *const *strides, int axis)
{
    for (int a = 0; a < w->arrays; a++)
        if (strides[a][axis] != w->stride[a][last] * w->size[last])
            return false;
    return true;
}

/* Innermost axis first; the caller turns the order round. */
static int merge_axes(struct nd_walk *w, int rank, const int64_t *shape, const int64_t *const *strides)
{
    int merged = 0;
    for (int k = rank - 1; k >= 0; k--) {
        w->empty |= shape[k] == 0;
        if (shape[k] == 1)
            continue;
        if (merged > 0 && continues(w, merged - 1, strides, k)) {
            w->size[merged - 1] *= shape[k];
            continue;
        }
        w->size[merged] = shape[k];
        for (int a = 0; a < w->arrays; a++)
            w->stride[a][merged] = strides[a][k];
        merged++;
    }
    return merged;
}

void nd_walk_init(struct nd_walk *w, int rank, const int64_t *shape, int arrays, const int64_t *const *strides)
{
    memset(w, 0, sizeof *w);
    w->arrays = arrays;
    int merged = merge_axes(w, rank, shape, strides);
    w->length = merged ? w->size[0] : 1;
    for (int a = 0; a < arrays; a++)
        w->step[a] = merged ? w->stride[a][0] : 1;
    w->rank = merged ? merged - 1 : 0;
    for (int k = 0; k < w->rank; k++) { /* axis 0 is the run; the others move down one place */
        w->size[k] = w->size[k + 1];
        for (int a = 0; a < arrays; a++)
            w->stride[a][k] = w->stride[a][k + 1];
    }
}

bool nd_walk_next(struct nd_walk *w)
{
    if (w->empty)
        return false;
    if (!w->started)
        return w->started = true;
    for (int k = 0; k < w->rank; k++) {
        bool carry = ++w->index[k] == w->size[k];
        for (int a = 0; a < w->arrays; a++)
            w->at[a] += carry ? (1 - w->size[k]) * w->stride[a][k] : w->stride[a][k];
        if (!carry)
            return true;
        w->index[k] = 0;
    }
    return false;
}

bool nd_walk_take_unit_axis(struct nd_walk *w, int array, int64_t *ret_size, int64_t ret_step[ND_WALK_MAX])
{
    int unit = 0;
    while (unit < w->rank && w->stride[array][unit] != 1)
        unit++;
    if (unit == w->rank)
        return false;
    *ret_size = w->size[unit];
    for (int a = 0; a < w->arrays; a++)
        ret_step[a] = w->stride[a][unit];
    w->rank--;
    for (int k = unit; k < w->rank; k++) {
        w->size[k] = w->size[k + 1];
        for (int a = 0; a < w->arrays; a++)
            w->stride[a][k] = w->stride[a][k + 1];
    }
    return true;
}

nd nd_stretched(const nd *x, int rank, const int64_t *shape)
{
    nd view = *x;
    int missing = rank - x->rank;
    view.rank = rank;
    for (int k = 0; k < rank; k++) {
        view.shape[k] = shape[k];
        view.stride[k] = k < missing || x->shape[k - missing] == 1 ? 0 : x->stride[k - missing];
    }
    return view;
}
