/* Arithmetic element by element: against plain C in every layout, dtype and broadcast shape. */
#include "tests/arrays.h"

#include <math.h>

static const tensor_dtype dtypes[] = {DTYPE_F32, DTYPE_F64, DTYPE_I64};

/* --- two arrays --- */

/* Shapes that broadcast, with ranks in front. The short last axes make the operands be repeated in memory. */
static const struct {
    int rank_x, rank_y;
    int64_t x[3], y[3];
} shapes[] = {
    {1, 1, {5}, {5}},
    {2, 1, {3, 4}, {4}},
    {2, 2, {3, 1}, {1, 4}},
    {0, 1, {0}, {3}},
    {0, 0, {0}, {0}},
    {3, 1, {2, 3, 70}, {70}},
    {3, 2, {2, 1, 70}, {3, 1}},
    {2, 1, {40, 3}, {3}},
    {1, 2, {3}, {40, 3}},
    {2, 2, {0, 3}, {1, 3}},
    {1, 1, {1}, {0}},
    {2, 2, {33, 65}, {33, 1}},
    {3, 3, {2, 1, 3}, {1, 5, 3}},
    {3, 3, {2, 17, 1}, {2, 1, 33}},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

/* The element of x that meets element i of an array of z's shape. */
static double met(const nd *x, const nd *z, int64_t i)
{
    int64_t at = 0, scale = 1;
    for (int k = 1; k <= z->rank; k++) {
        int64_t index = i % z->shape[z->rank - k];
        i /= z->shape[z->rank - k];
        if (k > x->rank)
            continue;
        at += (x->shape[x->rank - k] == 1 ? 0 : index) * scale;
        scale *= x->shape[x->rank - k];
    }
    return element(x, at);
}

static nd *plain(double (*f)(double, double), tensor_dtype dtype, const nd *x, const nd *y)
{
    int64_t shape[ND_MAX_RANK];
    int rank = nd_broadcast_shape("plain", x, y, shape);
    nd *z = nd_new(dtype, rank, shape);
    for (int64_t i = 0, n = nd_size(z); i < n; i++)
        set_element(z, i, f(met(x, z, i), met(y, z, i)));
    return z;
}

static void check_everywhere(nd *(*op)(const nd *, const nd *), double (*f)(double, double), bool comparison,
                             bool divides)
{
    for (int s = 0; s < SHAPES; s++)
        for (int d = 0; d < 9; d++) {
            tensor_dtype dx = dtypes[d / 3], dy = dtypes[d % 3];
            tensor_dtype dz = dx == DTYPE_F64 || dy == DTYPE_F64   ? DTYPE_F64
                              : dx == DTYPE_F32 || dy == DTYPE_F32 ? DTYPE_F32
                              : divides                            ? DTYPE_F64
                                                                   : DTYPE_I64;
            nd *x = values_of_shape(1, dx, shapes[s].rank_x, shapes[s].x);
            nd *y = values_of_shape(2, dy, shapes[s].rank_y, shapes[s].y);
            nd *want = plain(f, comparison ? DTYPE_I64 : dz, x, y);
            for (int l = 0; l < LAYOUT_COUNT * LAYOUT_COUNT; l++) {
                size_t mark = nd_pool_mark();
                nd *z = op(laid_out(x, l / LAYOUT_COUNT), laid_out(y, l % LAYOUT_COUNT));
                ck_assert_int_eq(z->dtype, comparison ? DTYPE_I64 : dz);
                check_result(z, want, 0);
                nd_pool_release(mark);
            }
        }
}

#define DEFINE_PLAIN(name, expression)                                                                                 \
    static double plain_##name(double a, double b)                                                                     \
    {                                                                                                                  \
        return expression;                                                                                             \
    }
DEFINE_PLAIN(add, a + b)
DEFINE_PLAIN(sub, a - b)
DEFINE_PLAIN(mul, a *b)
DEFINE_PLAIN(div, a / b)
DEFINE_PLAIN(maximum, a > b ? a : b)
DEFINE_PLAIN(minimum, a < b ? a : b)
DEFINE_PLAIN(eq, a == b)
DEFINE_PLAIN(ne, a != b)
DEFINE_PLAIN(lt, a < b)
DEFINE_PLAIN(le, a <= b)
DEFINE_PLAIN(gt, a > b)
DEFINE_PLAIN(ge, a >= b)

START_TEST(sums_and_differences_equal_plain_c)
{
    check_everywhere(nd_add, plain_add, false, false);
    check_everywhere(nd_sub, plain_sub, false, false);
}
END_TEST

START_TEST(products_and_quotients_equal_plain_c)
{
    check_everywhere(nd_mul, plain_mul, false, false);
    check_everywhere(nd_div, plain_div, false, true);
}
END_TEST

START_TEST(extremes_equal_plain_c)
{
    check_everywhere(nd_maximum, plain_maximum, false, false);
    check_everywhere(nd_minimum, plain_minimum, false, false);
}
END_TEST

START_TEST(comparisons_equal_plain_c)
{
    check_everywhere(nd_eq, plain_eq, true, false);
    check_everywhere(nd_ne, plain_ne, true, false);
    check_everywhere(nd_lt, plain_lt, true, false);
    check_everywhere(nd_le, plain_le, true, false);
    check_everywhere(nd_gt, plain_gt, true, false);
    check_everywhere(nd_ge, plain_ge, true, false);
}
END_TEST

START_TEST(powers_equal_plain_c)
{
    nd *x = nd_abs(values(1, DTYPE_F32, 3, 20)), *y = values(2, DTYPE_F32, 20);
    check_result(nd_pow(laid_out(x, LAYOUT_REVERSED), y), plain(pow, DTYPE_F32, x, y), 0);
    check_result(nd_pow(nd_astype(x, DTYPE_F64), y), plain(pow, DTYPE_F64, x, y), 0);
    nd *base = values(3, DTYPE_I64, 4, 1), *exponent = nd_arange(DTYPE_I64, 0, 6, 1);
    check_result(nd_pow(base, exponent), plain(pow, DTYPE_I64, base, exponent), 0);
    check_result(nd_pow_scalar(base, 3), plain(pow, DTYPE_I64, base, nd_scalar(DTYPE_I64, 3)), 0);
    check_result(nd_pow_scalar(x, 0.5), plain(pow, DTYPE_F32, x, nd_scalar(DTYPE_F32, 0.5)), 0);
    check_result(nd_pow_scalar(x, 2), nd_mul(x, x), 0);
    check_fails(nd_pow(nd_scalar(DTYPE_I64, 3), nd_scalar(DTYPE_I64, -1)),
                "nd_pow: 3 to the power -1 is not whole: nd_astype the arrays first");
    check_fails(nd_pow_scalar(base, 0.5),
                "nd_pow_scalar: 0.5 is not a whole number, and the array is i64: nd_astype it first");
}
END_TEST

START_TEST(whole_numbers_wrap_around)
{
    nd *x = nd_scalar(DTYPE_I64, 0), *y = nd_scalar(DTYPE_I64, 1);
    x->i64[0] = INT64_MAX;
    ck_assert_int_eq(nd_add(x, y)->i64[0], INT64_MIN);
    ck_assert_int_eq(nd_neg(nd_add(x, y))->i64[0], INT64_MIN);
    ck_assert_int_eq(nd_mul(x, nd_scalar(DTYPE_I64, 2))->i64[0], -2);
    ck_assert_int_eq(nd_pow_scalar(nd_scalar(DTYPE_I64, 2), 64)->i64[0], 0);
}
END_TEST

START_TEST(shapes_that_do_not_broadcast_are_named)
{
    nd *x = nd_zeros(DTYPE_F32, 2, 3), *y = nd_zeros(DTYPE_F32, 4);
    check_fails(nd_add(x, y), "nd_add: shapes (2,3) and (4) do not broadcast: 3 and 4 in axis 1");
    check_fails(nd_lt(y, x), "nd_lt: shapes (4) and (2,3) do not broadcast: 4 and 3 in axis 1");
    check_fails(nd_div(x, nd_zeros(DTYPE_I64, 3, 3)),
                "nd_div: shapes (2,3) and (3,3) do not broadcast: 2 and 3 in axis 0");
    check_fails(nd_where(x, x, y), "nd_where: shapes (2,3) and (4) do not broadcast: 3 and 4 in axis 1");
    check_fails(nd_where(y, x, x), "nd_where: shapes (4) and (2,3) do not broadcast: 4 and 3 in axis 1");
}
END_TEST

START_TEST(repeated_and_square_operands_are_walked_right)
{
    nd *x = nd_broadcast_to(values(11, DTYPE_F32, 3, 1), 3, 40),
       *y = nd_broadcast_to(values(12, DTYPE_F32, 3, 1), 3, 40);
    check_result(nd_add(x, y), plain(plain_add, DTYPE_F32, nd_clone(x), nd_clone(y)), 0);
    check_result(nd_lt(x, y), plain(plain_lt, DTYPE_I64, nd_clone(x), nd_clone(y)), 0);
    nd *square = values(13, DTYPE_F64, 24, 24);
    check_result(nd_add(square, nd_t(square)), plain(plain_add, DTYPE_F64, square, nd_clone(nd_t(square))), 0);
    check_result(nd_lt(square, nd_t(square)), plain(plain_lt, DTYPE_I64, square, nd_clone(nd_t(square))), 0);
    nd *diagonal = nd_diagonal(square, 0, 1);
    check_result(nd_mul(square, diagonal), plain(plain_mul, DTYPE_F64, square, nd_clone(diagonal)), 0);
}
END_TEST

/* --- choice --- */

START_TEST(where_and_masked_fill_choose_by_element)
{
    nd *mask = from_list(DTYPE_I64, (2, 1), 1, 0), *x = from_list(DTYPE_F32, (3), 1, 2, 3);
    nd *y = from_list(DTYPE_F64, (2, 3), 4, 5, 6, 7, 8, 9), *want = from_list(DTYPE_F64, (2, 3), 1, 2, 3, 7, 8, 9);
    for (enum layout l = 0; l < LAYOUT_COUNT; l++)
        check_result(nd_where(laid_out(mask, l), laid_out(x, l), laid_out(y, l)), want, 0);
    check_result(nd_where(from_list(DTYPE_F32, (2, 1), NAN, 0), x, y), want, 0);
    nd *masked = nd_masked_fill(y, mask, -INFINITY);
    check_result(masked, from_list(DTYPE_F64, (2, 3), -INFINITY, -INFINITY, -INFINITY, 7, 8, 9), 0);
    check_fails(nd_masked_fill(x, nd_zeros(DTYPE_I64, 4), 0),
                "nd_masked_fill: shapes (3) and (4) do not broadcast: 3 and 4 in axis 0");
    check_fails(nd_gt(x, nd_zeros(DTYPE_F32, 4)), "nd_gt: shapes (3) and (4) do not broadcast: 3 and 4 in axis 0");
    check_fails(nd_masked_fill(nd_ones(DTYPE_I64, 2), nd_ones(DTYPE_I64, 2), -INFINITY),
                "nd_masked_fill: -inf is not a whole number, and the array is i64: nd_astype it first");
    check_fails(nd_masked_fill(x, mask, 0), "nd_masked_fill: a mask of shape (2,1) does not fit into (3)");
}
END_TEST

/* --- numbers --- */

START_TEST(numbers_take_the_dtype_of_the_array)
{
    for (int d = 0; d < 3; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            tensor_dtype quotient = dtypes[d] == DTYPE_I64 ? DTYPE_F64 : dtypes[d];
            nd *x = values(7, dtypes[d], 3, 19), *y = laid_out(x, l), *c = nd_scalar(dtypes[d], 3);
            check_result(nd_add_scalar(y, 3), plain(plain_add, dtypes[d], x, c), 0);
            check_result(nd_sub_scalar(y, 3), plain(plain_sub, dtypes[d], x, c), 0);
            check_result(nd_rsub_scalar(y, 3), plain(plain_sub, dtypes[d], c, x), 0);
            check_result(nd_mul_scalar(y, 3), plain(plain_mul, dtypes[d], x, c), 0);
            check_result(nd_div_scalar(y, 3), plain(plain_div, quotient, x, c), 0);
            check_result(nd_rdiv_scalar(y, 3), plain(plain_div, quotient, c, x), 0);
            check_result(nd_gt_scalar(y, 0), plain(plain_gt, DTYPE_I64, x, nd_scalar(dtypes[d], 0)), 0);
            check_result(nd_lt_scalar(y, 0), plain(plain_lt, DTYPE_I64, x, nd_scalar(dtypes[d], 0)), 0);
            check_result(nd_eq_scalar(y, 3), plain(plain_eq, DTYPE_I64, x, c), 0);
        }
    ck_assert_int_eq(nd_add_scalar(nd_ones(DTYPE_F32, 2), 0.1)->dtype, DTYPE_F32);
    check_fails(nd_gt_scalar(nd_ones(DTYPE_I64, 2), 0.5),
                "nd_gt_scalar: 0.5 is not a whole number, and the array is i64: nd_astype it first");
    check_fails(nd_mul_scalar(nd_ones(DTYPE_I64, 2), 1e300),
                "nd_mul_scalar: 1e+300 is too large, and the array is i64: nd_astype it first");
    check_fails(nd_add_scalar(nd_ones(DTYPE_I64, 2), 0.5),
                "nd_add_scalar: 0.5 is not a whole number, and the array is i64: nd_astype it first");
}
END_TEST

START_TEST(clamp_cuts_both_sides)
{
    nd *x = from_list(DTYPE_F32, (5), -3, -1, 0.5, 2, NAN);
    check_result(nd_clamp(x, -1.5, 1), from_list(DTYPE_F32, (5), -1.5, -1, 0.5, 1, NAN), 0);
    check_result(nd_clamp(x, 0, INFINITY), from_list(DTYPE_F32, (5), 0, 0, 0.5, 2, NAN), 0);
    check_result(nd_clamp(nd_slice(x, 0, 0, 4, 1), -INFINITY, INFINITY), nd_slice(x, 0, 0, 4, 1), 0);
    check_result(nd_clamp(from_list(DTYPE_I64, (3), -5, 0, 5), -1, INFINITY), from_list(DTYPE_I64, (3), -1, 0, 5), 0);
    check_fails(nd_clamp(x, 1, 0), "nd_clamp: the lower limit 1 is not below the upper one 0");
}
END_TEST

/* --- one array --- */

static double plain_relu(double x)
{
    return x > 0 ? x : 0;
}

static double plain_sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static double plain_gelu(double x)
{
    return x / 2 * erfc(-x / sqrt(2));
}

static double plain_gelu_tanh(double x)
{
    return x / 2 * (1 + tanh(sqrt(2 / M_PI) * (x + 0.044715 * x * x * x)));
}

static double plain_neg(double x)
{
    return -x;
}

static double plain_square(double x)
{
    return x * x;
}

static double plain_rsqrt(double x)
{
    return 1 / sqrt(x);
}

static double plain_reciprocal(double x)
{
    return 1 / x;
}

static const struct {
    nd *(*op)(const nd *);
    double (*f)(double);
    bool positive, whole; /* of positive numbers only; keeps i64 */
} maps[] = {
    {nd_neg, plain_neg, false, true},
    {nd_abs, fabs, false, true},
    {nd_square, plain_square, false, true},
    {nd_relu, plain_relu, false, true},
    {nd_sqrt, sqrt, true, false},
    {nd_rsqrt, plain_rsqrt, true, false},
    {nd_reciprocal, plain_reciprocal, true, false},
    {nd_exp, exp, false, false},
    {nd_log, log, true, false},
    {nd_sin, sin, false, false},
    {nd_cos, cos, false, false},
    {nd_tanh, tanh, false, false},
    {nd_sigmoid, plain_sigmoid, false, false},
    {nd_gelu, plain_gelu, false, false},
    {nd_gelu_tanh, plain_gelu_tanh, false, false},
};

START_TEST(functions_equal_plain_c)
{
    static const int64_t sizes[][2] = {{0, 3}, {1, 1}, {3, 7}, {16, 33}};
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
        for (int d = 0; d < 3; d++)
            for (int s = 0; s < 4; s++) {
                nd *x = values_of_shape(5, dtypes[d], 2, sizes[s]);
                if (maps[m].positive)
                    x = nd_add_scalar(nd_abs(x), 1);
                bool whole = dtypes[d] == DTYPE_I64;
                nd *want = nd_new(whole && !maps[m].whole ? DTYPE_F64 : dtypes[d], 2, sizes[s]);
                for (int64_t i = 0; i < nd_size(x); i++)
                    set_element(want, i, maps[m].f(element(x, i)));
                for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
                    nd *y = maps[m].op(laid_out(x, l));
                    ck_assert_int_eq(y->dtype, want->dtype);
                    check_result(y, want, dtypes[d] == DTYPE_F32 ? 0.5 : 0.25);
                }
            }
}
END_TEST

START_TEST(nan_passes_through)
{
    nd *x = from_list(DTYPE_F32, (3), 1, NAN, -1), *one = nd_ones(DTYPE_F32, 3);
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
        ck_assert(isnan(nd_at(maps[m].op(x), 1)));
    nd *(*const zips[])(const nd *, const nd *) = {nd_add, nd_sub, nd_mul, nd_div, nd_maximum, nd_minimum};
    for (size_t z = 0; z < sizeof zips / sizeof *zips; z++) {
        ck_assert(isnan(nd_at(zips[z](x, one), 1)) && isnan(nd_at(zips[z](one, x), 1)));
        ck_assert(!isnan(nd_at(zips[z](one, x), 0)));
    }
    nd *(*const comparisons[])(const nd *, const nd *) = {nd_eq, nd_lt, nd_le, nd_gt, nd_ge};
    for (size_t c = 0; c < sizeof comparisons / sizeof *comparisons; c++)
        ck_assert(nd_at(comparisons[c](x, one), 1) == 0 && nd_at(comparisons[c](x, x), 1) == 0);
    ck_assert(nd_at(nd_ne(x, x), 1) == 1);
}
END_TEST

/* --- backward --- */

struct slope {
    nd *(*op)(const nd *);
    nd *x, *weight;
};

static double weighted(void *context)
{
    struct slope *s = context;
    return nd_dot(s->op(s->x), s->weight);
}

START_TEST(gradients_are_slopes)
{
    nd *x = values(8, DTYPE_F64, 5, 7), *weight = values(9, DTYPE_F64, 5, 7);
    struct slope relu = {nd_relu, x, weight}, tanh = {nd_tanh, x, weight}, sigmoid = {nd_sigmoid, x, weight};
    struct slope gelu = {nd_gelu, x, weight};
    check_gradient(weighted, &relu, x, nd_relu_grad(x, weight));
    check_gradient(weighted, &relu, x, nd_relu_grad(nd_relu(x), weight));
    check_gradient(weighted, &tanh, x, nd_tanh_grad(nd_tanh(x), weight));
    check_gradient(weighted, &sigmoid, x, nd_sigmoid_grad(nd_sigmoid(x), weight));
    check_gradient(weighted, &gelu, x, nd_gelu_grad(x, weight));
    check_result(nd_relu_grad(from_list(DTYPE_F32, (2), 0, -0.0), nd_ones(DTYPE_F32, 2)), nd_zeros(DTYPE_F32, 2), 0);
    check_fails(nd_relu_grad(x, nd_zeros(DTYPE_F64, 7)), "nd_relu_grad: shapes (5,7) and (7) differ");
    check_fails(nd_gelu_grad(x, nd_zeros(DTYPE_F64, 7)), "nd_gelu_grad: shapes (5,7) and (7) differ");
}
END_TEST

START_TEST(axpy_adds_in_place)
{
    for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
        nd *y = from_list(DTYPE_F32, (2, 2), 1, 2, 3, 4), *x = from_list(DTYPE_F32, (2, 2), 1, 0, -1, 2);
        nd_axpy(y, 0.5, laid_out(x, l));
        check_close(y, from_list(DTYPE_F32, (2, 2), 1.5, 2, 2.5, 5), 0, 0);
    }
    nd *x = nd_zeros(DTYPE_F32, 2, 3);
    check_fails(nd_axpy(x, 1, nd_zeros(DTYPE_F64, 2, 3)), "nd_axpy: (2,3) of f64 cannot be added to (2,3) of f32");
    check_fails(nd_axpy(x, 1, nd_t(x)), "nd_axpy: (3,2) of f32 cannot be added to (2,3) of f32");
    check_fails(nd_axpy(nd_t(x), 1, nd_zeros(DTYPE_F32, 3, 2)),
                "nd_axpy: the array of shape (3,2) is read-only or not contiguous: take nd_clone of it");
}
END_TEST

START_TEST(operands_are_left_alone)
{
    nd *x = values(10, DTYPE_F32, 4, 5), *before = nd_clone(x);
    ck_assert_ptr_ne(nd_clamp(x, -INFINITY, INFINITY)->data, x->data);
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++)
        ck_assert_ptr_ne(maps[m].op(x)->data, x->data);
    nd_where(x, x, x);
    nd_mul(x, x);
    check_close(x, before, 0, 0);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, sums_and_differences_equal_plain_c);
    tcase_add_test(tcase, products_and_quotients_equal_plain_c);
    tcase_add_test(tcase, extremes_equal_plain_c);
    tcase_add_test(tcase, comparisons_equal_plain_c);
    tcase_add_test(tcase, powers_equal_plain_c);
    tcase_add_test(tcase, whole_numbers_wrap_around);
    tcase_add_test(tcase, shapes_that_do_not_broadcast_are_named);
    tcase_add_test(tcase, repeated_and_square_operands_are_walked_right);
    tcase_add_test(tcase, where_and_masked_fill_choose_by_element);
    tcase_add_test(tcase, numbers_take_the_dtype_of_the_array);
    tcase_add_test(tcase, clamp_cuts_both_sides);
    tcase_add_test(tcase, functions_equal_plain_c);
    tcase_add_test(tcase, nan_passes_through);
    tcase_add_test(tcase, gradients_are_slopes);
    tcase_add_test(tcase, axpy_adds_in_place);
    tcase_add_test(tcase, operands_are_left_alone);
}

int main(void)
{
    return core_run("nd_math", add_tests);
}
