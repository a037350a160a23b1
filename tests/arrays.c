#include "tests/arrays.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference/kernels.h"

/* --- values --- */

static uint32_t mixed(uint32_t x)
{
    x = (x ^ (x >> 16)) * 0x7feb352du;
    x = (x ^ (x >> 15)) * 0x846ca68bu;
    return x ^ (x >> 16);
}

static uint32_t draw(unsigned seed, int64_t i)
{
    return mixed(mixed(seed + 1) + (uint32_t)i);
}

nd *values_of_shape(unsigned seed, tensor_dtype dtype, int rank, const int64_t *shape)
{
    nd *x = nd_new(dtype, rank, shape);
    for (int64_t i = 0, n = nd_size(x); i < n; i++) {
        uint32_t bits = draw(seed, i);
        set_element(x, i, dtype == DTYPE_I64 ? (double)(int)(bits % 19) - 9 : (double)bits * 0x1p-30 - 2);
    }
    return x;
}

nd *indices_of_shape(unsigned seed, int64_t limit, int rank, const int64_t *shape)
{
    nd *x = nd_new(DTYPE_I64, rank, shape);
    for (int64_t i = 0, n = nd_size(x); i < n; i++)
        x->i64[i] = draw(seed, i) % limit;
    return x;
}

nd *from_doubles(tensor_dtype dtype, const double *data, int rank, const int64_t *shape)
{
    nd *x = nd_new(dtype, rank, shape);
    for (int64_t i = 0, n = nd_size(x); i < n; i++)
        set_element(x, i, data[i]);
    return x;
}

/* --- layouts --- */

/* Where element i of the row-major order stands, counted in elements from x->data. */
static int64_t place(const nd *x, int64_t i)
{
    int64_t at = 0;
    for (int k = x->rank - 1; k >= 0; k--) {
        at += i % x->shape[k] * x->stride[k];
        i /= x->shape[k];
    }
    return at;
}

double element(const nd *x, int64_t i)
{
    int64_t at = place(x, i);
    return x->dtype == DTYPE_F32 ? x->f32[at] : x->dtype == DTYPE_F64 ? x->f64[at] : (double)x->i64[at];
}

void set_element(nd *x, int64_t i, double value)
{
    int64_t at = place(x, i);
    if (x->dtype == DTYPE_F32)
        x->f32[at] = (float)value;
    else if (x->dtype == DTYPE_F64)
        x->f64[at] = value;
    else
        x->i64[at] = (int64_t)value;
}

/* An array of x's shape with its own elements, whose axes lie in memory as `order` says, outermost first, each element
 * `step` after the one before, starting with element `first`; all strides negated when flipped. What lies between is
 * NaN, which shows in any result that reads it. */
static nd *empty_in_order(const nd *x, const int *order, int64_t step, int64_t first, bool flipped)
{
    nd *memory = nd_full(x->dtype, x->dtype == DTYPE_I64 ? 1e15 : NAN, nd_size(x) * step + first + 1);
    nd *y = nd_reshape(memory, -1);
    int64_t stride = step;
    y->rank = x->rank;
    for (int k = x->rank - 1; k >= 0; k--) {
        int axis = order[k];
        y->shape[axis] = x->shape[axis];
        y->stride[axis] = flipped ? -stride : stride;
        stride *= x->shape[axis];
    }
    int64_t start = flipped ? first + (nd_size(x) > 0 ? nd_size(x) - 1 : 0) * step : first;
    if (x->dtype == DTYPE_F32)
        y->f32 += start;
    else
        y->f64 += start;
    return y;
}

nd *laid_out(const nd *x, enum layout layout)
{
    int forward[ND_MAX_RANK], backward[ND_MAX_RANK];
    for (int k = 0; k < x->rank; k++) {
        forward[k] = k;
        backward[k] = x->rank - 1 - k;
    }
    nd *y = layout == LAYOUT_REVERSED    ? empty_in_order(x, backward, 1, 0, false)
            : layout == LAYOUT_SPACED    ? empty_in_order(x, forward, 2, 1, false)
            : layout == LAYOUT_FLIPPED   ? empty_in_order(x, forward, 1, 0, true)
            : layout == LAYOUT_UNALIGNED ? empty_in_order(x, forward, 1, 1, false)
                                         : empty_in_order(x, forward, 1, 0, false);
    for (int64_t i = 0, n = nd_size(x); i < n; i++)
        set_element(y, i, element(x, i));
    return y;
}

/* --- checks --- */

void check_shape(const nd *x, int rank, const int64_t *shape)
{
    ck_assert_str_eq(nd_text(x), nd_shape_text(rank, shape));
}

void check_close(const nd *got, const nd *want, double rtol, double atol)
{
    ck_assert_str_eq(nd_text(got), nd_text(want));
    for (int64_t i = 0, n = nd_size(want); i < n; i++) {
        double g = element(got, i), w = element(want, i);
        if (isnan(w) ? isnan(g) : g == w || fabs(g - w) <= atol + rtol * fabs(w))
            continue;
        ck_abort_msg("element %lld of %s: got %.17g, want %.17g, difference %g", (long long)i, nd_text(want), g, w,
                     g - w);
    }
}

void check_result(const nd *got, const nd *want, double scale)
{
    double ulp = got->dtype == DTYPE_F32 ? 0x1p-23 : got->dtype == DTYPE_F64 ? 0x1p-52 : 0, largest = 0;
    for (int64_t i = 0, n = nd_size(want); i < n; i++)
        if (isfinite(element(want, i)))
            largest = fmax(largest, fabs(element(want, i)));
    ck_assert_msg(nd_is_contiguous(got), "the result of shape %s is not contiguous", nd_text(got));
    check_close(got, want, 4 * ulp, 8 * ulp * scale * largest);
}

void check_gradient(double (*f)(void *context), void *context, nd *x, const nd *grad)
{
    const double h = 1e-6;
    ck_assert_str_eq(nd_text(grad), nd_text(x));
    for (int64_t i = 0, n = nd_size(x); i < n; i++) {
        double before = element(x, i);
        set_element(x, i, before + h);
        double above = f(context);
        set_element(x, i, before - h);
        double below = f(context);
        set_element(x, i, before);
        double slope = (above - below) / (2 * h), got = element(grad, i);
        ck_assert_msg(fabs(slope - got) <= 1e-6 * (1 + fabs(slope)),
                      "gradient %lld of %s: got %.12g, f changes by %.12g", (long long)i, nd_text(x), got, slope);
    }
}

/* --- failures --- */

static jmp_buf failed;
static char message_of_failure[1024];

static void catch_message(const char *message)
{
    snprintf(message_of_failure, sizeof message_of_failure, "%s", message);
    longjmp(failed, 1);
}

jmp_buf *catch_failure(void)
{
    nd_on_error(catch_message);
    return &failed;
}

const char *failure_message(void)
{
    return message_of_failure;
}

/* --- suites --- */

enum { MAX_TABLES = 3 };

static void use_table(size_t i)
{
    size_t count;
    const struct kernels *const *all = kernels_available(&count);
    if (i >= count || kernels_select(all[i]->name, NULL) != 0)
        ck_abort_msg("the table of kernels %zu cannot be selected", i);
}

static void use_first(void)
{
    use_table(0);
}

static void use_second(void)
{
    use_table(1);
}

static void use_third(void)
{
    use_table(2);
}

static void release(void)
{
    nd_pool_release(0);
}

int core_run(const char *name, void (*add_tests)(TCase *))
{
    static const SFun use[MAX_TABLES] = {use_first, use_second, use_third};
    size_t count;
    const struct kernels *const *all = kernels_available(&count);
    if (count > MAX_TABLES) {
        fprintf(stderr, "more tables of kernels than arrays.c can select\n");
        return 1;
    }
    Suite *suite = suite_create(name);
    for (size_t i = 0; i < count; i++) {
        TCase *tcase = tcase_create(all[i]->name);
        tcase_set_timeout(tcase, 60);
        tcase_add_checked_fixture(tcase, use[i], release);
        add_tests(tcase);
        suite_add_tcase(suite, tcase);
    }
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures > 0;
}
