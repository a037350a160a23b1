#include "reference/nd_reduce.h"

#include <math.h>

#include "reference/kernels.h"
#include "reference/nd_math.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

/* A reduction, brought to a form that kernels take: x is contiguous [outer, length, inner], and the middle goes. */
struct fold {
    const nd *x;
    int64_t outer, length, inner;
    int rank; /* of the result */
    int64_t shape[ND_MAX_RANK];
};

/* A bit for each axis named; all of them when none is. */
static unsigned axes_named(const char *who, const nd *x, int count, const int64_t *axes)
{
    unsigned named = count ? 0 : (1u << x->rank) - 1;
    for (int i = 0; i < count; i++) {
        unsigned bit = 1u << nd_axis(who, x, axes[i]);
        if (named & bit)
            nd_fail("%s: axis %d of shape %s is named twice", who, (int)axes[i], nd_text(x));
        named |= bit;
    }
    return named;
}

/* Contiguous x with neighbouring axes is folded where it lies. */
static bool fold_in_place(struct fold *f, unsigned named)
{
    int first = named ? __builtin_ctz(named) : 0, past = named ? 32 - __builtin_clz(named) : 0;
    if (past - first != __builtin_popcount(named) || !nd_is_contiguous(f->x))
        return false;
    for (int k = 0; k < f->x->rank; k++)
        *(k < first ? &f->outer : k < past ? &f->length : &f->inner) *= f->x->shape[k];
    return true;
}

/* Any other is copied, with the axes that go at the end. */
static void fold_copy(struct fold *f, unsigned named)
{
    int64_t order[ND_MAX_RANK];
    int n = 0;
    for (int k = 0; k < f->x->rank; k++)
        if (!(named >> k & 1)) {
            order[n++] = k;
            f->outer *= f->x->shape[k];
        }
    for (int k = 0; k < f->x->rank; k++)
        if (named >> k & 1) {
            order[n++] = k;
            f->length *= f->x->shape[k];
        }
    f->x = nd_contiguous(nd_permute_to(f->x, n, order));
}

static struct fold fold_of(const char *who, const nd *x, bool keep, int count, const int64_t *axes)
{
    struct fold f = {.x = x, .outer = 1, .length = 1, .inner = 1};
    unsigned named = axes_named(who, x, count, axes);
    for (int k = 0; k < x->rank; k++) {
        bool goes = named >> k & 1;
        if (!goes || keep)
            f.shape[f.rank++] = goes ? 1 : x->shape[k];
    }
    if (!fold_in_place(&f, named))
        fold_copy(&f, named);
    return f;
}

/* As fold_of, with inner = 1: for reductions whose kernels take one row at a time. */
static struct fold fold_rows(const char *who, const nd *x, bool keep, int count, const int64_t *axes)
{
    struct fold f = fold_of(who, x, keep, count, axes);
    if (f.inner == 1)
        return f;
    nd *block = nd_reshape(f.x, f.outer, f.length, f.inner);
    f.x = nd_contiguous(nd_transpose(block, 1, 2));
    f.outer *= f.inner;
    f.inner = 1;
    return f;
}

/* --- sums --- */

static void sum_floats(const struct fold *f, nd *y)
{
    size_t outer = (size_t)f->outer, length = (size_t)f->length, inner = (size_t)f->inner;
#define SUM(t)                                                                                                         \
    if (f->inner == 1)                                                                                                 \
        kernels_get()->t.sum_axis1(outer, length, f->x->t, y->t);                                                      \
    else                                                                                                               \
        for (size_t i = 0; i < outer; i++)                                                                             \
        kernels_get()->t.sum_axis0(length, inner, f->x->t + i * length * inner, y->t + i * inner)
    ND_BY_FLOAT(y->dtype, SUM);
#undef SUM
}

nd *nd_sum_over(const nd *x, bool keep, int count, const int64_t *axes)
{
    if (nd_is_float(x)) {
        struct fold f = fold_of("nd_sum", x, keep, count, axes);
        nd *y = nd_new(x->dtype, f.rank, f.shape);
        sum_floats(&f, y);
        return y;
    }
    struct fold f = fold_rows("nd_sum", x, keep, count, axes);
    nd *y = nd_new(x->dtype, f.rank, f.shape);
    for (int64_t i = 0; i < f.outer; i++)
        y->i64[i] = kernels_get()->i64.sum((size_t)f.length, f.x->i64 + i * f.length);
    return y;
}

nd *nd_mean_over(const nd *x, bool keep, int count, const int64_t *axes)
{
    const nd *numbers = nd_is_float(x) ? x : nd_astype(x, DTYPE_F64);
    struct fold f = fold_of("nd_mean", numbers, keep, count, axes);
    nd *y = nd_new(numbers->dtype, f.rank, f.shape);
    sum_floats(&f, y);
    return nd_div_scalar(y, (double)f.length);
}

nd *nd_var_over(const nd *x, int correction, bool keep, int count, const int64_t *axes)
{
    const nd *numbers = nd_is_float(x) ? x : nd_astype(x, DTYPE_F64);
    struct fold f = fold_rows("nd_var", numbers, keep, count, axes);
    nd *y = nd_new(numbers->dtype, f.rank, f.shape);
    size_t n = (size_t)f.length;
    double divisor = f.length > correction ? (double)(f.length - correction) : 0;
#define VARIANCE(t)                                                                                                    \
    for (int64_t i = 0; i < f.outer; i++) {                                                                            \
        const nd_c_##t *row = f.x->t + i * f.length;                                                                   \
        double mean = kernels_get()->t.sum(n, row) / (double)n;                                                        \
        y->t[i] = (nd_c_##t)(kernels_get()->t.sum_squares(n, row, mean) / divisor);                                    \
    }
    ND_BY_FLOAT(y->dtype, VARIANCE);
#undef VARIANCE
    return y;
}

/* --- extremes --- */

static void check_choice(const char *who, const nd *x, const struct fold *f)
{
    if (f->length == 0 && f->outer * f->inner > 0)
        nd_fail("%s: shape %s leaves no elements to choose from", who, nd_text(x));
}

#define DEFINE_EXTREME(name, kernel)                                                                                   \
    nd *name##_over(const nd *x, bool keep, int count, const int64_t *axes)                                            \
    {                                                                                                                  \
        struct fold f = fold_rows(#name, x, keep, count, axes);                                                        \
        check_choice(#name, x, &f);                                                                                    \
        nd *y = nd_new(x->dtype, f.rank, f.shape);                                                                     \
        for (int64_t i = 0; i < f.outer; i++)                                                                          \
            ND_BY_DTYPE(x->dtype, EXTREME_##kernel);                                                                   \
        return y;                                                                                                      \
    }
#define EXTREME_max(t) y->t[i] = kernels_get()->t.max((size_t)f.length, f.x->t + i * f.length)
#define EXTREME_min(t) y->t[i] = kernels_get()->t.min((size_t)f.length, f.x->t + i * f.length)
DEFINE_EXTREME(nd_max, max)
DEFINE_EXTREME(nd_min, min)

#define DEFINE_POSITION(name, kernel)                                                                                  \
    static nd *kernel##_over(const nd *x, int count, const int64_t *axes)                                              \
    {                                                                                                                  \
        struct fold f = fold_rows(#name, x, false, count, axes);                                                       \
        check_choice(#name, x, &f);                                                                                    \
        nd *y = nd_new(DTYPE_I64, f.rank, f.shape);                                                                    \
        for (int64_t i = 0; i < f.outer; i++)                                                                          \
            ND_BY_DTYPE(x->dtype, POSITION_##kernel);                                                                  \
        return y;                                                                                                      \
    }                                                                                                                  \
    nd *name(const nd *x, int axis)                                                                                    \
    {                                                                                                                  \
        return kernel##_over(x, ND_LIST(axis));                                                                        \
    }                                                                                                                  \
    nd *name##_all(const nd *x)                                                                                        \
    {                                                                                                                  \
        return kernel##_over(x, 0, NULL);                                                                              \
    }
#define POSITION_argmax(t) y->i64[i] = (int64_t)kernels_get()->t.argmax((size_t)f.length, f.x->t + i * f.length)
#define POSITION_argmin(t) y->i64[i] = (int64_t)kernels_get()->t.argmin((size_t)f.length, f.x->t + i * f.length)
DEFINE_POSITION(nd_argmax, argmax)
DEFINE_POSITION(nd_argmin, argmin)

/* --- running and partial sums --- */

/* n elements from `at` on, `step` apart, become their running sums. */
static void accumulate(nd *y, int64_t at, int64_t step, int64_t n)
{
    uint64_t whole = 0;
    double sum = 0;
    for (int64_t i = at; n > 0; n--, i += step) {
        if (y->dtype == DTYPE_I64)
            y->i64[i] = (int64_t)(whole += (uint64_t)y->i64[i]);
        else if (y->dtype == DTYPE_F32)
            y->f32[i] = (float)(sum += (double)y->f32[i]);
        else
            y->f64[i] = sum += y->f64[i];
    }
}

nd *nd_cumsum(const nd *x, int axis)
{
    nd *y = nd_clone(x);
    struct fold f = fold_of("nd_cumsum", y, false, ND_LIST(axis));
    for (int64_t i = 0; i < f.outer; i++)
        for (int64_t k = 0; k < f.inner; k++)
            accumulate(y, i * f.length * f.inner + k, f.inner, f.length);
    return y;
}

nd *nd_sum_to_shape(const nd *grad, int rank, const int64_t *shape)
{
    int64_t axes[ND_MAX_RANK];
    int count = 0, extra = grad->rank - rank;
    bool fits = extra >= 0;
    for (int k = 0; fits && k < grad->rank; k++) {
        bool repeated = k < extra || shape[k - extra] == 1;
        fits = repeated || shape[k - extra] == grad->shape[k];
        if (repeated)
            axes[count++] = k;
    }
    if (!fits)
        nd_fail("nd_sum_to: %s was not broadcast from %s", nd_text(grad), nd_shape_text(rank, shape));
    return nd_reshape_to(count ? nd_sum_over(grad, true, count, axes) : nd_clone(grad), rank, shape);
}
