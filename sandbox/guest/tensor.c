#include "tensor.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "poison.h"

struct poison tensor_poison = {.f32 = 0x7fc0dead, .f64 = 0x7ff8deadbeefdeadULL, .i64 = INT64_MIN + 0x5eed};

static const size_t element_bytes[] = {[DTYPE_F32] = 4, [DTYPE_F64] = 8, [DTYPE_I64] = 8};

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "tensor_new: %s\n", why);
    exit(1);
}

/* As bytes: a float copy could change a NaN's payload. */
static void fill_with_poison(tensor_dtype dtype, unsigned char *at, size_t bytes)
{
    if (dtype == DTYPE_F32) {
        for (size_t i = 0; i < bytes; i += sizeof tensor_poison.f32)
            memcpy(at + i, &tensor_poison.f32, sizeof tensor_poison.f32);
    } else {
        const void *pattern = dtype == DTYPE_F64 ? (const void *)&tensor_poison.f64 : &tensor_poison.i64;
        uint64_t element;
        memcpy(&element, pattern, sizeof element);
        for (size_t i = 0; i < bytes; i += sizeof element)
            memcpy(at + i, &element, sizeof element);
    }
}

/* --- guards ------------------------------------------------------------------------------------------------------- */

enum { GUARD_BYTES = 64 };

/* All elements that tensor_new has made and tensor_free has not seen. By address, because all that stands in a tensor
 * is the solution's to change: a hash table with linear probing, a power of two large, at most half full. */
static struct made {
    const unsigned char *data; /* NULL: free */
    size_t bytes;
    unsigned char guard[GUARD_BYTES]; /* as it was laid: the pattern may change between a constructor and main */
} * made;
static size_t made_count, made_capacity;
static tensor broken;
static bool is_broken;

static size_t home_of(const void *data)
{
    return ((uintptr_t)data / 64 * 0x9e3779b97f4a7c15u >> 32) & (made_capacity - 1);
}

/* Its place, or the free one where it belongs. */
static struct made *place_of(const void *data)
{
    size_t i = home_of(data);
    while (made[i].data && made[i].data != data)
        i = (i + 1) & (made_capacity - 1);
    return &made[i];
}

static struct made *made_at(const void *data)
{
    struct made *entry = made_capacity ? place_of(data) : NULL;
    return entry && entry->data ? entry : NULL;
}

static void make_room(void)
{
    struct made *old = made;
    const size_t old_capacity = made_capacity;
    if (made_count < made_capacity / 2)
        return;
    made_capacity = made_capacity ? made_capacity * 2 : 128;
    made = calloc(made_capacity, sizeof *made);
    if (!made)
        give_up("out of memory");
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].data)
            *place_of(old[i].data) = old[i];
    }
    free(old);
}

/* Where the solution gave the elements back itself, their place is taken over. */
static void lay_guard(const tensor *t, size_t bytes)
{
    unsigned char *data = t->data;
    make_room();
    struct made *entry = place_of(data);
    made_count += !entry->data;
    entry->data = data;
    entry->bytes = bytes;
    fill_with_poison(t->dtype, entry->guard, GUARD_BYTES);
    memcpy(data + bytes, entry->guard, GUARD_BYTES);
}

/* What stands behind it, up to the next free place, moves up where that is nearer to its home. */
static void forget(struct made *entry)
{
    const size_t last = made_capacity - 1;
    size_t hole = (size_t)(entry - made);
    for (size_t i = (hole + 1) & last; made[i].data; i = (i + 1) & last) {
        if (((i - home_of(made[i].data)) & last) < ((i - hole) & last))
            continue;
        made[hole] = made[i];
        hole = i;
    }
    made[hole].data = NULL;
    made_count--;
}

/* Other elements than those that were made, at the same address (realloc by the solution): these have no guard. */
static bool is_as_made(const tensor *t, const struct made *entry)
{
    return t->dtype <= DTYPE_I64 && (size_t)tensor_size(t) * element_bytes[t->dtype] == entry->bytes;
}

void tensor_guard_check(const tensor *t)
{
    const struct made *entry = made_at(t->data);
    if (is_broken || !entry || !is_as_made(t, entry) ||
        memcmp(entry->data + entry->bytes, entry->guard, GUARD_BYTES) == 0)
        return;
    is_broken = true;
    broken = *t;
    broken.data = NULL;
}

const tensor *tensor_guard_broken(void)
{
    return is_broken ? &broken : NULL;
}

/* --- tensors ------------------------------------------------------------------------------------------------------ */

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
    const size_t bytes = size * element_bytes[dtype];
    t->data = aligned_alloc(64, (bytes + GUARD_BYTES + 63) / 64 * 64);
    if (!t->data)
        give_up("out of memory");
    fill_with_poison(dtype, t->data, bytes);
    lay_guard(t, bytes);
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
    if (!t)
        return;
    struct made *entry = made_at(t->data);
    if (entry) {
        tensor_guard_check(t);
        forget(entry);
    }
    free(t->data);
    free(t);
}
