/* Digits: sums of 100,003 floats, and rows far from 0, come out as in double. */
#include "tests/arrays.h"

#include <math.h>

enum { N = 100003, COLS = 5, ROWS = 3 };

/* Values whose sums in float go wrong in the fourth digit, if they are taken one after the other: all equal, far from
 * 0, of very different sizes. */
enum data { EQUAL, FAR, MIXED, DATA_COUNT };

static nd *floats(enum data data, int64_t rows, int64_t cols)
{
    nd *x = values(1, DTYPE_F32, rows, cols);
    for (int64_t i = 0; i < rows * cols; i++)
        x->f32[i] = data == EQUAL ? 0.7f : data == FAR ? 10000 + x->f32[i] : i % 1000 ? 1e-3f : 1e3f * fabsf(x->f32[i]);
    return x;
}

static nd *wide(const nd *x)
{
    return nd_astype(x, DTYPE_F64);
}

START_TEST(products_with_a_long_inner_dimension)
{
    for (enum data d = 0; d < DATA_COUNT; d++) {
        nd *x = floats(d, ROWS, N), *y = nd_ones(DTYPE_F32, N, COLS);
        nd *want = nd_matmul(wide(x), wide(y)), *row = nd_select(x, 0, 1), *column = nd_select(y, 1, 0);
        check_close(nd_matmul(x, y), want, 1e-6, 0);
        check_close(nd_matmul(nd_t(y), nd_t(x)), nd_t(want), 1e-6, 0);
        check_close(nd_matmul(row, column), nd_select(nd_select(want, 0, 1), 0, 0), 1e-6, 0);
        check_close(einsum("ij->i", x), nd_select(want, 1, 0), 1e-6, 0);
        check_close(einsum("ij,j->i", x, nd_contiguous(column)), nd_select(want, 1, 0), 1e-6, 0);
    }
}
END_TEST

START_TEST(vectors_multiply_as_exactly_as_sums)
{
    nd *x = floats(FAR, 2, 1001), *y = nd_ones(DTYPE_F32, 2, 1001);
    nd *want = nd_sum(wide(x), 1);
    check_close(einsum("bi,bi->b", x, y), want, 1e-7, 0);
    check_close(einsum("bi,bi->b", laid_out(x, LAYOUT_SPACED), laid_out(y, LAYOUT_FLIPPED)), want, 1e-7, 0);
    check_close(nd_matmul(nd_select(x, 0, 0), nd_select(y, 0, 0)), nd_select(want, 0, 0), 1e-7, 0);
}
END_TEST

START_TEST(products_with_an_inner_dimension_of_thousands)
{
    static const int64_t sizes[][2] = {{1, 33}, {2, 5}, {8, 64}, {30, 7}, {64, 64}};
    for (enum data d = 0; d < DATA_COUNT; d++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            nd *x = floats(d, sizes[s][0], 8191), *y = nd_ones(DTYPE_F32, 8191, sizes[s][1]);
            nd *want = nd_matmul(wide(x), wide(y)), *turned = nd_contiguous(nd_t(x));
            check_close(nd_matmul(x, y), want, 1e-5, 0);
            check_close(nd_matmul(nd_t(turned), y), want, 1e-5, 0);
        }
}
END_TEST

START_TEST(means_of_many_rows)
{
    for (enum data d = 0; d < DATA_COUNT; d++) {
        nd *table = floats(d, N, COLS), *ids = nd_reshape(nd_arange(DTYPE_I64, 0, N, 1), 1, N);
        check_close(nn_embedding_mean(table, ids), nn_embedding_mean(wide(table), ids), 1e-6, 0);
        nd *q = nd_zeros(DTYPE_F32, 1, COLS), *k = nd_zeros(DTYPE_F32, N, COLS);
        check_close(nn_attention(q, k, table, false), nn_attention(wide(q), wide(k), wide(table), false), 4e-6, 0);
    }
}
END_TEST

START_TEST(softmax_and_cross_entropy_of_long_rows)
{
    for (enum data d = 0; d < DATA_COUNT; d++) {
        nd *x = nd_mul_scalar(floats(d, 2, N), d == MIXED ? 1e-2 : 1e-3), *target = indices(1, N, 2);
        check_close(nn_softmax(x, 1), nn_softmax(wide(x), 1), 5e-6, 0); /* one ulp of x - max is 4e-6 of the result */
        check_close(nn_log_softmax(x, 1), nn_log_softmax(wide(x), 1), 5e-7, 0);
        check_close(nn_cross_entropy(x, target, NULL), nn_cross_entropy(wide(x), target, NULL), 5e-7, 0);
    }
}
END_TEST

START_TEST(layer_norm_of_long_rows)
{
    for (enum data d = FAR; d < DATA_COUNT; d++) {
        nd *x = floats(d, 2, N), *want = nn_layer_norm(wide(x), NULL, NULL, 1e-5);
        check_close(nn_layer_norm(x, NULL, NULL, 1e-5), want, 1e-6, 5e-6);
    }
}
END_TEST

/* Rows are summed in blocks of 128 vectors of 4 to 16 elements. */
START_TEST(rows_around_the_size_of_a_block)
{
    for (int64_t block = 256; block <= 4096; block *= 2)
        for (int64_t cols = block - 1; cols <= block + 1; cols++) {
            nd *x = values(4, DTYPE_F32, 2, cols), *target = indices(1, cols, 2), *dx, *want;
            check_close(nn_softmax(x, 1), nn_softmax(wide(x), 1), 1e-6, 0);
            check_close(nn_log_softmax(x, 1), nn_log_softmax(wide(x), 1), 5e-7, 0);
            check_close(nn_layer_norm(x, NULL, NULL, 1e-5), nn_layer_norm(wide(x), NULL, NULL, 1e-5), 1e-6, 1e-6);
            check_close(nn_cross_entropy(x, target, &dx), nn_cross_entropy(wide(x), target, &want), 5e-7, 0);
            check_close(dx, want, 2e-6, 0);
        }
}
END_TEST

START_TEST(layer_norm_far_from_0)
{
    for (int64_t cols = 3; cols < 200; cols += 14) {
        nd *x = floats(FAR, 7, cols), *gamma = values(2, DTYPE_F32, cols), *grad = values(3, DTYPE_F32, 7, cols);
        nd *dx, *dgamma, *want_dx, *want_dgamma;
        check_close(nn_layer_norm(x, gamma, NULL, 1e-5), nn_layer_norm(wide(x), wide(gamma), NULL, 1e-5), 1e-6, 4e-6);
        nn_layer_norm_grad(x, gamma, 1e-5, grad, &dx, &dgamma, NULL);
        nn_layer_norm_grad(wide(x), wide(gamma), 1e-5, wide(grad), &want_dx, &want_dgamma, NULL);
        check_close(dx, want_dx, 0, 2e-5);
        check_close(dgamma, want_dgamma, 0, 2e-5);
    }
}
END_TEST

START_TEST(cross_entropy_of_large_equal_logits)
{
    for (int exponent = 3; exponent < 30; exponent += 3) {
        nd *logits = nd_full(DTYPE_F64, pow(10, exponent), 2, 3), *target = nd_zeros(DTYPE_I64, 2);
        check_close(nn_cross_entropy(logits, target, NULL), nd_scalar(DTYPE_F64, log(3)), 1e-14, 0);
        check_close(nn_cross_entropy(nd_astype(logits, DTYPE_F32), target, NULL), nd_scalar(DTYPE_F64, log(3)), 2e-7,
                    0);
    }
}
END_TEST

START_TEST(attention_to_large_scores)
{
    for (int exponent = 0; exponent <= 30; exponent += 3)
        for (int causal = 0; causal < 2; causal++) {
            nd *q = nd_mul_scalar(values(1, DTYPE_F32, 2, 9, 8), pow(10, exponent)), *k = values(2, DTYPE_F32, 2, 9, 8);
            nd *v = values(3, DTYPE_F32, 2, 9, 8);
            check_close(nn_attention(q, k, v, causal), nn_attention(wide(q), wide(k), wide(v), causal), 0, 2e-5);
        }
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, products_with_a_long_inner_dimension);
    tcase_add_test(tcase, vectors_multiply_as_exactly_as_sums);
    tcase_add_test(tcase, products_with_an_inner_dimension_of_thousands);
    tcase_add_test(tcase, means_of_many_rows);
    tcase_add_test(tcase, softmax_and_cross_entropy_of_long_rows);
    tcase_add_test(tcase, layer_norm_of_long_rows);
    tcase_add_test(tcase, rows_around_the_size_of_a_block);
    tcase_add_test(tcase, layer_norm_far_from_0);
    tcase_add_test(tcase, attention_to_large_scores);
    tcase_add_test(tcase, cross_entropy_of_large_equal_logits);
}

int main(void)
{
    return core_run("digits", add_tests);
}
