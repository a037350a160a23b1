#include "tensor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "poison.h"

struct poison tensor_poison = {.f32 = 0x7fc0dead, .f64 = 0x7ff8deadbeefdeadULL, .i64 = INT64_MIN + 0x5eed};

static const size_t element_bytes[] = {[DTYPE_F32] = 4, [DTYPE_F64] = 8, [DTYPE_I64] = 8};

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "tensor_new: %s\n", why);
    exit(1);
}

static void fill_with_poison(tensor *t, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (t->dtype == DTYPE_F32)
            memcpy(&t->f32[i], &tensor_poison.f32, 4); /* as bytes: a float copy could change a NaN's payload */
        else if (t->dtype == DTYPE_F64)
            memcpy(&t->f64[i], &tensor_poison.f64, 8);
        else
            t->i64[i] = tensor_poison.i64;
    }
}

tensor *tensor_new(tensor_dtype dtype, int rank, const int64_t *shape)
{
    if (rank < 0 || rank > TENSOR_MAX_RANK)
        give_up("more than 8 dimensions");
    size_t size = 1;
    for (int k = 0; k < rank; k++) {
        if (shape[k] < 0)
            give_up("a dimension is negative");
        if (__builtin_mul_overflow(size, (size_t)shape[k], &size) || size > SIZE_MAX / 16)
            give_up("the shape is too large");
    }
    tensor *t = malloc(sizeof *t);
    if (!t)
        give_up("out of memory");
    memset(t, 0, sizeof *t);
    t->dtype = dtype;
    t->rank = rank;
    for (int k = 0; k < rank; k++)
        t->shape[k] = shape[k];
    t->data = aligned_alloc(64, (size * element_bytes[dtype] + 64) / 64 * 64);
    if (!t->data)
        give_up("out of memory");
    fill_with_poison(t, size);
    return t;
}

tensor *tensor_scalar_f32(float value)
{
    tensor *t = tensor_new(DTYPE_F32, 0, NULL);
    t->f32[0] = value;
    return t;
}

tensor *tensor_scalar_f64(double value)
{
    tensor *t = tensor_new(DTYPE_F64, 0, NULL);
    t->f64[0] = value;
    return t;
}

tensor *tensor_scalar_i64(int64_t value)
{
    tensor *t = tensor_new(DTYPE_I64, 0, NULL);
    t->i64[0] = value;
    return t;
}

void tensor_free(tensor *t)
{
    if (t)
        free(t->data);
    free(t);
}
