/* ops.h - the operations measured, and how a library offers them: as a table of (operation's name, function), ended by
 * {NULL, NULL}, whose entries have the names and function types below. A library offers as few or as many as it has;
 * the others are skipped. core.c is ours, peers.c and sleef_ops.c are the peers', plain.c the obvious loops.
 *
 * All matrices are row-major and dense unless a leading dimension is given; sizes count elements.
 */
#ifndef BENCH_OPS_H
#define BENCH_OPS_H

#include <stddef.h>
#include <stdint.h>

typedef void (*bt_any)(void);
typedef struct {
    const char *name;
    bt_any fn;
} bt_entry;

/* "gemm_f32_nn": C[m,n] = A[m,k] B[k,n];  "gemm_f32_nt": B is [n,k];  "gemm_f32_tn": A is [k,m]. Likewise f64. */
typedef void bt_gemm_f32(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb, float *c,
                         size_t ldc);
typedef void bt_gemm_f64(size_t m, size_t n, size_t k, const double *a, size_t lda, const double *b, size_t ldb,
                         double *c, size_t ldc);

/* "batch_f32_nt", "batch_f32_nn": `count` products of contiguous matrices laid end to end. */
typedef void bt_batch_f32(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c);

/* "exp_f32", "sigmoid_f32", "tanh_f32", "relu_f32", "exp_f64": y[i] = f(x[i]). */
typedef void bt_map_f32(size_t n, const float *x, float *y);
typedef void bt_map_f64(size_t n, const double *x, double *y);

/* "add_f32", "mul_f32": z[i] = x[i] op y[i]. */
typedef void bt_zip_f32(size_t n, const float *x, const float *y, float *z);

/* "sum_f32", "max_f32". */
typedef float bt_reduce_f32(size_t n, const float *x);

/* "sum0_f32": y[cols], down the columns;  "sum1_f32": y[rows], along the rows. */
typedef void bt_axis_f32(size_t rows, size_t cols, const float *x, float *y);

/* "softmax_f32": along each row. */
typedef void bt_softmax_f32(size_t rows, size_t cols, const float *x, float *y);

/* "layernorm_f32": along each row, y = (x - mean) / sqrt(var + eps) * gamma + beta, var biased. */
typedef void bt_layernorm_f32(size_t rows, size_t cols, const float *x, const float *gamma, const float *beta,
                              float eps, float *y);

/* "dropout_f32": y[i] = keep ? x[i] / (1 - p) : 0, keep drawn from any generator of decent quality. */
typedef void bt_dropout_f32(size_t n, const float *x, float p, uint64_t seed, float *y);

/* "embedmean_f32": out[b] = mean over l of table[index[b,l]], rows of `dim`. */
typedef void bt_embedmean_f32(size_t batch, size_t len, size_t dim, const float *table, const int64_t *index,
                              float *out);

/* "attention_f32": out[B,T,C] = softmax(mask(Q K' / sqrt(C))) V, causal, one head. */
typedef void bt_attention_f32(size_t batch, size_t time, size_t chan, const float *q, const float *k, const float *v,
                              float *out);

/* "xent_f32": mean over rows of -log softmax(logits)[target]. */
typedef float bt_xent_f32(size_t rows, size_t cols, const float *logits, const int64_t *target);

/* "adam_f32": one step, bias corrected, no weight decay; `step` starts at 1. */
typedef void bt_adam_f32(size_t n, float *p, const float *g, float *m, float *v, float lr, float beta1, float beta2,
                         float eps, size_t step);

/* "mlp_forward_f32", "mlp_step_f32": Linear - ReLU - Dropout - Linear (- cross-entropy, backward, Adam).
 * A library that lacks these is measured through its own gemm_f32_* with plain C around it (named "lib+plain"). */
typedef struct {
    size_t in, hid, out, step;
    float drop, lr;
    float *param; /* w1[in,hid] b1[hid] w2[hid,out] b2[out], one block of `params` floats */
    float *grad, *m, *v;
    size_t params;
    float *work; /* at least 4 * batch * (hid + out) floats */
} bt_mlp;
typedef void bt_mlp_forward_f32(bt_mlp *net, size_t batch, const float *x, float *logits);
typedef float bt_mlp_step_f32(bt_mlp *net, size_t batch, const float *x, const int64_t *target);

#endif
