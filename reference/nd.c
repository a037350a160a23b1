#include "reference/nd.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference/kernels.h"
#include "reference/nd_pool.h"
#include "reference/nd_view.h"
#include "reference/nd_walk.h"

static const char *const dtype_names[] = {[DTYPE_F32] = "f32", [DTYPE_F64] = "f64", [DTYPE_I64] = "i64"};

/* --- errors --- */

static void print_error(const char *message)
{
    fprintf(stderr, "%s\n", message);
}

static _Thread_local nd_error_handler *on_error = print_error;

nd_error_handler *nd_on_error(nd_error_handler *handler)
{
    nd_error_handler *before = on_error;
    on_error = handler ? handler : print_error;
    return before;
}

_Noreturn void nd_fail(const char *format, ...)
{
    char message[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    on_error(message);
    abort();
}

const char *nd_shape_text(int rank, const int64_t *shape)
{
    enum { TEXTS = 6, LENGTH = ND_MAX_RANK * 21 + 3 };
    static _Thread_local char texts[TEXTS][LENGTH];
    static _Thread_local int next;
    char *text = texts[next++ % TEXTS];
    int at = snprintf(text, LENGTH, "(");
    for (int k = 0; k < rank && k < ND_MAX_RANK; k++)
        at += snprintf(text + at, (size_t)(LENGTH - at), "%s%" PRId64, k ? "," : "", shape[k]);
    snprintf(text + at, (size_t)(LENGTH - at), ")");
    return text;
}

const char *nd_text(const nd *x)
{
    return nd_shape_text(x->rank, x->shape);
}

const char *nd_dtype_text(tensor_dtype dtype)
{
    return dtype_names[dtype];
}

/* --- making arrays --- */

static void check_value(const char *who, tensor_dtype dtype, double value)
{
    if (dtype == DTYPE_I64 && !(value == trunc(value) && fabs(value) <= 0x1p53))
        nd_fail("%s: %g is not a whole number that i64 can hold here: use f64 or nd_astype", who, value);
}

nd *nd_new_full(tensor_dtype dtype, double value, int rank, const int64_t *shape)
{
    nd *x = nd_new(dtype, rank, shape);
    nd_fill(x, value);
    return x;
}

nd *nd_empty_like(const nd *x)
{
    return nd_new(x->dtype, x->rank, x->shape);
}

nd *nd_zeros_like(const nd *x)
{
    return nd_new_full(x->dtype, 0, x->rank, x->shape);
}

nd *nd_full_like(const nd *x, double value)
{
    return nd_new_full(x->dtype, value, x->rank, x->shape);
}

nd *nd_scalar(tensor_dtype dtype, double value)
{
    return nd_new_full(dtype, value, 0, NULL);
}

nd *nd_arange(tensor_dtype dtype, double start, double stop, double step)
{
    double n = ceil((stop - start) / step);
    if (step == 0 || !(n < 0x1p53))
        nd_fail("nd_arange: no whole number of steps of %g leads from %g to %g", step, start, stop);
    check_value("nd_arange", dtype, start);
    check_value("nd_arange", dtype, step);
    nd *x = nd_new(dtype, 1, (int64_t[]){n > 0 ? (int64_t)n : 0});
#define FILL(t)                                                                                                        \
    for (int64_t i = 0; i < x->shape[0]; i++)                                                                          \
    x->t[i] = (nd_c_##t)(start + (double)i * step)
    ND_BY_DTYPE(dtype, FILL);
#undef FILL
    return x;
}

nd *nd_eye(tensor_dtype dtype, int64_t n)
{
    nd *x = nd_zeros(dtype, n, n);
    nd_fill(nd_diagonal(x, 0, 1), 1);
    return x;
}

/* --- the bridge --- */

tensor *nd_to_tensor(const nd *x)
{
    tensor *t = tensor_new(x->dtype, x->rank, x->shape);
    nd over = {.dtype = x->dtype, .rank = x->rank, .data = t->data};
    memcpy(over.shape, x->shape, sizeof over.shape);
    nd_row_major(over.rank, over.shape, over.stride);
    nd_assign(&over, x);
    return t;
}

nd *nd_from(const tensor *t)
{
    nd *x = nd_over_shape(t->dtype, t->data, t->rank, t->shape);
    x->read_only = true;
    return x;
}

nd *nd_from_f64(const tensor *t)
{
    nd *view = nd_from(t);
    return t->dtype == DTYPE_F64 ? nd_clone(view) : nd_astype(view, DTYPE_F64);
}

/* --- reading --- */

static double element(const nd *x, int64_t at)
{
    return x->dtype == DTYPE_F32 ? x->f32[at] : x->dtype == DTYPE_F64 ? x->f64[at] : (double)x->i64[at];
}

double nd_at_index(const nd *x, int count, const int64_t *index)
{
    if (count != x->rank)
        nd_fail("nd_at: %d indices for an array of shape %s", count, nd_text(x));
    int64_t at = 0;
    for (int k = 0; k < count; k++) {
        int64_t i = index[k] < 0 ? index[k] + x->shape[k] : index[k];
        if (i < 0 || i >= x->shape[k])
            nd_fail("nd_at: index %" PRId64 " is out of range in axis %d of shape %s", index[k], k, nd_text(x));
        at += i * x->stride[k];
    }
    return element(x, at);
}

double nd_item(const nd *x)
{
    if (nd_size(x) != 1)
        nd_fail("nd_item: shape %s has not exactly one element", nd_text(x));
    return element(x, 0);
}

bool nd_is_contiguous(const nd *x)
{
    if (nd_size(x) == 0)
        return true;
    int64_t stride = 1;
    for (int k = x->rank - 1; k >= 0; k--) {
        if (x->shape[k] != 1 && x->stride[k] != stride)
            return false;
        stride *= x->shape[k];
    }
    return true;
}

bool nd_is_float(const nd *x)
{
    return x->dtype != DTYPE_I64;
}

bool nd_same_shape(const nd *x, const nd *y)
{
    return x->rank == y->rank && memcmp(x->shape, y->shape, sizeof x->shape[0] * (size_t)x->rank) == 0;
}

void nd_fill(nd *y, double value)
{
    check_value("nd_fill", y->dtype, value);
    if (y->read_only)
        nd_fail("nd_fill: the array of shape %s is read-only: take nd_clone of it", nd_text(y));
    struct nd_walk w;
    nd_walk_init(&w, y->rank, y->shape, 1, (const int64_t *[]){y->stride});
    while (nd_walk_next(&w)) {
#define FILL(t)                                                                                                        \
    for (int64_t i = 0; i < w.length; i++)                                                                             \
    y->t[w.at[0] + i * w.step[0]] = (nd_c_##t)value
        ND_BY_DTYPE(y->dtype, FILL);
#undef FILL
    }
}
