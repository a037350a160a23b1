#include "reference/nd_index.h"

#include <inttypes.h>
#include <string.h>

#include "reference/kernels.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

const nd *nd_checked_index(const char *who, const nd *index, int64_t size)
{
    if (index->dtype != DTYPE_I64)
        nd_fail("%s: the indices of shape %s are %s, not i64", who, nd_text(index), nd_dtype_text(index->dtype));
    const nd *flat = nd_contiguous(index);
    for (int64_t i = 0, n = nd_size(flat); i < n; i++)
        if (flat->i64[i] < 0 || flat->i64[i] >= size)
            nd_fail("%s: index %" PRId64 " is out of range for size %" PRId64, who, flat->i64[i], size);
    return flat;
}

/* y[count,dim] = rows of x[_,dim]; all contiguous. */
static void take_rows(size_t count, size_t dim, const nd *x, const int64_t *index, nd *y)
{
    if (x->dtype == DTYPE_F32)
        kernels_get()->f32.gather(count, dim, x->f32, index, y->f32);
    else if (x->dtype == DTYPE_F64)
        kernels_get()->f64.gather(count, dim, x->f64, index, y->f64);
    else
        for (size_t i = 0; i < count; i++)
            memcpy(y->i64 + i * dim, x->i64 + (size_t)index[i] * dim, dim * sizeof *y->i64);
}

nd *nd_index_select(const nd *x, int axis, const nd *index)
{
    int at = nd_axis("nd_index_select", x, axis);
    if (index->rank != 1)
        nd_fail("nd_index_select: the indices have shape %s, not one axis", nd_text(index));
    const nd *flat = nd_checked_index("nd_index_select", index, x->shape[at]);
    const nd *rows = nd_contiguous(nd_transpose(x, 0, at));
    nd shape = *rows;
    shape.shape[0] = index->shape[0];
    nd *y = nd_empty_like(&shape);
    if (nd_size(y) > 0)
        take_rows((size_t)y->shape[0], (size_t)(nd_size(y) / y->shape[0]), rows, flat->i64, y);
    return nd_contiguous(nd_transpose(y, 0, at));
}

/* x as seen along the other axes of an index: of the index's shape, and standing still along `axis`. */
static nd lines_of(const char *who, const nd *x, int axis, const nd *index)
{
    bool fits = index->rank == x->rank;
    nd view = *x;
    for (int k = 0; fits && k < x->rank; k++) {
        fits = k == axis || index->shape[k] <= x->shape[k];
        view.shape[k] = index->shape[k];
    }
    if (!fits)
        nd_fail("%s: indices of shape %s do not fit shape %s along axis %d", who, nd_text(index), nd_text(x), axis);
    view.stride[axis] = 0;
    return view;
}

nd *nd_gather(const nd *x, int axis, const nd *index)
{
    int at = nd_axis("nd_gather", x, axis);
    nd from = lines_of("nd_gather", x, at, index);
    const nd *chosen = nd_checked_index("nd_gather", index, x->shape[at]);
    int64_t stride = x->stride[at];
    nd *y = nd_new(x->dtype, index->rank, index->shape);
    struct nd_walk w;
    nd_walk_init(&w, y->rank, y->shape, 3, (const int64_t *[]){y->stride, chosen->stride, from.stride});
    while (nd_walk_next(&w)) {
#define GATHER(t)                                                                                                      \
    for (int64_t i = 0; i < w.length; i++) {                                                                           \
        int64_t offset = chosen->i64[w.at[1] + i * w.step[1]] * stride;                                                \
        y->t[w.at[0] + i * w.step[0]] = from.t[w.at[2] + i * w.step[2] + offset];                                      \
    }
        ND_BY_DTYPE(y->dtype, GATHER);
#undef GATHER
    }
    return y;
}

/* Whole numbers wrap around. */
static float add_f32(float a, float b)
{
    return a + b;
}

static double add_f64(double a, double b)
{
    return a + b;
}

static int64_t add_i64(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

nd *nd_scatter_add(const nd *x, int axis, const nd *index, const nd *source)
{
    int at = nd_axis("nd_scatter_add", x, axis);
    if (!nd_same_shape(index, source))
        nd_fail("nd_scatter_add: indices of shape %s for a source of shape %s", nd_text(index), nd_text(source));
    if (source->dtype != x->dtype)
        nd_fail("nd_scatter_add: dtypes %s and %s differ", nd_dtype_text(x->dtype), nd_dtype_text(source->dtype));
    nd *y = nd_clone(x);
    nd to = lines_of("nd_scatter_add", y, at, index);
    const nd *chosen = nd_checked_index("nd_scatter_add", index, x->shape[at]);
    int64_t stride = y->stride[at];
    struct nd_walk w;
    nd_walk_init(&w, index->rank, index->shape, 3, (const int64_t *[]){chosen->stride, source->stride, to.stride});
    while (nd_walk_next(&w)) {
#define SCATTER(t)                                                                                                     \
    for (int64_t i = 0; i < w.length; i++) {                                                                           \
        int64_t offset = chosen->i64[w.at[0] + i * w.step[0]] * stride;                                                \
        nd_c_##t *place = to.t + w.at[2] + i * w.step[2] + offset;                                                     \
        *place = add_##t(*place, source->t[w.at[1] + i * w.step[1]]);                                                  \
    }
        ND_BY_DTYPE(y->dtype, SCATTER);
#undef SCATTER
    }
    return y;
}

nd *nd_one_hot(const nd *index, int64_t classes)
{
    const nd *flat = nd_checked_index("nd_one_hot", index, classes);
    nd shape = *nd_unsqueeze(index, -1);
    shape.shape[shape.rank - 1] = classes;
    shape.dtype = DTYPE_I64;
    nd *y = nd_zeros_like(&shape);
    for (int64_t i = 0, n = nd_size(flat); i < n; i++)
        y->i64[i * classes + flat->i64[i]] = 1;
    return y;
}

/* --- masks by position --- */

static int64_t within(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* A copy of x in which row r keeps the columns from r + low to r + high, both included. */
static nd *band(const char *who, const nd *x, int64_t low, int64_t high)
{
    if (x->rank < 2)
        nd_fail("%s: shape %s is not a matrix", who, nd_text(x));
    nd *y = nd_clone(x);
    int64_t rows = y->shape[y->rank - 2], cols = y->shape[y->rank - 1];
    low = within(low, -rows, cols); /* sums with a row do not overflow now */
    high = within(high, -rows, cols);
    for (int64_t i = 0, n = cols ? nd_size(y) / cols : 0; i < n; i++) {
        int64_t first = within(i % rows + low, 0, cols), past = within(i % rows + high + 1, first, cols);
#define CLEAR(t)                                                                                                       \
    memset(y->t + i * cols, 0, (size_t)first * sizeof *y->t);                                                          \
    memset(y->t + i * cols + past, 0, (size_t)(cols - past) * sizeof *y->t)
        ND_BY_DTYPE(y->dtype, CLEAR);
#undef CLEAR
    }
    return y;
}

nd *nd_tril(const nd *x, int64_t diagonal)
{
    return band("nd_tril", x, INT64_MIN, diagonal);
}

nd *nd_triu(const nd *x, int64_t diagonal)
{
    return band("nd_triu", x, diagonal, INT64_MAX);
}

nd *nd_causal_mask(int64_t rows, int64_t cols)
{
    return nd_triu(nd_ones(DTYPE_I64, rows, cols), cols - rows + 1);
}
