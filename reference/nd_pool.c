#include "reference/nd_pool.h"

#include <stdlib.h>
#include <string.h>

#include "reference/nd_walk.h"

#if defined(__has_include)
#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum { ALIGNMENT = 64, SPARE_MAX = 16, SPARE_MIN_BYTES = 64 * 1024 };

struct nd_storage {
    _Alignas(ALIGNMENT) size_t references;
    size_t bytes; /* behind this header */
};

static const size_t element_bytes[] = {[DTYPE_F32] = 4, [DTYPE_F64] = 8, [DTYPE_I64] = 8};

static _Thread_local struct {
    nd **made;
    size_t count, capacity;
    struct nd_storage *spare[SPARE_MAX];
    size_t spares;
} pool;

/* --- blocks of elements --- */

static struct nd_storage *storage_new(size_t bytes)
{
    for (size_t i = 0; i < pool.spares; i++) {
        struct nd_storage *s = pool.spare[i];
        if (s->bytes >= bytes && s->bytes / 2 <= bytes) {
            pool.spare[i] = pool.spare[--pool.spares];
            ASAN_UNPOISON_MEMORY_REGION(s + 1, bytes);
            s->references = 0;
            return s;
        }
    }
    struct nd_storage *s = aligned_alloc(ALIGNMENT, sizeof *s + bytes);
    if (s)
        *s = (struct nd_storage){.bytes = bytes};
    return s;
}

static void storage_free(struct nd_storage *s)
{
    ASAN_UNPOISON_MEMORY_REGION(s + 1, s->bytes);
    free(s);
}

static void storage_drop(struct nd_storage *s)
{
    if (!s || --s->references > 0)
        return;
    if (s->bytes < SPARE_MIN_BYTES) {
        free(s);
        return;
    }
    if (pool.spares == SPARE_MAX) { /* the oldest goes */
        storage_free(pool.spare[0]);
        memmove(pool.spare, pool.spare + 1, --pool.spares * sizeof pool.spare[0]);
    }
    ASAN_POISON_MEMORY_REGION(s + 1, s->bytes);
    pool.spare[pool.spares++] = s;
}

/* --- the stack of descriptors --- */

size_t nd_pool_mark(void)
{
    return pool.count;
}

nd *nd_keep(nd *x)
{
    x->kept = true;
    return x;
}

void nd_pool_release(size_t mark)
{
    size_t left = mark;
    for (size_t i = mark; i < pool.count; i++) {
        nd *x = pool.made[i];
        if (x->kept && mark > 0) {
            x->kept = false;
            pool.made[left++] = x;
        } else {
            storage_drop(x->storage);
            free(x);
        }
    }
    pool.count = left < pool.count ? left : pool.count;
    if (mark > 0)
        return;
    while (pool.spares > 0)
        storage_free(pool.spare[--pool.spares]);
    free(pool.made);
    pool.made = NULL;
    pool.capacity = 0;
}

nd *nd_pool_add(const nd *x)
{
    if (pool.count == pool.capacity) {
        size_t capacity = pool.capacity ? pool.capacity * 2 : 64;
        nd **made = realloc(pool.made, capacity * sizeof *made);
        if (!made)
            nd_fail("nd_pool: out of memory");
        pool.made = made;
        pool.capacity = capacity;
    }
    nd *copy = malloc(sizeof *copy);
    if (!copy)
        nd_fail("nd_pool: out of memory");
    *copy = *x;
    copy->kept = false;
    if (copy->storage)
        copy->storage->references++;
    return pool.made[pool.count++] = copy;
}

void nd_check_shape(const char *who, int rank, const int64_t *shape)
{
    if (rank < 0 || rank > ND_MAX_RANK)
        nd_fail("%s: %d dimensions, at most %d are possible", who, rank, ND_MAX_RANK);
    int64_t size = 1;
    for (int k = 0; k < rank; k++) {
        if (shape[k] < 0)
            nd_fail("%s: a dimension of shape %s is negative", who, nd_shape_text(rank, shape));
        if (__builtin_mul_overflow(size, shape[k] > 0 ? shape[k] : 1, &size) || size > INT64_MAX / 16)
            nd_fail("%s: shape %s is too large", who, nd_shape_text(rank, shape));
    }
}

nd *nd_new(tensor_dtype dtype, int rank, const int64_t *shape)
{
    nd_check_shape("nd_new", rank, shape);
    nd x = {.dtype = dtype, .rank = rank};
    for (int k = 0; k < rank; k++)
        x.shape[k] = shape[k];
    nd_row_major(rank, shape, x.stride);
    size_t bytes = (size_t)nd_size(&x) * element_bytes[dtype];
    x.storage = storage_new((bytes + ALIGNMENT) / ALIGNMENT * ALIGNMENT);
    if (!x.storage)
        nd_fail("nd_new: no memory for shape %s of %s", nd_text(&x), nd_dtype_text(dtype));
    x.data = x.storage + 1;
    return nd_pool_add(&x);
}

nd *nd_over_shape(tensor_dtype dtype, void *data, int rank, const int64_t *shape)
{
    nd_check_shape("nd_over", rank, shape);
    nd x = {.dtype = dtype, .rank = rank, .data = data};
    for (int k = 0; k < rank; k++)
        x.shape[k] = shape[k];
    nd_row_major(rank, shape, x.stride);
    return nd_pool_add(&x);
}
