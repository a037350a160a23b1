/* tensor.h - the container that a solution works with. No operations: those are what you are here to write.
 *
 *     tensor *y = tensor_f32(n, 3);            a new n x 3 tensor of floats
 *     y->f32[i * y->shape[1] + j] = 1.5f;      row-major: element (i, j)
 *
 * A new tensor is NOT zero: its elements hold a pattern that the judge recognises, so that one which was never set
 * is reported as "never written" instead of as a strange number. Set every element before you add to it.
 *
 * Tensors are never freed for you while your function runs, and you need not free them: a process judges one case.
 */
#ifndef TENSOR_H
#define TENSOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { DTYPE_F32, DTYPE_F64, DTYPE_I64 } tensor_dtype;

enum { TENSOR_MAX_RANK = 8 };

typedef struct tensor {
    tensor_dtype dtype;
    int rank;                       /* number of dimensions; 0 for a scalar */
    int64_t shape[TENSOR_MAX_RANK]; /* shape[0] .. shape[rank-1] */
    union {                         /* the elements, row-major, of the member that dtype names */
        float *f32;
        double *f64;
        int64_t *i64;
        void *data;
    };
} tensor;

/* A list of strings, NUL-terminated UTF-8. */
typedef struct strings {
    int64_t n;
    const char *const *at;
} strings;

/* Number of elements: the product of the shape, 1 for a scalar. */
static inline int64_t tensor_size(const tensor *t)
{
    int64_t size = 1;
    for (int k = 0; k < t->rank; k++)
        size *= t->shape[k];
    return size;
}

/* A new tensor of the given shape. Ends the program with a message when the shape is negative, has more than
 * TENSOR_MAX_RANK dimensions, or does not fit into memory. */
tensor *tensor_new(tensor_dtype dtype, int rank, const int64_t *shape);

/* Rank-0 tensors. */
tensor *tensor_scalar_f32(float value);
tensor *tensor_scalar_f64(double value);
tensor *tensor_scalar_i64(int64_t value);

/* Gives the memory back. Never needed; NULL is fine. */
void tensor_free(tensor *t);

#ifdef __cplusplus
}

template <typename... Dims> inline tensor *tensor_make_(tensor_dtype dtype, Dims... dims)
{
    const int64_t shape[sizeof...(dims) + 1] = {static_cast<int64_t>(dims)..., 0};
    return tensor_new(dtype, static_cast<int>(sizeof...(dims)), shape);
}

template <typename... Dims> inline tensor *tensor_f32(Dims... dims)
{
    return tensor_make_(DTYPE_F32, dims...);
}

template <typename... Dims> inline tensor *tensor_f64(Dims... dims)
{
    return tensor_make_(DTYPE_F64, dims...);
}

template <typename... Dims> inline tensor *tensor_i64(Dims... dims)
{
    return tensor_make_(DTYPE_I64, dims...);
}
#else

/* tensor_f32(d0, d1, ...), tensor_f64(...), tensor_i64(...): a new tensor with these dimensions. */
#define tensor_f32(...) tensor_of_(DTYPE_F32, __VA_ARGS__)
#define tensor_f64(...) tensor_of_(DTYPE_F64, __VA_ARGS__)
#define tensor_i64(...) tensor_of_(DTYPE_I64, __VA_ARGS__)
#define tensor_of_(dtype, ...)                                                                                         \
    tensor_new(dtype, (int)(sizeof((int64_t[]){0, ##__VA_ARGS__}) / sizeof(int64_t)) - 1,                              \
               (int64_t[]){0, ##__VA_ARGS__} + 1)

#endif
#endif
