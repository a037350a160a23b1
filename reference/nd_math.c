#include "reference/nd_math.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "reference/kernels.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

/* --- operands brought together --- */

static tensor_dtype wider(tensor_dtype a, tensor_dtype b)
{
    static const int width[] = {[DTYPE_I64] = 0, [DTYPE_F32] = 1, [DTYPE_F64] = 2};
    return width[a] > width[b] ? a : b;
}

static const nd *as(const nd *x, tensor_dtype dtype)
{
    return x->dtype == dtype ? x : nd_astype(x, dtype);
}

static const nd *as_float(const nd *x)
{
    return as(x, nd_is_float(x) ? x->dtype : DTYPE_F64);
}

/* Two operands of one dtype, stretched to the shape of the result. */
struct pair {
    nd x, y;
    int rank;
    int64_t shape[ND_MAX_RANK];
};

static struct pair pair_of(const char *who, const nd *x, const nd *y)
{
    struct pair p;
    tensor_dtype dtype = wider(x->dtype, y->dtype);
    p.rank = nd_broadcast_shape(who, x, y, p.shape);
    p.x = nd_stretched(as(x, dtype), p.rank, p.shape);
    p.y = nd_stretched(as(y, dtype), p.rank, p.shape);
    return p;
}

static void walk_pair(struct nd_walk *w, const struct pair *p, const nd *z)
{
    nd_walk_init(w, p->rank, p->shape, 3, (const int64_t *[]){z->stride, p->x.stride, p->y.stride});
}

/* --- kernels on two arrays --- */

/* Runs shorter than this cost more in calls than in arithmetic: operands are repeated in memory instead. */
enum { SHORT_RUN = 16 };

/* Kernels take arrays and single values, so every run must step by 1 or 0, by 1 in one operand at least. */
static void walk_for_kernels(struct nd_walk *w, struct pair *p, const nd *z)
{
    walk_pair(w, p, z);
    bool steps_fit = (w->step[1] == 0 || w->step[1] == 1) && (w->step[2] == 0 || w->step[2] == 1);
    bool both_repeat = w->step[1] == 0 && w->step[2] == 0;
    if (steps_fit && !both_repeat && (w->rank == 0 || w->length >= SHORT_RUN))
        return;
    p->x = *nd_contiguous(&p->x);
    p->y = *nd_contiguous(&p->y);
    walk_pair(w, p, z);
}

static void zip_run(enum kernels_zip op, enum kernels_form form, size_t n, const nd *x, int64_t at_x, const nd *y,
                    int64_t at_y, nd *z, int64_t at_z)
{
#define ZIP(t) kernels_get()->t.zip[op][form](n, x->t + at_x, y->t + at_y, z->t + at_z)
    ND_BY_DTYPE(z->dtype, ZIP);
#undef ZIP
}

static nd *zip(const char *who, enum kernels_zip op, const nd *x, const nd *y)
{
    struct pair p = pair_of(who, x, y);
    nd *z = nd_new(p.x.dtype, p.rank, p.shape);
    struct nd_walk w;
    walk_for_kernels(&w, &p, z);
    enum kernels_form form = w.step[1] == 0 ? FORM_SCALAR_ARRAY : w.step[2] == 0 ? FORM_ARRAY_SCALAR : FORM_ARRAYS;
    while (nd_walk_next(&w))
        zip_run(op, form, (size_t)w.length, &p.x, w.at[1], &p.y, w.at[2], z, w.at[0]);
    return z;
}

static nd *zip_same_shape(const char *who, enum kernels_zip op, const nd *x, const nd *y)
{
    if (!nd_same_shape(x, y))
        nd_fail("%s: shapes %s and %s differ", who, nd_text(x), nd_text(y));
    return zip(who, op, as_float(x), as_float(y));
}

#define DEFINE_ZIP(name, op)                                                                                           \
    nd *name(const nd *x, const nd *y)                                                                                 \
    {                                                                                                                  \
        return zip(#name, op, x, y);                                                                                   \
    }
DEFINE_ZIP(nd_add, ZIP_ADD)
DEFINE_ZIP(nd_sub, ZIP_SUB)
DEFINE_ZIP(nd_mul, ZIP_MUL)
DEFINE_ZIP(nd_maximum, ZIP_MAX)
DEFINE_ZIP(nd_minimum, ZIP_MIN)

nd *nd_div(const nd *x, const nd *y)
{
    bool whole = !nd_is_float(x) && !nd_is_float(y);
    return zip("nd_div", ZIP_DIV, whole ? as_float(x) : x, y);
}

#define DEFINE_GRAD(name, op)                                                                                          \
    nd *name(const nd *x, const nd *grad)                                                                              \
    {                                                                                                                  \
        return zip_same_shape(#name, op, x, grad);                                                                     \
    }
DEFINE_GRAD(nd_relu_grad, ZIP_RELU_GRAD)
DEFINE_GRAD(nd_tanh_grad, ZIP_TANH_GRAD)
DEFINE_GRAD(nd_sigmoid_grad, ZIP_SIGMOID_GRAD)

/* --- an array and a number --- */

/* A number beside an array of that dtype. */
static nd *number(const char *who, tensor_dtype dtype, double c)
{
    if (dtype == DTYPE_I64 && !(c == trunc(c) && fabs(c) <= 0x1p53))
        nd_fail("%s: %g %s, and the array is i64: nd_astype it first", who, c,
                isfinite(c) && c == trunc(c) ? "is too large" : "is not a whole number");
    return nd_scalar(dtype, c);
}

static nd *zip_scalar(const char *who, enum kernels_zip op, enum kernels_form form, const nd *x, double c)
{
    const nd *flat = nd_contiguous(x), *value = number(who, x->dtype, c);
    nd *z = nd_empty_like(x);
    if (form == FORM_ARRAY_SCALAR)
        zip_run(op, form, (size_t)nd_size(x), flat, 0, value, 0, z, 0);
    else
        zip_run(op, form, (size_t)nd_size(x), value, 0, flat, 0, z, 0);
    return z;
}

#define DEFINE_SCALAR(name, op, form, operand)                                                                         \
    nd *name(const nd *x, double c)                                                                                    \
    {                                                                                                                  \
        return zip_scalar(#name, op, form, operand, c);                                                                \
    }
DEFINE_SCALAR(nd_add_scalar, ZIP_ADD, FORM_ARRAY_SCALAR, x)
DEFINE_SCALAR(nd_sub_scalar, ZIP_SUB, FORM_ARRAY_SCALAR, x)
DEFINE_SCALAR(nd_rsub_scalar, ZIP_SUB, FORM_SCALAR_ARRAY, x)
DEFINE_SCALAR(nd_mul_scalar, ZIP_MUL, FORM_ARRAY_SCALAR, x)
DEFINE_SCALAR(nd_div_scalar, ZIP_DIV, FORM_ARRAY_SCALAR, as_float(x))
DEFINE_SCALAR(nd_rdiv_scalar, ZIP_DIV, FORM_SCALAR_ARRAY, as_float(x))

nd *nd_clamp(const nd *x, double low, double high)
{
    if (!(low <= high))
        nd_fail("nd_clamp: the lower limit %g is not below the upper one %g", low, high);
    const nd *y = x;
    if (low > -INFINITY)
        y = zip_scalar("nd_clamp", ZIP_MAX, FORM_ARRAY_SCALAR, y, low);
    if (high < INFINITY)
        y = zip_scalar("nd_clamp", ZIP_MIN, FORM_ARRAY_SCALAR, y, high);
    return y == x ? nd_clone(x) : (nd *)y;
}

void nd_axpy(nd *y, double c, const nd *x)
{
    if (!nd_same_shape(x, y) || x->dtype != y->dtype || !nd_is_float(x))
        nd_fail("nd_axpy: %s of %s cannot be added to %s of %s", nd_text(x), nd_dtype_text(x->dtype), nd_text(y),
                nd_dtype_text(y->dtype));
    if (y->read_only || !nd_is_contiguous(y))
        nd_fail("nd_axpy: the array of shape %s is read-only or not contiguous: take nd_clone of it", nd_text(y));
    const nd *flat = nd_contiguous(x);
#define AXPY(t) kernels_get()->t.axpy((size_t)nd_size(y), (nd_c_##t)c, flat->t, y->t)
    ND_BY_FLOAT(y->dtype, AXPY);
#undef AXPY
}

/* --- plain loops on two arrays: comparisons and powers --- */

/* z[i] = expression of a and b, over runs of any stride. Steps are copied: the compiler must assume that a store into z
 * changes w, and would not vectorise. */
#define LOOP(member_z, t, expression)                                                                                  \
    {                                                                                                                  \
        const int64_t n = w.length, step_z = w.step[0], step_x = w.step[1], step_y = w.step[2];                        \
        const nd_c_##t *in_x = p.x.t + w.at[1], *in_y = p.y.t + w.at[2];                                               \
        nd_c_##member_z *out = z->member_z + w.at[0];                                                                  \
        for (int64_t i = 0; i < n; i++) {                                                                              \
            const nd_c_##t a = in_x[i * step_x], b = in_y[i * step_y];                                                 \
            out[i * step_z] = (expression);                                                                            \
        }                                                                                                              \
    }

#define DEFINE_COMPARISON(name, op)                                                                                    \
    nd *name(const nd *x, const nd *y)                                                                                 \
    {                                                                                                                  \
        struct pair p = pair_of(#name, x, y);                                                                          \
        nd *z = nd_new(DTYPE_I64, p.rank, p.shape);                                                                    \
        struct nd_walk w;                                                                                              \
        walk_pair(&w, &p, z);                                                                                          \
        while (nd_walk_next(&w))                                                                                       \
            ND_BY_DTYPE(p.x.dtype, COMPARE_##op);                                                                      \
        return z;                                                                                                      \
    }
#define COMPARE_EQ(t) LOOP(i64, t, a == b)
#define COMPARE_NE(t) LOOP(i64, t, a != b)
#define COMPARE_LT(t) LOOP(i64, t, a < b)
#define COMPARE_LE(t) LOOP(i64, t, a <= b)
#define COMPARE_GT(t) LOOP(i64, t, a > b)
#define COMPARE_GE(t) LOOP(i64, t, a >= b)
DEFINE_COMPARISON(nd_eq, EQ)
DEFINE_COMPARISON(nd_ne, NE)
DEFINE_COMPARISON(nd_lt, LT)
DEFINE_COMPARISON(nd_le, LE)
DEFINE_COMPARISON(nd_gt, GT)
DEFINE_COMPARISON(nd_ge, GE)

nd *nd_gt_scalar(const nd *x, double c)
{
    return nd_gt(x, number("nd_gt_scalar", x->dtype, c));
}

nd *nd_lt_scalar(const nd *x, double c)
{
    return nd_lt(x, number("nd_lt_scalar", x->dtype, c));
}

nd *nd_eq_scalar(const nd *x, double c)
{
    return nd_eq(x, number("nd_eq_scalar", x->dtype, c));
}

/* By repeated squaring; wraps around. */
static int64_t whole_power(int64_t base, int64_t exponent)
{
    if (exponent < 0)
        nd_fail("nd_pow: %" PRId64 " to the power %" PRId64 " is not whole: nd_astype the arrays first", base,
                exponent);
    uint64_t power = 1, square = (uint64_t)base;
    for (; exponent > 0; exponent >>= 1, square *= square)
        power *= exponent & 1 ? square : 1;
    return (int64_t)power;
}

nd *nd_pow(const nd *x, const nd *y)
{
    struct pair p = pair_of("nd_pow", x, y);
    nd *z = nd_new(p.x.dtype, p.rank, p.shape);
    struct nd_walk w;
    walk_pair(&w, &p, z);
    while (nd_walk_next(&w)) {
        if (z->dtype == DTYPE_F32) {
            LOOP(f32, f32, (float)pow((double)a, (double)b))
        } else if (z->dtype == DTYPE_F64) {
            LOOP(f64, f64, pow(a, b))
        } else {
            LOOP(i64, i64, whole_power(a, b))
        }
    }
    return z;
}

nd *nd_pow_scalar(const nd *x, double c)
{
    return c == 2 ? nd_square(x) : nd_pow(x, number("nd_pow_scalar", x->dtype, c));
}

/* --- choice --- */

nd *nd_where(const nd *condition, const nd *x, const nd *y)
{
    struct pair p = pair_of("nd_where", x, y);
    nd chosen = {.dtype = p.x.dtype, .rank = p.rank};
    for (int k = 0; k < p.rank; k++)
        chosen.shape[k] = p.shape[k];
    int64_t shape[ND_MAX_RANK];
    int rank = nd_broadcast_shape("nd_where", condition, &chosen, shape);
    const nd *mask = nd_is_float(condition) ? nd_ne(condition, nd_scalar(condition->dtype, 0)) : condition;
    nd m = nd_stretched(mask, rank, shape);
    nd a = nd_stretched(&p.x, rank, shape), b = nd_stretched(&p.y, rank, shape);
    nd *z = nd_new(chosen.dtype, rank, shape);
    struct nd_walk w;
    nd_walk_init(&w, rank, shape, 4, (const int64_t *[]){z->stride, m.stride, a.stride, b.stride});
    while (nd_walk_next(&w)) {
#define CHOOSE(t)                                                                                                      \
    {                                                                                                                  \
        const int64_t n = w.length, step_z = w.step[0], step_m = w.step[1], step_a = w.step[2], step_b = w.step[3];    \
        const int64_t *in_m = m.i64 + w.at[1];                                                                         \
        const nd_c_##t *in_a = a.t + w.at[2], *in_b = b.t + w.at[3];                                                   \
        nd_c_##t *out = z->t + w.at[0];                                                                                \
        for (int64_t i = 0; i < n; i++)                                                                                \
            out[i * step_z] = in_m[i * step_m] ? in_a[i * step_a] : in_b[i * step_b];                                  \
    }
        ND_BY_DTYPE(z->dtype, CHOOSE);
#undef CHOOSE
    }
    return z;
}

nd *nd_masked_fill(const nd *x, const nd *mask, double value)
{
    int64_t shape[ND_MAX_RANK];
    int rank = nd_broadcast_shape("nd_masked_fill", x, mask, shape);
    if (rank != x->rank || memcmp(shape, x->shape, (size_t)rank * sizeof *shape) != 0)
        nd_fail("nd_masked_fill: a mask of shape %s does not fit into %s", nd_text(mask), nd_text(x));
    return nd_where(mask, number("nd_masked_fill", x->dtype, value), x);
}

/* --- one array --- */

static nd *map(enum kernels_map op, const nd *x)
{
    const nd *flat = nd_contiguous(as_float(x));
    nd *y = nd_empty_like(flat);
#define MAP(t) kernels_get()->t.map[op]((size_t)nd_size(y), flat->t, y->t)
    ND_BY_FLOAT(y->dtype, MAP);
#undef MAP
    return y;
}

#define DEFINE_MAP(name, op)                                                                                           \
    nd *name(const nd *x)                                                                                              \
    {                                                                                                                  \
        return map(op, x);                                                                                             \
    }
DEFINE_MAP(nd_sqrt, MAP_SQRT)
DEFINE_MAP(nd_rsqrt, MAP_RSQRT)
DEFINE_MAP(nd_reciprocal, MAP_RECIPROCAL)
DEFINE_MAP(nd_exp, MAP_EXP)
DEFINE_MAP(nd_log, MAP_LOG)
DEFINE_MAP(nd_tanh, MAP_TANH)
DEFINE_MAP(nd_sigmoid, MAP_SIGMOID)
DEFINE_MAP(nd_gelu, MAP_GELU)
DEFINE_MAP(nd_gelu_tanh, MAP_GELU_TANH)

nd *nd_neg(const nd *x)
{
    return nd_is_float(x) ? map(MAP_NEG, x) : nd_rsub_scalar(x, 0);
}

nd *nd_abs(const nd *x)
{
    return nd_is_float(x) ? map(MAP_ABS, x) : nd_maximum(x, nd_neg(x));
}

nd *nd_square(const nd *x)
{
    return nd_is_float(x) ? map(MAP_SQUARE, x) : nd_mul(x, x);
}

nd *nd_relu(const nd *x)
{
    return nd_is_float(x) ? map(MAP_RELU, x) : nd_clamp(x, 0, INFINITY);
}

static nd *map_plain(double (*f)(double), const nd *x)
{
    const nd *flat = nd_contiguous(as_float(x));
    nd *y = nd_empty_like(flat);
    int64_t n = nd_size(y);
#define APPLY(t)                                                                                                       \
    for (int64_t i = 0; i < n; i++)                                                                                    \
    y->t[i] = (nd_c_##t)f((double)flat->t[i])
    ND_BY_FLOAT(y->dtype, APPLY);
#undef APPLY
    return y;
}

nd *nd_sin(const nd *x)
{
    return map_plain(sin, x);
}

nd *nd_cos(const nd *x)
{
    return map_plain(cos, x);
}

/* d/dx x Phi(x) = Phi(x) + x phi(x), with the standard normal distribution and density. */
static double gelu_slope(double x)
{
    return 0.5 * erfc(-x * M_SQRT1_2) + x * exp(-0.5 * x * x) * M_2_SQRTPI * M_SQRT1_2 / 2;
}

nd *nd_gelu_grad(const nd *x, const nd *grad)
{
    if (!nd_same_shape(x, grad))
        nd_fail("nd_gelu_grad: shapes %s and %s differ", nd_text(x), nd_text(grad));
    return nd_mul(map_plain(gelu_slope, x), grad);
}
