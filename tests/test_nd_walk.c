/* How strided arrays are walked: the fewest runs, in row-major order. */
#include "tests/arrays.h"

#include "reference/nd_walk.h"

static int runs(const nd *x, const nd *y)
{
    struct nd_walk w;
    int count = 0;
    nd_walk_init(&w, x->rank, x->shape, y ? 2 : 1, (const int64_t *[]){x->stride, y ? y->stride : NULL});
    while (nd_walk_next(&w))
        count++;
    return count;
}

START_TEST(contiguous_arrays_are_one_run)
{
    ck_assert_int_eq(runs(nd_empty(DTYPE_F32, 2, 3, 4), NULL), 1);
    ck_assert_int_eq(runs(nd_empty(DTYPE_F32), NULL), 1);
    ck_assert_int_eq(runs(nd_empty(DTYPE_F32, 1, 1), NULL), 1);
    ck_assert_int_eq(runs(nd_empty(DTYPE_F32, 2, 3), nd_empty(DTYPE_F32, 2, 3)), 1);
    ck_assert_int_eq(runs(nd_empty(DTYPE_F32, 2, 0), NULL), 0);
}
END_TEST

START_TEST(axes_merge_where_all_arrays_allow_it)
{
    nd *x = nd_empty(DTYPE_F32, 2, 3, 4);
    ck_assert_int_eq(runs(nd_slice(x, 2, 0, 2, 1), NULL), 6);
    ck_assert_int_eq(runs(nd_slice(x, 1, 0, 2, 1), NULL), 2);
    ck_assert_int_eq(runs(nd_slice(x, 0, 0, 1, 1), NULL), 1);
    ck_assert_int_eq(runs(nd_flip(nd_flip(nd_flip(x, 0), 1), 2), NULL), 1);
    ck_assert_int_eq(runs(nd_flip(x, 0), NULL), 2);
    ck_assert_int_eq(runs(x, nd_broadcast_to(nd_empty(DTYPE_F32, 4), 2, 3, 4)), 6);
    ck_assert_int_eq(runs(x, nd_broadcast_to(nd_empty(DTYPE_F32, 2, 1, 1), 2, 3, 4)), 2);
    ck_assert_int_eq(runs(x, nd_broadcast_to(nd_empty(DTYPE_F32), 2, 3, 4)), 1);
    ck_assert_int_eq(runs(nd_t(nd_empty(DTYPE_F32, 3, 3)), NULL), 3);
}
END_TEST

START_TEST(runs_come_in_row_major_order)
{
    nd *x = nd_arange(DTYPE_I64, 0, 120, 1), *y = nd_slice(nd_permute(nd_reshape(x, 4, 5, 6), 2, 0, 1), 2, 1, 5, 2);
    struct nd_walk w;
    int64_t i = 0;
    nd_walk_init(&w, y->rank, y->shape, 1, (const int64_t *[]){y->stride});
    while (nd_walk_next(&w))
        for (int64_t k = 0; k < w.length; k++)
            ck_assert(y->i64[w.at[0] + k * w.step[0]] == element(y, i++));
    ck_assert_int_eq(i, nd_size(y));
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, contiguous_arrays_are_one_run);
    tcase_add_test(tcase, axes_merge_where_all_arrays_allow_it);
    tcase_add_test(tcase, runs_come_in_row_major_order);
}

int main(void)
{
    return core_run("nd_walk", add_tests);
}
