#include "reference/nd_linalg.h"

#include <inttypes.h>

#include "reference/kernels.h"
#include "reference/nd_math.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

/* Matrices in the last two axes, as gemm wants to be told of them. */
struct matrices {
    const nd *x;
    bool transposed;
    size_t ld; /* elements from one stored row to the next */
};

/* Rows (or columns) must be contiguous, and must not overlap; anything else is copied. Strides of axes of size 1 mean
 * nothing. */
static struct matrices matrices_of(const nd *x)
{
    int64_t rows = x->shape[x->rank - 2], cols = x->shape[x->rank - 1];
    int64_t down = x->stride[x->rank - 2], right = x->stride[x->rank - 1];
    if ((cols == 1 || right == 1) && (rows == 1 || down >= cols))
        return (struct matrices){x, false, (size_t)(rows == 1 ? cols : down)};
    if ((rows == 1 || down == 1) && (cols == 1 || right >= rows))
        return (struct matrices){x, true, (size_t)(cols == 1 ? rows : right)};
    return (struct matrices){nd_clone(x), false, (size_t)cols};
}

/* z[i] (+)= x[i] y[i] for `count` products that are step[0..2] elements apart in z, x and y, from at[0..2] on. */
struct products {
    int64_t count, m, n, k;
    struct matrices x, y;
    nd *z;
};

/* Rows and columns without gaps, as sums in double: as fast as gemm is here, and exact. */
static void multiply_vectors(const struct products *p, const int64_t *at, const int64_t *step)
{
    for (int64_t i = 0; i < p->count; i++) {
#define DOT(t)                                                                                                         \
    p->z->t[at[0] + i * step[0]] =                                                                                     \
        (nd_c_##t)kernels_get()->t.dot((size_t)p->k, p->x.x->t + at[1] + i * step[1], p->y.x->t + at[2] + i * step[2])
        ND_BY_FLOAT(p->z->dtype, DOT);
#undef DOT
    }
}

static void multiply_floats(const struct products *p, const int64_t *at, const int64_t *step)
{
    enum kernels_gemm form =
        p->x.transposed ? (p->y.transposed ? GEMM_TT : GEMM_TN) : (p->y.transposed ? GEMM_NT : GEMM_NN);
    size_t m = (size_t)p->m, n = (size_t)p->n, k = (size_t)p->k;
    bool batch = p->count > 1 && step[1] >= 0 && step[2] >= 0;
    for (int64_t i = 0; i < (batch ? 1 : p->count); i++) {
#define MULTIPLY(t)                                                                                                    \
    kernels_get()->t.gemm_batch(form, false, batch ? (size_t)p->count : 1, m, n, k, p->x.x->t + at[1] + i * step[1],   \
                                p->x.ld, batch ? (size_t)step[1] : 0, p->y.x->t + at[2] + i * step[2], p->y.ld,        \
                                batch ? (size_t)step[2] : 0, p->z->t + at[0] + i * step[0], n,                         \
                                batch ? (size_t)step[0] : 0)
        ND_BY_FLOAT(p->z->dtype, MULTIPLY);
#undef MULTIPLY
    }
}

/* Whole numbers wrap around, as the kernels' do. */
static void multiply_whole(const struct products *p, const int64_t *at, const int64_t *step)
{
    const int64_t *sx = p->x.x->stride + p->x.x->rank - 2, *sy = p->y.x->stride + p->y.x->rank - 2;
    for (int64_t b = 0; b < p->count; b++) {
        const int64_t *x = p->x.x->i64 + at[1] + b * step[1], *y = p->y.x->i64 + at[2] + b * step[2];
        int64_t *z = p->z->i64 + at[0] + b * step[0];
        for (int64_t i = 0; i < p->m; i++)
            for (int64_t j = 0; j < p->n; j++) {
                uint64_t sum = 0;
                for (int64_t l = 0; l < p->k; l++)
                    sum += (uint64_t)x[i * sx[0] + l * sx[1]] * (uint64_t)y[l * sy[0] + j * sy[1]];
                z[i * p->n + j] = (int64_t)sum;
            }
    }
}

/* Whether the axes in front of the columns of x continue each other, and y is one matrix: then [B,T,C] [C,H] is one
 * product with B T rows instead of B products. */
static bool rows_join(const nd *x, const nd *y)
{
    for (int k = 0; k < y->rank - 2; k++)
        if (y->shape[k] != 1)
            return false;
    int64_t next = -1;
    for (int k = x->rank - 2; k >= 0; k--) {
        if (x->shape[k] == 1)
            continue;
        if (next >= 0 && x->stride[k] != next)
            return false;
        next = x->stride[k] * x->shape[k];
    }
    return x->rank > 2;
}

/* Ranks of 2 or more, shapes and dtypes checked: z has its shape and gets the products. */
static void multiply(const nd *x, const nd *y, nd *z)
{
    bool vectors = nd_is_float(z) && x->shape[x->rank - 2] == 1 && y->shape[y->rank - 1] == 1;
    if (vectors) {
        x = nd_contiguous(x);
        y = nd_contiguous(y);
    }
    struct products p = {.m = x->shape[x->rank - 2],
                         .n = y->shape[y->rank - 1],
                         .k = x->shape[x->rank - 1],
                         .x = matrices_of(x),
                         .y = matrices_of(y),
                         .z = z};
    int batch = z->rank - 2;
    nd a = *p.x.x, b = *p.y.x;
    a.rank -= 2;
    b.rank -= 2;
    a = nd_stretched(&a, batch, z->shape);
    b = nd_stretched(&b, batch, z->shape);
    struct nd_walk w;
    nd_walk_init(&w, batch, z->shape, 3, (const int64_t *[]){z->stride, a.stride, b.stride});
    while (nd_walk_next(&w)) {
        p.count = w.length;
        (vectors ? multiply_vectors : nd_is_float(z) ? multiply_floats : multiply_whole)(&p, w.at, w.step);
    }
}

static void check_operands(const nd *x, const nd *y)
{
    if (x->rank == 0 || y->rank == 0)
        nd_fail("nd_matmul: cannot multiply %s by %s: a scalar is not a matrix, use nd_mul", nd_text(x), nd_text(y));
    int64_t inner_x = x->shape[x->rank - 1], inner_y = y->shape[y->rank > 1 ? y->rank - 2 : 0];
    if (inner_x != inner_y)
        nd_fail("nd_matmul: cannot multiply %s by %s: inner dimensions %" PRId64 " and %" PRId64 " differ", nd_text(x),
                nd_text(y), inner_x, inner_y);
    if (x->dtype != y->dtype)
        nd_fail("nd_matmul: cannot multiply %s of %s by %s of %s: dtypes differ", nd_text(x), nd_dtype_text(x->dtype),
                nd_text(y), nd_dtype_text(y->dtype));
}

/* The shape of the result for ranks of 2 or more. */
static nd shape_of_product(const nd *x, const nd *y)
{
    nd z = {.dtype = x->dtype, .rank = x->rank > y->rank ? x->rank : y->rank};
    z.shape[z.rank - 2] = x->shape[x->rank - 2];
    z.shape[z.rank - 1] = y->shape[y->rank - 1];
    for (int k = 3; k <= z.rank; k++) {
        int64_t a = k <= x->rank ? x->shape[x->rank - k] : 1, b = k <= y->rank ? y->shape[y->rank - k] : 1;
        if (a != b && a != 1 && b != 1)
            nd_fail("nd_matmul: cannot multiply %s by %s: leading axes of %" PRId64 " and %" PRId64 " do not broadcast",
                    nd_text(x), nd_text(y), a, b);
        z.shape[z.rank - k] = a == 1 ? b : a;
    }
    return z;
}

/* Products of f32 with a longer inner dimension are computed in f64: sums of so many floats lose a digit or two. */
enum { LONGEST_F32 = 16384 };

nd *nd_matmul(const nd *x, const nd *y)
{
    check_operands(x, y);
    if (x->dtype == DTYPE_F32 && x->shape[x->rank - 1] > LONGEST_F32)
        return nd_astype(nd_matmul(nd_astype(x, DTYPE_F64), nd_astype(y, DTYPE_F64)), DTYPE_F32);
    bool row = x->rank == 1, column = y->rank == 1;
    if (row)
        x = nd_unsqueeze(x, 0);
    if (column)
        y = nd_unsqueeze(y, 1);
    nd shape = shape_of_product(x, y);
    nd *z = nd_empty_like(&shape);
    int64_t k = x->shape[x->rank - 1], n = y->shape[y->rank - 1];
    if (nd_size(z) > 0 && k > 0 && rows_join(x, y)) {
        int64_t m = nd_size(z) / n;
        multiply(nd_reshape(x, m, k), nd_reshape(y, k, n), nd_reshape(z, m, n));
    } else if (nd_size(z) > 0) {
        multiply(x, y, z);
    }
    if (column)
        z = nd_squeeze(z, -1);
    return row ? nd_squeeze(z, column ? -1 : -2) : z;
}

nd *nd_outer(const nd *x, const nd *y)
{
    if (x->rank != 1 || y->rank != 1)
        nd_fail("nd_outer: shapes %s and %s are not two vectors", nd_text(x), nd_text(y));
    return nd_mul(nd_unsqueeze(x, 1), y);
}

double nd_dot(const nd *x, const nd *y)
{
    if (!nd_same_shape(x, y))
        nd_fail("nd_dot: shapes %s and %s differ", nd_text(x), nd_text(y));
    tensor_dtype dtype = x->dtype == DTYPE_F32 && y->dtype == DTYPE_F32 ? DTYPE_F32 : DTYPE_F64;
    const nd *a = nd_contiguous(x->dtype == dtype ? x : nd_astype(x, dtype));
    const nd *b = nd_contiguous(y->dtype == dtype ? y : nd_astype(y, dtype));
    size_t n = (size_t)nd_size(a);
    return dtype == DTYPE_F32 ? kernels_get()->f32.dot(n, a->f32, b->f32) : kernels_get()->f64.dot(n, a->f64, b->f64);
}
