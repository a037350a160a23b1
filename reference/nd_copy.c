/* Copying, converting and assigning: the part of nd.h that moves elements between layouts. */
#include "reference/nd.h"

#include <inttypes.h>
#include <string.h>

#include "reference/kernels.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

/* y and x hold elements of 4 or 8 bytes; strides in elements. */
static void copy_run(tensor_dtype dtype, nd *y, int64_t at_y, int64_t step_y, const nd *x, int64_t at_x, int64_t step_x,
                     int64_t n)
{
#define COPY(t)                                                                                                        \
    if (step_y == 1 && step_x == 1)                                                                                    \
        memcpy(y->t + at_y, x->t + at_x, (size_t)n * sizeof *y->t);                                                    \
    else                                                                                                               \
        for (int64_t i = 0; i < n; i++)                                                                                \
        y->t[at_y + i * step_y] = x->t[at_x + i * step_x]
    ND_BY_DTYPE(dtype, COPY);
#undef COPY
}

/* Planes whose rows are columns in x go through the transposing kernel: element by element they would miss the cache
 * at every step. False when the layout is not of that kind. */
static bool copy_transposed(nd *y, const nd *x, const struct nd_walk *walk)
{
    if (!nd_is_float(x) || walk->step[0] != 1 || walk->step[1] <= 1)
        return false;
    struct nd_walk w = *walk;
    int64_t cols, apart[ND_WALK_MAX];
    if (!nd_walk_take_unit_axis(&w, 1, &cols, apart) || apart[0] < w.length) /* rows of y may run backwards */
        return false;
    while (nd_walk_next(&w)) {
#define TRANSPOSE(t)                                                                                                   \
    kernels_get()->t.transpose((size_t)w.length, (size_t)cols, x->t + w.at[1], (size_t)w.step[1], y->t + w.at[0],      \
                               (size_t)apart[0])
        ND_BY_FLOAT(x->dtype, TRANSPOSE);
#undef TRANSPOSE
    }
    return true;
}

static void copy_elements(nd *y, const nd *x);

/* A first axis that repeats is copied once, then doubled. False when x does not begin with one. */
static bool copy_repeated(nd *y, const nd *x)
{
    if (x->rank == 0 || x->stride[0] != 0 || x->shape[0] < 2 || !nd_is_contiguous(y))
        return false;
    nd once_y = *y, once_x = *x;
    once_y.shape[0] = once_x.shape[0] = 1;
    copy_elements(&once_y, &once_x);
    size_t width = y->dtype == DTYPE_F32 ? 4 : 8, have = (size_t)nd_size(&once_y) * width,
           all = (size_t)nd_size(y) * width;
    for (size_t more; have < all; have += more) {
        more = have < all - have ? have : all - have;
        memcpy((char *)y->data + have, y->data, more);
    }
    return true;
}

/* Same shape, same dtype. */
static void copy_elements(nd *y, const nd *x)
{
    if (nd_size(x) == 0 || copy_repeated(y, x))
        return;
    struct nd_walk w;
    nd_walk_init(&w, y->rank, y->shape, 2, (const int64_t *[]){y->stride, x->stride});
    if (copy_transposed(y, x, &w))
        return;
    while (nd_walk_next(&w))
        copy_run(x->dtype, y, w.at[0], w.step[0], x, w.at[1], w.step[1], w.length);
}

nd *nd_clone(const nd *x)
{
    nd *y = nd_empty_like(x);
    copy_elements(y, x);
    return y;
}

nd *nd_contiguous(const nd *x)
{
    return nd_is_contiguous(x) ? (nd *)x : nd_clone(x);
}

/* A cast of NaN or of a value outside of int64 is undefined in C, and a wrong index later. */
static int64_t to_whole(double value)
{
    if (!(value >= -0x1p63 && value < 0x1p63))
        nd_fail("nd_astype: %g does not fit into i64", value);
    return (int64_t)value;
}

/* Contiguous arrays of n elements of different dtypes. */
static void convert(nd *y, const nd *x, size_t n)
{
    const struct kernels *k = kernels_get();
    if (y->dtype == DTYPE_I64)
        for (size_t i = 0; i < n; i++)
            y->i64[i] = to_whole(x->dtype == DTYPE_F32 ? (double)x->f32[i] : x->f64[i]);
    else if (x->dtype == DTYPE_I64 && y->dtype == DTYPE_F32)
        k->i64_to_f32(n, x->i64, y->f32);
    else if (x->dtype == DTYPE_I64)
        k->i64_to_f64(n, x->i64, y->f64);
    else if (x->dtype == DTYPE_F32)
        k->f32_to_f64(n, x->f32, y->f64);
    else
        k->f64_to_f32(n, x->f64, y->f32);
}

nd *nd_astype(const nd *x, tensor_dtype dtype)
{
    if (x->dtype == dtype)
        return nd_clone(x);
    nd *y = nd_new(dtype, x->rank, x->shape);
    convert(y, nd_contiguous(x), (size_t)nd_size(x));
    return y;
}

void nd_assign(nd *y, const nd *x)
{
    if (y->read_only)
        nd_fail("nd_assign: the array of shape %s is read-only: take nd_clone of it", nd_text(y));
    int64_t shape[ND_MAX_RANK];
    int rank = nd_broadcast_shape("nd_assign", y, x, shape);
    if (rank != y->rank || memcmp(shape, y->shape, sizeof shape[0] * (size_t)rank) != 0)
        nd_fail("nd_assign: shape %s does not fit into %s", nd_text(x), nd_text(y));
    if (x->dtype != y->dtype)
        x = nd_astype(x, y->dtype);
    nd stretched = nd_stretched(x, y->rank, y->shape);
    copy_elements(y, &stretched);
}
