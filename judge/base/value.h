/* value.h - what travels through a signature: scalars, strings and tensors, as the judge holds them.
 *
 * A value owns its memory; value_release gives it back and leaves VALUE_NONE. Tensors are dense, row-major, with at
 * most VALUE_MAX_RANK dimensions. Nothing here looks at untrusted bytes: that is frame.h's business.
 */
#ifndef JUDGE_VALUE_H
#define JUDGE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/guest/frame.h"

enum { VALUE_MAX_RANK = 8 };

/* The kinds are the frame's: one list for both sides of the line. */
struct value {
    enum frame_kind kind;
    int rank;
    int64_t shape[VALUE_MAX_RANK];
    union {
        int64_t i64;   /* FRAME_I64, FRAME_BOOL */
        double f64;    /* FRAME_F64 */
        float *f32s;   /* FRAME_TENSOR_F32 */
        double *f64s;  /* FRAME_TENSOR_F64 */
        int64_t *i64s; /* FRAME_TENSOR_I64 */
        char *text;    /* FRAME_STR, FRAME_OTHER: shape[0] bytes and a NUL behind them */
        char **texts;  /* FRAME_STRINGS: shape[0] NUL-terminated strings */
        void *data;
    };
};

/* An owned list of values. */
struct values {
    size_t count;
    struct value *at;
};

void value_release(struct value *value);
void values_release(struct values *values);

/* Elements of a tensor (1 for rank 0); 1 for every other kind. */
int64_t value_size(const struct value *value);

bool value_is_tensor(const struct value *value);
/* A tensor or a scalar whose elements are float / whole numbers (bool counts as neither). */
bool value_is_float(const struct value *value);
bool value_is_integer(const struct value *value);

/* Element `i` of a number or a numeric tensor, as double (an i64 beyond 2^53 loses digits: for display only). */
double value_number(const struct value *value, int64_t i);

/* A zeroed tensor; kind must be one of the tensor kinds. Aborts when memory ends, as every allocation of the judge
 * does. */
void value_init_tensor(struct value *value, enum frame_kind kind, int rank, const int64_t *shape);
void value_init_text(struct value *value, enum frame_kind kind, const char *text, size_t length);
/* A deep copy. */
void value_copy(struct value *value, const struct value *from);

/* "a float32 tensor of shape (3,4)", "an int64 number", "3 strings", "nothing", "dict": for messages. */
const char *value_describe(const struct value *value, char *buffer, size_t size);
/* "float32", "int64", "str", ... */
const char *value_kind_name(enum frame_kind kind);
/* "(3,4)", "(3,)", "()": as NumPy writes them. */
const char *value_shape_text(int rank, const int64_t *shape, char *buffer, size_t size);

/* malloc, calloc, realloc and strdup that end the program with a message instead of returning NULL. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
