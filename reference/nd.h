/* nd.h - the array that references compute with: strided, shared, of any rank up to 8; float, double or int64.
 *
 *     nd *p = nd_matmul(nd_from_f64(X), nd_from_f64(w));
 *     return nd_to_tensor(p);
 *
 * Values. An operation never changes its operands; it returns a new, contiguous array, whose elements can be read as
 * x->f64[i]. Views (nd_view.h) share the elements of their operand instead: writing to one changes both. Only functions
 * that say so write in place, and they refuse arrays that borrow from a `const tensor` (nd_from).
 *
 * Memory. Every array belongs to its thread's pool and lives until nd_pool_release. A reference that judges one case
 * releases nothing. A long training loop gives back what each step made:
 *
 *     for (...) {
 *         size_t mark = nd_pool_mark();
 *         ... temporaries; parameters updated in place ...
 *         nd_pool_release(mark);
 *     }
 *
 * Elements are counted: a view that was kept keeps them after the array that it was taken of is gone.
 *
 * Errors. A wrong shape, axis, dtype or index is a bug of the caller: nd_fail says it on stderr, naming the function
 * and the shapes, and aborts. Nothing is clamped or guessed. nd_on_error puts another handler in place.
 */
#ifndef REFERENCE_ND_H
#define REFERENCE_ND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/guest/tensor.h"

enum { ND_MAX_RANK = TENSOR_MAX_RANK };

struct nd_storage;

typedef struct nd {
    tensor_dtype dtype;
    int rank;
    int64_t shape[ND_MAX_RANK];
    int64_t stride[ND_MAX_RANK]; /* elements from one index to the next; 0 in a broadcast axis, negative when flipped */
    union {                      /* element (0, ..., 0) */
        float *f32;
        double *f64;
        int64_t *i64;
        void *data;
    };
    struct nd_storage *storage; /* counted; NULL when the elements are borrowed */
    bool read_only;             /* borrowed from a const tensor */
    bool kept;                  /* survives the next nd_pool_release */
} nd;

/* A list of whole numbers as two arguments, count and pointer: ND_LIST(2, 3). May be empty. */
#define ND_LIST(...)                                                                                                   \
    (int)(sizeof((int64_t[]){0, ##__VA_ARGS__}) / sizeof(int64_t)) - 1, (const int64_t[]){0, ##__VA_ARGS__} + 1

/* --- errors --- */

/* Receives the finished message (one line, no newline). When it returns, the program aborts. */
typedef void nd_error_handler(const char *message);

/* Puts `handler` in place for this thread (NULL: the default, which prints to stderr) and returns the one before. */
nd_error_handler *nd_on_error(nd_error_handler *handler);

/* Reports a mistake of the caller; never returns. */
_Noreturn void nd_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "(3,4)", "(3)" or "()"; good until the sixth call from now in this thread. */
const char *nd_text(const nd *x);
const char *nd_shape_text(int rank, const int64_t *shape);

/* "f32", "f64" or "i64". */
const char *nd_dtype_text(tensor_dtype dtype);

/* --- the pool --- */

/* A mark for nd_pool_release: what is made from now on. */
size_t nd_pool_mark(void);

/* Frees every array made since the mark, but for kept ones. nd_pool_release(0) leaves nothing allocated. */
void nd_pool_release(size_t mark);

/* `x` survives the next release (and belongs to the level outside of it). Returns x. */
nd *nd_keep(nd *x);

/* --- making arrays --- */

/* Uninitialised. Fails when the rank exceeds 8, a dimension is negative or memory does not suffice. */
nd *nd_new(tensor_dtype dtype, int rank, const int64_t *shape);
nd *nd_new_full(tensor_dtype dtype, double value, int rank, const int64_t *shape);

/* nd_zeros(DTYPE_F32, 2, 3) is [2,3]; without dimensions it is a scalar. */
#define nd_empty(dtype, ...)       nd_new(dtype, ND_LIST(__VA_ARGS__))
#define nd_zeros(dtype, ...)       nd_new_full(dtype, 0.0, ND_LIST(__VA_ARGS__))
#define nd_ones(dtype, ...)        nd_new_full(dtype, 1.0, ND_LIST(__VA_ARGS__))
#define nd_full(dtype, value, ...) nd_new_full(dtype, value, ND_LIST(__VA_ARGS__))

/* Shape and dtype of x. */
nd *nd_empty_like(const nd *x);
nd *nd_zeros_like(const nd *x);
nd *nd_full_like(const nd *x, double value);

/* Rank 0. `value` must be whole for i64. */
nd *nd_scalar(tensor_dtype dtype, double value);

/* start, start + step, ... before `stop`: [ceil((stop - start) / step)]. Fails when step is 0. */
nd *nd_arange(tensor_dtype dtype, double start, double stop, double step);

/* [n,n]: ones on the diagonal, zeros elsewhere. */
nd *nd_eye(tensor_dtype dtype, int64_t n);

/* A view of an array of the caller, row-major, which must outlive it: nd_over(DTYPE_F64, values, 2, 3). */
nd *nd_over_shape(tensor_dtype dtype, void *data, int rank, const int64_t *shape);
#define nd_over(dtype, data, ...) nd_over_shape(dtype, data, ND_LIST(__VA_ARGS__))

/* --- the bridge to the container that entry points take and return --- */

/* A read-only view of the tensor's elements, which must outlive it. */
nd *nd_from(const tensor *t);

/* A new array with the tensor's elements as double. */
nd *nd_from_f64(const tensor *t);

/* A new tensor: the caller's, not of the pool. Same dtype and shape. */
tensor *nd_to_tensor(const nd *x);

/* --- reading, copying, converting --- */

static inline int64_t nd_size(const nd *x)
{
    int64_t size = 1;
    for (int k = 0; k < x->rank; k++)
        size *= x->shape[k];
    return size;
}

/* The element as a double: nd_at(x, i, j). Negative indices count from the end. Fails when there are not as many as
 * axes, or one is out of range. */
double nd_at_index(const nd *x, int count, const int64_t *index);
#define nd_at(x, ...) nd_at_index(x, ND_LIST(__VA_ARGS__))

/* The one element of an array of size 1. */
double nd_item(const nd *x);

bool nd_is_contiguous(const nd *x);
bool nd_is_float(const nd *x);
bool nd_same_shape(const nd *x, const nd *y);

/* Row-major elements: x itself where they are that already, else a copy. */
nd *nd_contiguous(const nd *x);

/* Always a copy, contiguous and writable. */
nd *nd_clone(const nd *x);

/* A copy of another dtype. To i64 truncates toward zero, as C; a NaN or a value outside of int64 fails. */
nd *nd_astype(const nd *x, tensor_dtype dtype);

/* In place: y[...] = x[...], x broadcast to the shape of y, converted to its dtype. y may be a view, but must not
 * overlap x. Fails when y is read-only. */
void nd_assign(nd *y, const nd *x);

/* In place: every element becomes `value`. */
void nd_fill(nd *y, double value);

#endif
