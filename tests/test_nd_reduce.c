/* Reductions over every set of axes, in every layout, against plain C; and their accuracy on long arrays. */
#include "tests/arrays.h"

#include <math.h>

static const tensor_dtype dtypes[] = {DTYPE_F32, DTYPE_F64, DTYPE_I64};

/* --- plain C --- */

enum what { SUM, MEAN, MAX, MIN, VAR0, VAR1, WHATS };

/* The elements of x that fall together into element i of the result, over the axes of the bit set `axes`. */
static int64_t members(const nd *x, unsigned axes, int64_t i, double *ret_values)
{
    int64_t n = 0;
    for (int64_t j = 0, size = nd_size(x); j < size; j++) {
        int64_t rest = j, at = 0, scale = 1;
        for (int k = x->rank - 1; k >= 0; k--) {
            if (!(axes >> k & 1)) {
                at += rest % x->shape[k] * scale;
                scale *= x->shape[k];
            }
            rest /= x->shape[k];
        }
        if (at == i)
            ret_values[n++] = element(x, j);
    }
    return n;
}

static double plain(enum what what, int64_t n, const double *v)
{
    double sum = 0, squares = 0, max = -INFINITY, min = INFINITY;
    for (int64_t i = 0; i < n; i++) {
        sum += v[i];
        max = v[i] > max ? v[i] : max;
        min = v[i] < min ? v[i] : min;
    }
    for (int64_t i = 0; i < n; i++)
        squares += (v[i] - sum / (double)n) * (v[i] - sum / (double)n);
    double result[WHATS] = {sum, sum / (double)n,     max,
                            min, squares / (double)n, n > 1 ? squares / (double)(n - 1) : NAN};
    return result[what];
}

static nd *reduce(enum what what, const nd *x, bool keep, int count, const int64_t *axes)
{
    return what == SUM    ? nd_sum_over(x, keep, count, axes)
           : what == MEAN ? nd_mean_over(x, keep, count, axes)
           : what == MAX  ? nd_max_over(x, keep, count, axes)
           : what == MIN  ? nd_min_over(x, keep, count, axes)
                          : nd_var_over(x, what == VAR1, keep, count, axes);
}

static void check_axes(enum what what, const nd *x, unsigned named)
{
    int64_t axes[ND_MAX_RANK], kept[ND_MAX_RANK], left[ND_MAX_RANK];
    double v[1024];
    int count = 0, rank = 0;
    for (int k = 0; k < x->rank; k++) {
        kept[k] = named >> k & 1 ? 1 : x->shape[k];
        if (named >> k & 1)
            axes[count++] = k % 2 ? k : k - x->rank;
        else
            left[rank++] = x->shape[k];
    }
    bool whole = x->dtype == DTYPE_I64 && (what == MEAN || what >= VAR0);
    nd *want = nd_new(whole ? DTYPE_F64 : x->dtype, rank, left);
    for (int64_t i = 0; i < nd_size(want); i++)
        set_element(want, i, plain(what, members(x, named, i, v), v));
    for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
        nd *y = laid_out(x, l), *got = reduce(what, y, false, count, axes), *same = reduce(what, y, true, count, axes);
        ck_assert_int_eq(got->dtype, want->dtype);
        check_result(got, want, 2);
        check_result(same, nd_reshape_to(want, x->rank, kept), 2);
    }
}

START_TEST(every_set_of_axes_equals_plain_c)
{
    static const int64_t shapes[][3] = {{2, 3, 4}, {1, 5, 1}, {7, 2, 33}, {1, 1, 1}};
    for (enum what what = 0; what < WHATS; what++)
        for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
            for (int d = 0; d < 3; d++)
                for (unsigned named = 1; named < 8; named++) {
                    size_t mark = nd_pool_mark();
                    check_axes(what, values_of_shape(1, dtypes[d], 3, shapes[s]), named);
                    nd_pool_release(mark);
                }
}
END_TEST

START_TEST(no_axes_means_all)
{
    nd *x = from_list(DTYPE_F64, (2, 2), 1, 2, 3, 5);
    ck_assert(nd_item(nd_sum(x)) == 11 && nd_sum(x)->rank == 0);
    check_shape(nd_sum_keep(x), ND_LIST(1, 1));
    ck_assert(nd_item(nd_mean(nd_t(x))) == 2.75);
    ck_assert(nd_item(nd_max(x)) == 5 && nd_item(nd_min(x)) == 1);
    ck_assert(nd_item(nd_var(x, 0)) == 2.1875);
    ck_assert(nd_item(nd_sum(nd_scalar(DTYPE_F32, 3))) == 3);
    ck_assert(nd_item(nd_max(nd_scalar(DTYPE_I64, -3))) == -3);
    check_close(nd_sum(x, 1), from_list(DTYPE_F64, (2), 3, 8), 0, 0);
    check_close(nd_max_keep(x, 0), from_list(DTYPE_F64, (1, 2), 3, 5), 0, 0);
    check_close(nd_min_keep(x, -1), from_list(DTYPE_F64, (2, 1), 1, 3), 0, 0);
    check_close(nd_mean_keep(x, 0), from_list(DTYPE_F64, (1, 2), 2, 3.5), 0, 0);
    check_close(nd_var_keep(x, 1, 1), from_list(DTYPE_F64, (2, 1), 0.5, 2), 0, 0);
}
END_TEST

START_TEST(empty_arrays_sum_to_zero_and_have_no_extremes)
{
    nd *x = nd_zeros(DTYPE_F32, 2, 0), *whole = nd_zeros(DTYPE_I64, 0);
    check_close(nd_sum(x, 1), nd_zeros(DTYPE_F32, 2), 0, 0);
    check_close(nd_sum(x, 0), nd_zeros(DTYPE_F32, 0), 0, 0);
    ck_assert(nd_item(nd_sum(whole)) == 0);
    check_close(nd_mean(x, 1), nd_full(DTYPE_F32, NAN, 2), 0, 0);
    ck_assert(isnan(nd_item(nd_mean(whole))));
    check_close(nd_var(x, 0, 1), nd_full(DTYPE_F32, NAN, 2), 0, 0);
    ck_assert(isnan(nd_item(nd_var(nd_ones(DTYPE_F64, 1), 1))));
    ck_assert(nd_item(nd_var(nd_arange(DTYPE_F64, 0, 2, 1), 2)) == INFINITY);
    check_shape(nd_max(x, 0), ND_LIST(0));
    check_shape(nd_argmax(x, 0), ND_LIST(0));
    check_fails(nd_max(x, 1), "nd_max: shape (2,0) leaves no elements to choose from");
    check_fails(nd_min(whole), "nd_min: shape (0) leaves no elements to choose from");
    check_fails(nd_argmax(x, 1), "nd_argmax: shape (2,0) leaves no elements to choose from");
}
END_TEST

START_TEST(axes_that_are_not_there_fail)
{
    nd *x = nd_zeros(DTYPE_F32, 2, 3);
    check_fails(nd_sum(x, 2), "nd_sum: axis 2 is out of range for shape (2,3)");
    check_fails(nd_mean(x, -3), "nd_mean: axis -3 is out of range for shape (2,3)");
    check_fails(nd_max(x, 1, -1), "nd_max: axis -1 of shape (2,3) is named twice");
    check_fails(nd_var(x, 0, 5), "nd_var: axis 5 is out of range for shape (2,3)");
    check_fails(nd_argmin(nd_scalar(DTYPE_F32, 0), 0), "nd_argmin: axis 0 is out of range for shape ()");
}
END_TEST

START_TEST(positions_are_those_of_the_first_extreme)
{
    for (int d = 0; d < 3; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *x = laid_out(from_list(dtypes[d], (2, 4), 3, 9, 1, 9, 1, -4, 7, -4), l);
            check_result(nd_argmax(x, 1), from_list(DTYPE_I64, (2), 1, 2), 0);
            check_result(nd_argmin(x, -1), from_list(DTYPE_I64, (2), 2, 1), 0);
            check_result(nd_argmax(x, 0), from_list(DTYPE_I64, (4), 0, 0, 1, 0), 0);
            ck_assert(nd_item(nd_argmax_all(x)) == 1 && nd_item(nd_argmin_all(x)) == 5);
        }
}
END_TEST

START_TEST(nan_passes_through_reductions)
{
    nd *x = from_list(DTYPE_F32, (2, 3), 1, NAN, 9, 1, 2, 3);
    for (int d = 0; d < 2; d++) {
        nd *y = nd_astype(x, dtypes[d]);
        for (enum what what = 0; what < WHATS; what++) {
            nd *z = reduce(what, y, false, ND_LIST(1));
            ck_assert(isnan(nd_at(z, 0)) && !isnan(nd_at(z, 1)));
            ck_assert(isnan(nd_at(reduce(what, y, false, ND_LIST(0)), 1)));
        }
        ck_assert(nd_at(nd_argmax(y, 1), 0) == 1 && nd_at(nd_argmin(y, 1), 0) == 1);
    }
}
END_TEST

/* --- accuracy --- */

START_TEST(long_sums_are_exact_to_a_millionth)
{
    enum { N = 100003 };
    nd *x = nd_abs(values(1, DTYPE_F32, N));
    long double exact = 0, squares = 0;
    for (int i = 0; i < N; i++)
        exact += (long double)x->f32[i];
    for (int i = 0; i < N; i++)
        squares += ((long double)x->f32[i] - exact / N) * ((long double)x->f32[i] - exact / N);
    nd *column = nd_reshape(x, N, 1), *twice = nd_cat(1, column, column, column);
    nd *layouts[] = {nd_sum(x), nd_sum(laid_out(x, LAYOUT_SPACED)), nd_select(nd_sum(twice, 0), 0, 1),
                     nd_select(nd_sum(nd_t(twice), 1), 0, 2), nd_select(nd_cumsum(x, 0), 0, -1)};
    for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
        ck_assert_double_eq_tol(nd_item(layouts[i]) / (double)exact, 1, 1e-7);
    ck_assert_double_eq_tol(nd_item(nd_mean(x)) / (double)(exact / N), 1, 2e-7);
    ck_assert_double_eq_tol(nd_item(nd_var(x, 0)) / (double)(squares / N), 1, 1e-6);
    ck_assert_double_eq_tol(nd_item(nd_sum(nd_astype(x, DTYPE_F64))) / (double)exact, 1, 1e-14);
}
END_TEST

START_TEST(variance_survives_a_large_mean)
{
    nd *x = nd_add_scalar(values(2, DTYPE_F64, 1001), 1e6);
    nd *centred = nd_sub_scalar(x, 1e6);
    ck_assert_double_eq_tol(nd_item(nd_var(x, 1)) / nd_item(nd_var(centred, 1)), 1, 1e-8);
}
END_TEST

/* --- running sums, and sums back to a shape --- */

START_TEST(running_sums_follow_their_axis)
{
    for (int d = 0; d < 3; d++)
        for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
            nd *x = laid_out(from_list(dtypes[d], (2, 3), 1, 2, 3, 4, 5, 6), l);
            check_result(nd_cumsum(x, 1), from_list(dtypes[d], (2, 3), 1, 3, 6, 4, 9, 15), 0);
            check_result(nd_cumsum(x, 0), from_list(dtypes[d], (2, 3), 1, 2, 3, 5, 7, 9), 0);
        }
    check_shape(nd_cumsum(nd_zeros(DTYPE_F32, 0, 2), 0), ND_LIST(0, 2));
    check_fails(nd_cumsum(nd_zeros(DTYPE_F32, 2), 1), "nd_cumsum: axis 1 is out of range for shape (2)");
}
END_TEST

START_TEST(sums_go_back_to_the_shape_before_broadcasting)
{
    nd *g = nd_ones(DTYPE_F32, 2, 3, 4);
    check_close(nd_sum_to(g, 4), nd_full(DTYPE_F32, 6, 4), 0, 0);
    check_close(nd_sum_to(g, 3, 1), nd_full(DTYPE_F32, 8, 3, 1), 0, 0);
    check_close(nd_sum_to(g, 1, 3, 4), nd_full(DTYPE_F32, 2, 1, 3, 4), 0, 0);
    check_close(nd_sum_to(g), nd_scalar(DTYPE_F32, 24), 0, 0);
    check_close(nd_sum_to(g, 2, 3, 4), g, 0, 0);
    check_fails(nd_sum_to(g, 3), "nd_sum_to: (2,3,4) was not broadcast from (3)");
    check_fails(nd_sum_to(g, 1, 2, 3, 4), "nd_sum_to: (2,3,4) was not broadcast from (1,2,3,4)");
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, every_set_of_axes_equals_plain_c);
    tcase_add_test(tcase, no_axes_means_all);
    tcase_add_test(tcase, empty_arrays_sum_to_zero_and_have_no_extremes);
    tcase_add_test(tcase, axes_that_are_not_there_fail);
    tcase_add_test(tcase, positions_are_those_of_the_first_extreme);
    tcase_add_test(tcase, nan_passes_through_reductions);
    tcase_add_test(tcase, long_sums_are_exact_to_a_millionth);
    tcase_add_test(tcase, variance_survives_a_large_mean);
    tcase_add_test(tcase, running_sums_follow_their_axis);
    tcase_add_test(tcase, sums_go_back_to_the_shape_before_broadcasting);
}

int main(void)
{
    return core_run("nd_reduce", add_tests);
}
