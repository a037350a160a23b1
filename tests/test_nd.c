/* Arrays: making, reading, copying, views, the pool, and what each says when it is misused. */
#include "tests/arrays.h"

#include <math.h>
#include <stdlib.h>

static const tensor_dtype dtypes[] = {DTYPE_F32, DTYPE_F64, DTYPE_I64};

/* --- making and reading --- */

START_TEST(new_arrays_have_their_values)
{
    for (int d = 0; d < 3; d++) {
        nd *x = nd_full(dtypes[d], 7, 2, 3);
        check_shape(x, ND_LIST(2, 3));
        for (int i = 0; i < 6; i++)
            ck_assert(element(x, i) == 7);
        ck_assert(nd_item(nd_scalar(dtypes[d], -3)) == -3);
        ck_assert_int_eq(nd_zeros(dtypes[d])->rank, 0);
        ck_assert(nd_item(nd_ones(dtypes[d])) == 1);
        check_shape(nd_empty(dtypes[d], 0, 4), ND_LIST(0, 4));
        ck_assert_int_eq(nd_size(nd_empty(dtypes[d], 0, 4)), 0);
    }
    check_close(nd_eye(DTYPE_F32, 2), from_list(DTYPE_F32, (2, 2), 1, 0, 0, 1), 0, 0);
}
END_TEST

START_TEST(arange_counts_as_python_does)
{
    check_close(nd_arange(DTYPE_I64, 0, 5, 2), from_list(DTYPE_I64, (3), 0, 2, 4), 0, 0);
    check_close(nd_arange(DTYPE_I64, 0, 4, 2), from_list(DTYPE_I64, (2), 0, 2), 0, 0);
    check_close(nd_arange(DTYPE_F64, 1, -1, -0.5), from_list(DTYPE_F64, (4), 1, 0.5, 0, -0.5), 0, 0);
    check_shape(nd_arange(DTYPE_F32, 3, 1, 1), ND_LIST(0));
    check_fails(nd_arange(DTYPE_F32, 0, 1, 0), "nd_arange: no whole number of steps of 0 leads from 0 to 1");
}
END_TEST

START_TEST(impossible_shapes_fail)
{
    check_fails(nd_empty(DTYPE_F32, 2, -1), "nd_new: a dimension of shape (2,-1) is negative");
    check_fails(nd_empty(DTYPE_F32, 1, 1, 1, 1, 1, 1, 1, 1, 1), "nd_new: 9 dimensions, at most 8 are possible");
    check_fails(nd_empty(DTYPE_F32, INT64_MAX / 2, 16), "nd_new: shape (4611686018427387903,16) is too large");
    check_fails(nd_empty(DTYPE_F32, INT64_MAX / 2, 16, 0), "nd_new: shape (4611686018427387903,16,0) is too large");
    check_fails(nd_full(DTYPE_I64, 0.5, 2),
                "nd_fill: 0.5 is not a whole number that i64 can hold here: use f64 or nd_astype");
}
END_TEST

START_TEST(elements_are_read_in_every_layout)
{
    nd *x = from_list(DTYPE_F64, (2, 3), 0, 1, 2, 3, 4, 5);
    for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
        nd *y = laid_out(x, l);
        ck_assert(nd_at(y, 1, 2) == 5 && nd_at(y, 0, -1) == 2 && nd_at(y, -2, 1) == 1);
    }
    check_fails((void)nd_at(x, 1), "nd_at: 1 indices for an array of shape (2,3)");
    check_fails((void)nd_at(x, 0, 3), "nd_at: index 3 is out of range in axis 1 of shape (2,3)");
    check_fails((void)nd_item(x), "nd_item: shape (2,3) has not exactly one element");
}
END_TEST

START_TEST(tensors_cross_the_bridge_both_ways)
{
    tensor *t = tensor_f32(2, 2);
    for (int i = 0; i < 4; i++)
        t->f32[i] = (float)i + 0.5f;
    nd *view = nd_from(t);
    ck_assert_ptr_eq(view->f32, t->f32);
    check_fails(nd_fill(view, 1), "nd_fill: the array of shape (2,2) is read-only: take nd_clone of it");
    check_fails(nd_assign(nd_t(view), view), "nd_assign: the array of shape (2,2) is read-only: take nd_clone of it");
    nd *wide = nd_from_f64(t);
    ck_assert_int_eq(wide->dtype, DTYPE_F64);
    nd_fill(wide, 0);
    ck_assert(t->f32[3] == 3.5f);
    tensor *back = nd_to_tensor(nd_t(view));
    ck_assert_int_eq(back->dtype, DTYPE_F32);
    ck_assert(back->f32[1] == 2.5f && back->f32[2] == 1.5f);
    tensor *scalar = nd_to_tensor(nd_scalar(DTYPE_I64, 4));
    ck_assert(scalar->rank == 0 && scalar->i64[0] == 4);
    tensor_free(t);
    tensor_free(back);
    tensor_free(scalar);
}
END_TEST

/* --- copies --- */

START_TEST(copies_of_every_layout_and_dtype_are_equal)
{
    static const int64_t shapes[][3] = {{2, 3, 4},   {1, 5, 1}, {33, 17, 1}, {3, 0, 2},
                                        {20, 2, 70}, {1, 1, 1}, {3, 3, 3},   {1, 17, 17}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (int d = 0; d < 3; d++)
            for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
                nd *x = values_of_shape(1, dtypes[d], 3, shapes[s]), *y = laid_out(x, l);
                check_result(nd_clone(y), x, 0);
                check_result(nd_contiguous(y), x, 0);
                check_result(nd_contiguous(nd_permute(y, 1, 2, 0)), nd_clone(nd_permute(x, 1, 2, 0)), 0);
                for (int to = 0; to < 3; to++) {
                    nd *whole = nd_astype(y, DTYPE_I64), *z = nd_astype(whole, dtypes[to]);
                    ck_assert_int_eq(z->dtype, dtypes[to]);
                    check_result(z, whole, 0);
                }
            }
}
END_TEST

START_TEST(contiguous_arrays_are_not_copied)
{
    nd *x = values(1, DTYPE_F32, 3, 4);
    ck_assert_ptr_eq(nd_contiguous(x), x);
    ck_assert_ptr_ne(nd_clone(x)->f32, x->f32);
    ck_assert(nd_is_contiguous(nd_slice(x, 0, 1, 3, 1)));
    ck_assert(!nd_is_contiguous(nd_slice(x, 1, 1, 3, 1)));
    ck_assert(nd_is_contiguous(nd_t(nd_slice(x, 0, 1, 2, 1))));
}
END_TEST

START_TEST(conversion_truncates_and_refuses_what_does_not_fit)
{
    nd *x = from_list(DTYPE_F64, (4), 1.9, -1.9, 0x1p62, 0);
    check_close(nd_astype(x, DTYPE_I64), from_list(DTYPE_F64, (4), 1, -1, 0x1p62, 0), 0, 0);
    check_fails(nd_astype(nd_scalar(DTYPE_F32, NAN), DTYPE_I64), "nd_astype: nan does not fit into i64");
    check_fails(nd_astype(nd_scalar(DTYPE_F64, 0x1p63), DTYPE_I64), "nd_astype: 9.22337e+18 does not fit into i64");
}
END_TEST

START_TEST(assignment_goes_between_all_layouts)
{
    for (int d = 0; d < 3; d++)
        for (enum layout to = 0; to < LAYOUT_COUNT; to++)
            for (enum layout from = 0; from < LAYOUT_COUNT; from++)
                for (int axis = -1; axis < 2; axis++) {
                    nd *x = values(1, dtypes[d], 19, 37), *y = laid_out(nd_zeros(dtypes[d], 19, 37), to);
                    nd *view = axis < 0 ? y : nd_flip(y, axis);
                    nd_assign(view, laid_out(x, from));
                    check_close(view, x, 0, 0);
                }
}
END_TEST

START_TEST(assignment_broadcasts_converts_and_reaches_views)
{
    for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
        nd *y = laid_out(nd_zeros(DTYPE_F32, 2, 3), l);
        nd_assign(nd_select(y, 0, 1), from_list(DTYPE_F64, (3), 1, 2, 3));
        check_close(y, from_list(DTYPE_F32, (2, 3), 0, 0, 0, 1, 2, 3), 0, 0);
        nd_assign(y, from_list(DTYPE_I64, (2, 1), 4, 5));
        check_close(y, from_list(DTYPE_F32, (2, 3), 4, 4, 4, 5, 5, 5), 0, 0);
        nd_assign(nd_slice(y, 1, 0, 2, 1), from_list(DTYPE_F32, (2), 6, 7));
        check_close(y, from_list(DTYPE_F32, (2, 3), 6, 7, 4, 6, 7, 5), 0, 0);
        nd_assign(y, from_list(DTYPE_I64, (2, 1), 4, 5));
        nd_fill(nd_slice(y, 1, 0, ND_END, 2), -1);
        check_close(y, from_list(DTYPE_F32, (2, 3), -1, 4, -1, -1, 5, -1), 0, 0);
    }
    nd *y = nd_zeros(DTYPE_F32, 2, 3);
    check_fails(nd_assign(y, nd_zeros(DTYPE_F32, 2)),
                "nd_assign: shapes (2,3) and (2) do not broadcast: 3 and 2 in axis 1");
    check_fails(nd_assign(nd_squeeze(nd_zeros(DTYPE_F32, 1, 1), 1), nd_zeros(DTYPE_F32, 1, 1)),
                "nd_assign: shape (1,1) does not fit into (1)");
    check_fails(nd_assign(nd_zeros(DTYPE_F32, 1, 3), y), "nd_assign: shape (2,3) does not fit into (1,3)");
}
END_TEST

/* --- views --- */

START_TEST(reshape_keeps_the_order_of_elements)
{
    nd *x = values(2, DTYPE_F32, 2, 3, 4);
    for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
        nd *y = laid_out(x, l);
        check_close(nd_reshape(y, 4, 6), nd_reshape(x, 4, 6), 0, 0);
        check_close(nd_reshape(y, 6, -1), nd_reshape(x, 6, 4), 0, 0);
        check_close(nd_reshape(y, 2, 1, 12, 1), nd_reshape(x, 2, 1, 12, 1), 0, 0);
        check_close(nd_reshape(y, 2, 3, 2, 2), nd_reshape(x, 2, 3, 2, 2), 0, 0);
        check_close(nd_reshape(nd_permute(y, 2, 0, 1), -1), nd_clone(nd_reshape(nd_permute(x, 2, 0, 1), 24)), 0, 0);
        for (int64_t i = 0; i < 24; i++)
            ck_assert(element(nd_reshape(y, 3, 8), i) == element(x, i));
    }
    nd *square = values(3, DTYPE_F64, 3, 3);
    check_close(nd_reshape(nd_t(square), 9), nd_reshape(nd_clone(nd_t(square)), 9), 0, 0);
    check_shape(nd_reshape(nd_zeros(DTYPE_F32, 0, 3), 3, 0, 5), ND_LIST(3, 0, 5));
    ck_assert_int_eq(nd_reshape(nd_zeros(DTYPE_F32, 1, 1))->rank, 0);
}
END_TEST

START_TEST(reshape_is_a_view_where_strides_allow_it)
{
    nd *x = values(2, DTYPE_F32, 4, 6);
    ck_assert_ptr_eq(nd_reshape(x, 24)->f32, x->f32);
    nd *part = nd_slice(x, 1, 0, 4, 1);
    ck_assert_ptr_eq(nd_reshape(part, 2, 2, 2, 2)->f32, x->f32);
    ck_assert_ptr_eq(nd_reshape(nd_t(x), 2, 3, 4)->f32, x->f32);
    ck_assert_ptr_ne(nd_reshape(nd_t(x), 24)->f32, x->f32);
    ck_assert_ptr_ne(nd_reshape(part, 16)->f32, x->f32);
}
END_TEST

START_TEST(reshape_says_what_does_not_fit)
{
    nd *x = nd_zeros(DTYPE_F32, 2, 3);
    check_fails(nd_reshape(x, 4, 2), "nd_reshape: (2,3) of 6 elements cannot become (4,2)");
    check_fails(nd_reshape(x, 4, -1), "nd_reshape: (2,3) of 6 elements cannot become (4,-1)");
    check_fails(nd_reshape(x, -1, -1), "nd_reshape: (2,3) cannot become (-1,-1): one dimension may be -1");
    check_fails(nd_reshape(x, -2, -3), "nd_reshape: (2,3) cannot become (-2,-3): one dimension may be -1");
    check_fails(nd_reshape(nd_zeros(DTYPE_F32, 0), INT64_C(1) << 32, INT64_C(1) << 32),
                "nd_reshape: (0) of 0 elements cannot become (4294967296,4294967296)");
    check_fails(nd_reshape(nd_zeros(DTYPE_F32, 0), 0, INT64_C(1) << 32, INT64_C(1) << 32),
                "nd_reshape: shape (0,4294967296,4294967296) is too large");
    check_fails(nd_permute(x, INT64_C(1) << 32, 1), "nd_permute: axis 4294967296 is out of range for shape (2,3)");
    check_fails(nd_reshape(nd_zeros(DTYPE_F32, 0), 0, -1), "nd_reshape: (0) of 0 elements cannot become (0,-1)");
}
END_TEST

START_TEST(axes_move)
{
    nd *x = values(3, DTYPE_F64, 2, 3, 4), *p = nd_permute(x, 2, 0, 1), *t = nd_transpose(x, 0, -1), *m = nd_t(x);
    check_shape(p, ND_LIST(4, 2, 3));
    check_shape(t, ND_LIST(4, 3, 2));
    check_shape(m, ND_LIST(2, 4, 3));
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 4; k++) {
                double want = element(x, (i * 3 + j) * 4 + k);
                ck_assert(nd_at(p, k, i, j) == want && nd_at(t, k, j, i) == want && nd_at(m, i, k, j) == want);
            }
    check_fails(nd_permute(x, 0, 1), "nd_permute: axes (0,1) do not name each axis of shape (2,3,4) once");
    check_fails(nd_permute(x, 0, 1, 1), "nd_permute: axes (0,1,1) do not name each axis of shape (2,3,4) once");
    check_fails(nd_permute(x, 0, 1, 3), "nd_permute: axis 3 is out of range for shape (2,3,4)");
    check_fails(nd_transpose(x, 0, -4), "nd_transpose: axis -4 is out of range for shape (2,3,4)");
    check_fails(nd_t(nd_zeros(DTYPE_F32, 3)), "nd_t: shape (3) is not a matrix");
}
END_TEST

START_TEST(axes_of_size_one_come_and_go)
{
    nd *x = values(4, DTYPE_F32, 3, 1, 2, 1);
    check_shape(nd_squeeze(x, 1), ND_LIST(3, 2, 1));
    check_shape(nd_squeeze(x, -1), ND_LIST(3, 1, 2));
    check_shape(nd_squeeze_all(x), ND_LIST(3, 2));
    check_close(nd_squeeze_all(x), nd_reshape(x, 3, 2), 0, 0);
    nd *m = nd_t(values(5, DTYPE_F32, 2, 3));
    check_shape(nd_unsqueeze(m, 0), ND_LIST(1, 3, 2));
    check_shape(nd_unsqueeze(m, 1), ND_LIST(3, 1, 2));
    check_shape(nd_unsqueeze(m, -1), ND_LIST(3, 2, 1));
    check_close(nd_unsqueeze(m, 2), nd_reshape(m, 3, 2, 1), 0, 0);
    check_shape(nd_unsqueeze(nd_scalar(DTYPE_F32, 1), 0), ND_LIST(1));
    check_fails(nd_squeeze(x, 0), "nd_squeeze: axis 0 of shape (3,1,2,1) has size 3, not 1");
    check_fails(nd_unsqueeze(m, 4), "nd_unsqueeze: a new axis 4 is out of range for shape (3,2)");
    check_fails(nd_unsqueeze(nd_zeros(DTYPE_F32, 1, 1, 1, 1, 1, 1, 1, 1), 0),
                "nd_unsqueeze: shape (1,1,1,1,1,1,1,1) has 8 dimensions already");
}
END_TEST

START_TEST(slices_follow_python)
{
    static const int64_t bounds[] = {-9, -7, -3, -1, 0, 1, 3, 6, 7, 9, ND_END};
    enum { BOUNDS = sizeof bounds / sizeof *bounds, SIZE = 7 };
    nd *x = nd_arange(DTYPE_I64, 0, SIZE, 1);
    for (int a = 0; a < BOUNDS; a++)
        for (int b = 0; b < BOUNDS; b++)
            for (int64_t step = 1; step < 9; step += 2) {
                int64_t start = bounds[a] < 0 ? bounds[a] + SIZE : bounds[a];
                int64_t stop = bounds[b] < 0 ? bounds[b] + SIZE : bounds[b], n = 0;
                nd *y = nd_slice(x, 0, bounds[a], bounds[b], step);
                for (int64_t i = start < 0 ? 0 : start; i < stop && i < SIZE; i += step)
                    ck_assert(n < y->shape[0] && nd_at(y, n++) == (double)i);
                ck_assert_int_eq(y->shape[0], n);
            }
    check_fails(nd_slice(x, 0, 0, 3, 0), "nd_slice: a step of 0: it must be at least 1");
}
END_TEST

START_TEST(selection_flip_and_diagonal_are_views)
{
    nd *x = from_list(DTYPE_F64, (2, 3), 0, 1, 2, 3, 4, 5);
    check_close(nd_select(x, 1, -1), from_list(DTYPE_F64, (2), 2, 5), 0, 0);
    check_close(nd_flip(x, 1), from_list(DTYPE_F64, (2, 3), 2, 1, 0, 5, 4, 3), 0, 0);
    check_close(nd_flip(nd_flip(x, 0), 1), from_list(DTYPE_F64, (2, 3), 5, 4, 3, 2, 1, 0), 0, 0);
    check_shape(nd_flip(nd_zeros(DTYPE_F32, 0, 2), 0), ND_LIST(0, 2));
    nd *square = nd_slice(x, 1, 1, 3, 1);
    check_close(nd_diagonal(square, 0, 1), from_list(DTYPE_F64, (2), 1, 5), 0, 0);
    nd_fill(nd_diagonal(square, 0, 1), 9);
    check_close(x, from_list(DTYPE_F64, (2, 3), 0, 9, 2, 3, 4, 9), 0, 0);
    check_fails(nd_select(x, 1, 3), "nd_select: index 3 is out of range in axis 1 of shape (2,3)");
    check_fails(nd_diagonal(x, 0, 1), "nd_diagonal: axes 0 and 1 of shape (2,3) are not two of one size");
    check_fails(nd_diagonal(square, 0, 0), "nd_diagonal: axes 0 and 0 of shape (2,2) are not two of one size");
}
END_TEST

START_TEST(broadcast_views_repeat_without_copying)
{
    nd *x = from_list(DTYPE_F32, (2, 1), 1, 2), *y = nd_broadcast_to(x, 3, 2, 2);
    ck_assert_ptr_eq(y->f32, x->f32);
    check_close(y, from_list(DTYPE_F32, (3, 2, 2), 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2), 0, 0);
    check_close(nd_reshape(y, 3, 4), nd_reshape(nd_clone(y), 3, 4), 0, 0);
    check_fails(nd_fill(y, 0), "nd_fill: the array of shape (3,2,2) is read-only: take nd_clone of it");
    check_fails(nd_broadcast_to(x, 3, 2), "nd_broadcast_to: (2,1) cannot become (3,2)");
    check_fails(nd_broadcast_to(nd_zeros(DTYPE_F32, 1), INT64_C(1) << 32, INT64_C(1) << 32),
                "nd_broadcast_to: shape (4294967296,4294967296) is too large");
    check_fails(nd_broadcast_to(x, 2), "nd_broadcast_to: (2,1) cannot become (2)");
    check_shape(nd_broadcast_to(x, 2, 0), ND_LIST(2, 0));
}
END_TEST

/* --- put together --- */

START_TEST(cat_and_stack_put_arrays_side_by_side)
{
    nd *a = from_list(DTYPE_F32, (2, 2), 1, 2, 3, 4), *b = from_list(DTYPE_F32, (2, 1), 5, 6);
    for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
        nd *c = nd_cat(1, laid_out(a, l), laid_out(b, l), a);
        check_result(c, from_list(DTYPE_F32, (2, 5), 1, 2, 5, 1, 2, 3, 4, 6, 3, 4), 0);
        check_result(nd_cat(-2, a, laid_out(a, l)), from_list(DTYPE_F32, (4, 2), 1, 2, 3, 4, 1, 2, 3, 4), 0);
        check_result(nd_stack(0, laid_out(b, l), b), from_list(DTYPE_F32, (2, 2, 1), 5, 6, 5, 6), 0);
        check_result(nd_stack(-1, a, laid_out(a, l)), from_list(DTYPE_F32, (2, 2, 2), 1, 1, 2, 2, 3, 3, 4, 4), 0);
    }
    check_shape(nd_cat(0, nd_zeros(DTYPE_F32, 0, 2), a), ND_LIST(2, 2));
    check_shape(nd_stack(0, nd_scalar(DTYPE_I64, 1), nd_scalar(DTYPE_I64, 2)), ND_LIST(2));
    check_fails(nd_cat(0, a, b), "nd_cat: shapes (2,2) and (2,1) differ in more than the axis 0");
    check_fails(nd_cat(1, a, nd_zeros(DTYPE_F64, 2, 1)), "nd_cat: dtypes f32 and f64 differ");
    check_fails(nd_cat(2, a, a), "nd_cat: axis 2 is out of range for shape (2,2)");
    check_fails(nd_stack(0, a, b), "nd_stack: shapes (2,2) and (2,1) differ");
    check_fails(nd_stack(0, a, nd_zeros(DTYPE_I64, 2, 2)), "nd_stack: dtypes f32 and i64 differ");
    check_fails(nd_cat_list(0, 0, NULL), "nd_cat: no arrays to put together");
}
END_TEST

/* --- the pool --- */

START_TEST(release_frees_what_was_made_since_the_mark)
{
    nd *outer = nd_full(DTYPE_F32, 3, 5);
    size_t mark = nd_pool_mark();
    for (int i = 0; i < 1000; i++)
        nd_add(outer, outer);
    nd_pool_release(mark);
    ck_assert_uint_eq(nd_pool_mark(), mark);
    ck_assert(nd_at(outer, 4) == 3);
}
END_TEST

START_TEST(kept_views_keep_their_elements)
{
    nd_scalar(DTYPE_F32, 0);
    size_t outer = nd_pool_mark();
    nd_scalar(DTYPE_F32, 0);
    size_t inner = nd_pool_mark();
    nd *x = nd_full(DTYPE_F64, 2, 100, 100), *view = nd_keep(nd_slice(x, 0, 50, 60, 1));
    nd_pool_release(inner);
    nd *other = nd_full(DTYPE_F64, 7, 100, 100); /* would take the elements if they had been given back */
    ck_assert(nd_at(view, 0, 0) == 2 && nd_at(other, 0, 0) == 7);
    ck_assert_uint_eq(nd_pool_mark(), inner + 2);
    nd_pool_release(outer); /* kept once is kept for one level */
    ck_assert_uint_eq(nd_pool_mark(), outer);
}
END_TEST

START_TEST(large_elements_are_used_again)
{
    nd_scalar(DTYPE_F32, 0);
    size_t mark = nd_pool_mark();
    const void *first = nd_empty(DTYPE_F32, 256, 256)->data;
    nd_pool_release(mark);
    ck_assert_ptr_eq(nd_empty(DTYPE_F32, 250, 256)->data, first);
    nd_pool_release(mark);
    ck_assert_ptr_ne(nd_empty(DTYPE_F32, 300, 256)->data, first); /* too small for it */
    nd_pool_release(mark);
    for (int i = 0; i < 40; i++) /* more than the list holds */
        nd_empty(DTYPE_F32, 20000 + 20000 * i);
    nd_pool_release(mark);
    nd *small = nd_empty(DTYPE_F32, 3);
    ck_assert_uint_eq((uintptr_t)small->data % 64, 0);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, new_arrays_have_their_values);
    tcase_add_test(tcase, arange_counts_as_python_does);
    tcase_add_test(tcase, impossible_shapes_fail);
    tcase_add_test(tcase, elements_are_read_in_every_layout);
    tcase_add_test(tcase, tensors_cross_the_bridge_both_ways);
    tcase_add_test(tcase, copies_of_every_layout_and_dtype_are_equal);
    tcase_add_test(tcase, contiguous_arrays_are_not_copied);
    tcase_add_test(tcase, conversion_truncates_and_refuses_what_does_not_fit);
    tcase_add_test(tcase, assignment_goes_between_all_layouts);
    tcase_add_test(tcase, assignment_broadcasts_converts_and_reaches_views);
    tcase_add_test(tcase, reshape_keeps_the_order_of_elements);
    tcase_add_test(tcase, reshape_is_a_view_where_strides_allow_it);
    tcase_add_test(tcase, reshape_says_what_does_not_fit);
    tcase_add_test(tcase, axes_move);
    tcase_add_test(tcase, axes_of_size_one_come_and_go);
    tcase_add_test(tcase, slices_follow_python);
    tcase_add_test(tcase, selection_flip_and_diagonal_are_views);
    tcase_add_test(tcase, broadcast_views_repeat_without_copying);
    tcase_add_test(tcase, cat_and_stack_put_arrays_side_by_side);
    tcase_add_test(tcase, release_frees_what_was_made_since_the_mark);
    tcase_add_test(tcase, kept_views_keep_their_elements);
    tcase_add_test(tcase, large_elements_are_used_again);
}

int main(void)
{
    return core_run("nd", add_tests);
}
