/* kernels.h - the arithmetic of the tensor core: one table of functions over contiguous arrays for each instruction
 * set.
 *
 * A table is chosen once, at the first kernels_get(): avx512 (f, dq, bw, vl) before avx2 (with fma), neon on aarch64,
 * and scalar everywhere. The environment variable JUDGE_SIMD=scalar|avx2|avx512|neon forces one; a box of the judge has
 * no environment, and takes the best. Each instruction set is one file (kernels_avx2.c, ...) over one shared template;
 * kernels_scalar.c is independent plain C, against which the others are tested.
 *
 * Kernels do not fail, do not allocate and hold no state: callers check shapes and indices, own every array, and may
 * call from several threads. Sizes count elements and may be 0. Arrays need the alignment of their type only. Unless
 * said otherwise an output may be one of the inputs (the same pointer) but must not overlap one in another way.
 * Matrices are row-major. NaN passes through max, min, relu and every reduction, as in PyTorch.
 * Sums of whole arrays and of long rows are carried in double, those in products of f32 in f32. No result depends on
 * the number of threads.
 */
#ifndef REFERENCE_KERNELS_H
#define REFERENCE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/err.h"

#ifdef __FAST_MATH__
#error "-ffast-math breaks NaN, infinities and the order of sums: build the tensor core without it"
#endif

/* y[i] = f(x[i]) */
enum kernels_map {
    MAP_NEG,
    MAP_ABS,
    MAP_SQUARE,
    MAP_SQRT,
    MAP_RSQRT, /* 1 / sqrt(x), correctly rounded steps */
    MAP_RECIPROCAL,
    MAP_EXP,
    MAP_LOG,
    MAP_TANH,
    MAP_SIGMOID,
    MAP_RELU,
    MAP_GELU,      /* x/2 (1 + erf(x / sqrt 2)) */
    MAP_GELU_TANH, /* x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) */
    MAP_COUNT
};

/* z[i] = f(x[i], y[i]) */
enum kernels_zip {
    ZIP_ADD,
    ZIP_SUB,
    ZIP_MUL,
    ZIP_DIV,
    ZIP_MAX,
    ZIP_MIN,
    ZIP_RELU_GRAD,    /* x > 0 ? y : 0: x is relu's input or output, y the gradient that arrives */
    ZIP_TANH_GRAD,    /* y (1 - x x): x is tanh's output */
    ZIP_SIGMOID_GRAD, /* y x (1 - x): x is sigmoid's output */
    ZIP_COUNT
};

/* Which operand of a zip is an array; the other then points to one value. */
enum kernels_form { FORM_ARRAYS, FORM_ARRAY_SCALAR, FORM_SCALAR_ARRAY, FORM_COUNT };

/* How the operands of a product are stored: A as [m,k] or transposed as [k,m]; B as [k,n] or transposed as [n,k]. */
enum kernels_gemm { GEMM_NN, GEMM_NT, GEMM_TN, GEMM_TT, GEMM_COUNT };

/* Hyperparameters of one Adam or AdamW step, as torch.optim has them; `step` counts from 1. */
struct kernels_adam {
    double lr, beta1, beta2, eps, weight_decay;
    bool decoupled; /* AdamW: the decay shrinks the parameter instead of joining the gradient */
    size_t step;
};

/* Hyperparameters of one step of SGD, as torch.optim has them. */
struct kernels_sgd {
    double lr, momentum, dampening, weight_decay;
    bool nesterov;
    bool first; /* the momentum buffer is uninitialised: it becomes the gradient, undamped */
};

/* The same table for float and double: struct kernels_f32 and struct kernels_f64. */
#define T         float
#define KERNELS_T kernels_f32
#include "reference/kernels_table.inc.h"
#undef T
#undef KERNELS_T
#define T         double
#define KERNELS_T kernels_f64
#include "reference/kernels_table.inc.h"
#undef T
#undef KERNELS_T

/* Whole numbers wrap around on overflow, as PyTorch's do. Division is the caller's (it can fail). */
struct kernels_i64 {
    void (*zip[ZIP_MIN + 1][FORM_COUNT])(size_t n, const int64_t *x, const int64_t *y,
                                         int64_t *z); /* no ZIP_DIV: NULL */
    int64_t (*sum)(size_t n, const int64_t *x);
    int64_t (*max)(size_t n, const int64_t *x); /* n >= 1 */
    int64_t (*min)(size_t n, const int64_t *x);
    size_t (*argmax)(size_t n, const int64_t *x); /* first of equals */
    size_t (*argmin)(size_t n, const int64_t *x);
};

struct kernels {
    const char *name; /* "scalar", "avx2", "avx512" or "neon" */
    struct kernels_f32 f32;
    struct kernels_f64 f64;
    struct kernels_i64 i64;
    void (*f32_to_f64)(size_t n, const float *x, double *y);
    void (*f64_to_f32)(size_t n, const double *x, float *y);
    void (*i64_to_f32)(size_t n, const int64_t *x, float *y);
    void (*i64_to_f64)(size_t n, const int64_t *x, double *y);
};

/* The table in use. Aborts with a message on stderr when JUDGE_SIMD names one that is unknown or that this machine
 * lacks: a core that silently computed with other kernels than asked for would make its tests worthless. Programs that
 * would rather report that call kernels_select(NULL, err) first. */
const struct kernels *kernels_get(void);

/* The name of the table in use. */
const char *kernels_name(void);

/* Makes kernels_get() return the table `name` (NULL: the one that JUDGE_SIMD names, or else the best). ERR_USE when
 * there is no such table on this machine; the text lists those that there are. Not to be called while kernels run. */
int kernels_select(const char *name, struct err *err);

/* Every table that this machine can run, the best first, scalar last. */
const struct kernels *const *kernels_available(size_t *ret_count);

/* Threads for products and attention of more than some 20 MFLOP; 1 unless set. The helpers spin for some 50 us after
 * their work, then sleep. Not to be called while kernels run. Fewer are used when no more can be started; returns how
 * many. */
size_t kernels_set_threads(size_t n);

#endif
