/* make_value.h - values for tests, written short. */
#ifndef TESTS_MAKE_VALUE_H
#define TESTS_MAKE_VALUE_H

#include "judge/base/value.h"

/* A tensor of this kind and shape with these numbers, in order. */
struct value make_tensor(enum frame_kind kind, int rank, const int64_t *shape, const double *numbers);
struct value make_scalar(double number);
struct value make_text(const char *text);

#define SHAPE(...)                                                                                                     \
    (int)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t)), (const int64_t[])                                       \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }
#define SCALAR          0, NULL
#define F32(shape, ...) make_tensor(FRAME_TENSOR_F32, shape, (const double[]){__VA_ARGS__})
#define F64(shape, ...) make_tensor(FRAME_TENSOR_F64, shape, (const double[]){__VA_ARGS__})
#define I64(shape, ...) make_tensor(FRAME_TENSOR_I64, shape, (const double[]){__VA_ARGS__})

#endif
