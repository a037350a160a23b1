/* Products of matrices: every layout, batch shape and dtype against plain C. */
#include "tests/arrays.h"

#include <math.h>

static const tensor_dtype dtypes[] = {DTYPE_F32, DTYPE_F64, DTYPE_I64};

/* Ranks of 2 or more. */
static nd *plain(const nd *x, const nd *y)
{
    nd a = *x, b = *y;
    int64_t shape[ND_MAX_RANK];
    a.rank -= 2;
    b.rank -= 2;
    int batch = nd_broadcast_shape("plain", &a, &b, shape);
    int64_t m = x->shape[x->rank - 2], k = x->shape[x->rank - 1], n = y->shape[y->rank - 1];
    shape[batch] = m;
    shape[batch + 1] = n;
    nd *z = nd_new(x->dtype, batch + 2, shape);
    for (int64_t i = 0, size = nd_size(z); i < size; i++) {
        int64_t rest = i / (m * n), at_x = 0, at_y = 0, scale_x = m * k, scale_y = k * n;
        for (int axis = 1; axis <= batch; axis++) {
            int64_t index = rest % shape[batch - axis];
            rest /= shape[batch - axis];
            if (axis <= a.rank) {
                at_x += (a.shape[a.rank - axis] == 1 ? 0 : index) * scale_x;
                scale_x *= a.shape[a.rank - axis];
            }
            if (axis <= b.rank) {
                at_y += (b.shape[b.rank - axis] == 1 ? 0 : index) * scale_y;
                scale_y *= b.shape[b.rank - axis];
            }
        }
        double sum = 0;
        for (int64_t l = 0; l < k; l++)
            sum += element(x, at_x + i / n % m * k + l) * element(y, at_y + l * n + i % n);
        set_element(z, i, sum);
    }
    return z;
}

static const struct {
    int rank_x, rank_y;
    int64_t x[4], y[4];
} shapes[] = {
    {2, 2, {1, 1}, {1, 1}},
    {2, 2, {2, 3}, {3, 4}},
    {2, 2, {1, 7}, {7, 5}},
    {2, 2, {5, 7}, {7, 1}},
    {2, 2, {5, 1}, {1, 6}},
    {2, 2, {13, 17}, {17, 35}},
    {2, 2, {3, 0}, {0, 2}},
    {2, 2, {0, 3}, {3, 2}},
    {2, 2, {3, 2}, {2, 0}},
    {3, 2, {4, 3, 5}, {5, 6}},
    {3, 3, {4, 3, 5}, {1, 5, 6}},
    {3, 3, {4, 3, 5}, {4, 5, 6}},
    {2, 3, {3, 5}, {4, 5, 6}},
    {4, 3, {2, 3, 4, 5}, {3, 5, 6}},
    {4, 4, {2, 1, 4, 5}, {1, 3, 5, 6}},
    {4, 4, {2, 3, 4, 5}, {2, 3, 5, 2}},
    {3, 3, {0, 3, 5}, {1, 5, 6}},
    {3, 2, {4, 1, 5}, {5, 6}},
    {3, 2, {1, 3, 5}, {5, 6}},
};

/* The last two axes laid out as `layout`, or transposed in memory. */
static nd *matrices(const nd *x, int layout)
{
    return layout == LAYOUT_COUNT ? nd_t(nd_clone(nd_t(x))) : laid_out(x, layout);
}

START_TEST(products_equal_plain_c)
{
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (int d = 0; d < 3; d++) {
            nd *x = values_of_shape(1, dtypes[d], shapes[s].rank_x, shapes[s].x);
            nd *y = values_of_shape(2, dtypes[d], shapes[s].rank_y, shapes[s].y), *want = plain(x, y);
            for (int l = 0; l <= LAYOUT_COUNT; l++)
                for (int r = 0; r <= LAYOUT_COUNT; r++) {
                    size_t mark = nd_pool_mark();
                    check_result(nd_matmul(matrices(x, l), matrices(y, r)), want, 4);
                    nd_pool_release(mark);
                }
        }
}
END_TEST

START_TEST(vectors_lose_their_axis_again)
{
    for (int d = 0; d < 3; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *v = values(3, dtypes[d], 5), *m = values(4, dtypes[d], 2, 3, 5), *w = laid_out(v, l);
            nd *mv = nd_squeeze(plain(m, nd_reshape(v, 5, 1)), 2);
            check_result(nd_matmul(laid_out(m, l), w), mv, 4);
            check_result(nd_matmul(w, nd_t(laid_out(m, l))), mv, 4);
            nd *dot = nd_matmul(w, laid_out(v, l));
            ck_assert_int_eq(dot->rank, 0);
            check_result(dot, nd_reshape(plain(nd_reshape(v, 1, 5), nd_reshape(v, 5, 1))), 4);
        }
}
END_TEST

START_TEST(broadcast_operands_multiply)
{
    nd *x = nd_broadcast_to(values(5, DTYPE_F32, 1, 4), 3, 4), *y = values(6, DTYPE_F32, 4, 2);
    check_result(nd_matmul(x, y), plain(x, y), 4);
    nd *stack = nd_broadcast_to(values(7, DTYPE_F32, 3, 4), 5, 3, 4);
    check_result(nd_matmul(stack, y), plain(stack, y), 4);
    check_result(nd_matmul(nd_flip(values(8, DTYPE_F64, 3, 2, 4), 0), nd_astype(y, DTYPE_F64)),
                 plain(nd_flip(values(8, DTYPE_F64, 3, 2, 4), 0), nd_astype(y, DTYPE_F64)), 4);
}
END_TEST

START_TEST(shapes_that_do_not_multiply_are_named)
{
    nd *x = nd_zeros(DTYPE_F32, 3, 4);
    check_fails(nd_matmul(x, nd_zeros(DTYPE_F32, 5, 6)),
                "nd_matmul: cannot multiply (3,4) by (5,6): inner dimensions 4 and 5 differ");
    check_fails(nd_matmul(x, nd_zeros(DTYPE_F32, 3)),
                "nd_matmul: cannot multiply (3,4) by (3): inner dimensions 4 and 3 differ");
    check_fails(nd_matmul(nd_zeros(DTYPE_F32, 2, 3, 4), nd_zeros(DTYPE_F32, 5, 4, 6)),
                "nd_matmul: cannot multiply (2,3,4) by (5,4,6): leading axes of 2 and 5 do not broadcast");
    check_fails(nd_matmul(x, nd_scalar(DTYPE_F32, 1)),
                "nd_matmul: cannot multiply (3,4) by (): a scalar is not a matrix, use nd_mul");
    check_fails(nd_matmul(x, nd_zeros(DTYPE_F64, 4, 2)),
                "nd_matmul: cannot multiply (3,4) of f32 by (4,2) of f64: dtypes differ");
}
END_TEST

START_TEST(outer_and_dot_products)
{
    nd *x = from_list(DTYPE_F64, (2), 2, 3), *y = from_list(DTYPE_F64, (3), 1, 10, 100);
    check_result(nd_outer(x, y), from_list(DTYPE_F64, (2, 3), 2, 20, 200, 3, 30, 300), 0);
    nd *a = from_list(DTYPE_F32, (2, 2), 1, 2, 3, 4), *b = from_list(DTYPE_I64, (2, 2), 5, 6, 7, 8);
    for (enum layout l = 0; l < LAYOUT_COUNT; l++)
        ck_assert(nd_dot(laid_out(a, l), b) == 70 && nd_dot(laid_out(a, l), a) == 30);
    check_fails(nd_outer(a, y), "nd_outer: shapes (2,2) and (3) are not two vectors");
    check_fails((void)nd_dot(x, y), "nd_dot: shapes (2) and (3) differ");
}
END_TEST

START_TEST(nan_and_infinity_reach_their_row)
{
    nd *x = nd_ones(DTYPE_F32, 3, 4), *y = nd_ones(DTYPE_F32, 4, 5);
    set_element(x, 5, NAN);
    set_element(x, 8, INFINITY);
    nd *z = nd_matmul(x, y);
    for (int j = 0; j < 5; j++)
        ck_assert(nd_at(z, 0, j) == 4 && isnan(nd_at(z, 1, j)) && nd_at(z, 2, j) == INFINITY);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, products_equal_plain_c);
    tcase_add_test(tcase, vectors_lose_their_axis_again);
    tcase_add_test(tcase, broadcast_operands_multiply);
    tcase_add_test(tcase, shapes_that_do_not_multiply_are_named);
    tcase_add_test(tcase, outer_and_dot_products);
    tcase_add_test(tcase, nan_and_infinity_reach_their_row);
}

int main(void)
{
    return core_run("nd_linalg", add_tests);
}
