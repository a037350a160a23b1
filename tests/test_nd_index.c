/* Elements chosen by index, and masks by position. */
#include "tests/arrays.h"

static const tensor_dtype dtypes[] = {DTYPE_F32, DTYPE_F64, DTYPE_I64};

START_TEST(rows_of_any_axis_are_selected)
{
    nd *index = from_list(DTYPE_I64, (4), 2, 0, 2, 1);
    for (int d = 0; d < 3; d++)
        for (int axis = 0; axis < 3; axis++) {
            int64_t shape[] = {4, 5, 6}, picked[] = {4, 5, 6};
            picked[axis] = 4;
            nd *x = values_of_shape(1, dtypes[d], 3, shape), *want = nd_new(dtypes[d], 3, picked);
            for (int64_t i = 0; i < 4; i++)
                nd_assign(nd_select(want, axis, i), nd_select(x, axis, index->i64[i]));
            for (enum layout l = 0; l < LAYOUT_COUNT; l++)
                check_result(nd_index_select(laid_out(x, l), axis, laid_out(index, l)), want, 0);
        }
    check_shape(nd_index_select(nd_zeros(DTYPE_F32, 0, 3), 0, nd_zeros(DTYPE_I64, 0)), ND_LIST(0, 3));
    check_shape(nd_index_select(nd_zeros(DTYPE_F32, 3, 0), 0, nd_zeros(DTYPE_I64, 2)), ND_LIST(2, 0));
}
END_TEST

START_TEST(gather_and_scatter_add_follow_their_axis)
{
    for (int d = 0; d < 3; d++)
        for (int axis = 0; axis < 3; axis++)
            for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
                nd *x = values(2, dtypes[d], 3, 4, 5), *index = indices(3, 3, 2, 4, 3);
                nd *source = values(4, dtypes[d], 2, 4, 3), *want = nd_clone(source), *sum = nd_clone(x);
                for (int64_t i = 0; i < 24; i++) {
                    int64_t at[] = {i / 12, i / 3 % 4, i % 3};
                    at[axis] = index->i64[i];
                    int64_t j = (at[0] * 4 + at[1]) * 5 + at[2];
                    set_element(want, i, element(x, j));
                    double total = element(sum, j) + element(source, i);
                    set_element(sum, j, total);
                }
                nd *y = laid_out(x, l), *chosen = laid_out(index, LAYOUT_COUNT - 1 - l);
                check_result(nd_gather(y, axis, chosen), want, 0);
                check_result(nd_scatter_add(y, axis, chosen, laid_out(source, l)), sum, 0);
                check_close(y, x, 0, 0);
            }
}
END_TEST

START_TEST(repeated_indices_add_up)
{
    nd *ids = from_list(DTYPE_I64, (5), 1, 1, 0, 1, 1);
    nd *high = nd_new(DTYPE_I64, 1, (int64_t[]){1}), *one = nd_ones(DTYPE_I64, 1);
    high->i64[0] = INT64_MAX;
    ck_assert(nd_scatter_add(high, 0, nd_zeros(DTYPE_I64, 1), one)->i64[0] == INT64_MIN);
    nd *y = nd_scatter_add(nd_zeros(DTYPE_F32, 3), 0, ids, from_list(DTYPE_F32, (5), 1, 2, 3, 4, 5));
    check_close(y, from_list(DTYPE_F32, (3), 3, 12, 0), 0, 0);
}
END_TEST

START_TEST(wrong_indices_are_named)
{
    nd *x = nd_zeros(DTYPE_F32, 3, 4), *ids = from_list(DTYPE_I64, (2), 0, 3);
    check_fails(nd_index_select(x, 0, ids), "nd_index_select: index 3 is out of range for size 3");
    check_fails(nd_index_select(x, 1, from_list(DTYPE_I64, (1), -1)),
                "nd_index_select: index -1 is out of range for size 4");
    check_fails(nd_index_select(x, 1, x), "nd_index_select: the indices have shape (3,4), not one axis");
    check_fails(nd_index_select(x, 1, nd_zeros(DTYPE_F32, 2)),
                "nd_index_select: the indices of shape (2) are f32, not i64");
    check_fails(nd_gather(x, 0, ids), "nd_gather: indices of shape (2) do not fit shape (3,4) along axis 0");
    check_fails(nd_gather(x, 0, nd_zeros(DTYPE_I64, 1, 5)),
                "nd_gather: indices of shape (1,5) do not fit shape (3,4) along axis 0");
    check_fails(nd_gather(x, 0, nd_full(DTYPE_I64, 3, 1, 4)), "nd_gather: index 3 is out of range for size 3");
    check_fails(nd_scatter_add(x, 0, nd_zeros(DTYPE_I64, 1, 4), nd_zeros(DTYPE_F32, 4)),
                "nd_scatter_add: indices of shape (1,4) for a source of shape (4)");
    check_fails(nd_scatter_add(x, 0, nd_zeros(DTYPE_I64, 1, 4), nd_zeros(DTYPE_F64, 1, 4)),
                "nd_scatter_add: dtypes f32 and f64 differ");
    check_fails(nd_one_hot(ids, 3), "nd_one_hot: index 3 is out of range for size 3");
}
END_TEST

START_TEST(one_hot_adds_an_axis)
{
    nd *want = from_list(DTYPE_I64, (2, 1, 3), 0, 0, 1, 1, 0, 0);
    check_result(nd_one_hot(from_list(DTYPE_I64, (2, 1), 2, 0), 3), want, 0);
    check_shape(nd_one_hot(nd_scalar(DTYPE_I64, 1), 2), ND_LIST(2));
}
END_TEST

START_TEST(triangles_keep_one_side)
{
    for (int d = 0; d < 3; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++)
            for (int64_t diagonal = -3; diagonal < 5; diagonal++) {
                nd *x = values(5, dtypes[d], 2, 3, 4), *low = nd_clone(x), *high = nd_clone(x);
                for (int64_t i = 0; i < 24; i++) {
                    set_element(low, i, i % 4 - i / 4 % 3 <= diagonal ? element(x, i) : 0);
                    set_element(high, i, i % 4 - i / 4 % 3 >= diagonal ? element(x, i) : 0);
                }
                check_result(nd_tril(laid_out(x, l), diagonal), low, 0);
                check_result(nd_triu(laid_out(x, l), diagonal), high, 0);
            }
    check_shape(nd_tril(nd_zeros(DTYPE_F32, 0, 3), 0), ND_LIST(0, 3));
    check_shape(nd_tril(nd_zeros(DTYPE_F32, 3, 0), 0), ND_LIST(3, 0));
    check_fails(nd_tril(nd_zeros(DTYPE_F32, 3), 0), "nd_tril: shape (3) is not a matrix");
}
END_TEST

START_TEST(causal_masks_hide_the_future)
{
    check_result(nd_causal_mask(3, 3), from_list(DTYPE_I64, (3, 3), 0, 1, 1, 0, 0, 1, 0, 0, 0), 0);
    check_result(nd_causal_mask(2, 4), from_list(DTYPE_I64, (2, 4), 0, 0, 0, 1, 0, 0, 0, 0), 0);
    check_result(nd_causal_mask(1, 1), from_list(DTYPE_I64, (1, 1), 0), 0);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, rows_of_any_axis_are_selected);
    tcase_add_test(tcase, gather_and_scatter_add_follow_their_axis);
    tcase_add_test(tcase, repeated_indices_add_up);
    tcase_add_test(tcase, wrong_indices_are_named);
    tcase_add_test(tcase, one_hot_adds_an_axis);
    tcase_add_test(tcase, triangles_keep_one_side);
    tcase_add_test(tcase, causal_masks_hide_the_future);
}

int main(void)
{
    return core_run("nd_index", add_tests);
}
