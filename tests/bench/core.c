/* core.c - our tensor core as one more library of the benchmark: the operations of ops.h on the kernel table in use. */
#include "reference/kernels.h"
#include "tests/bench/peers.h"

#include <string.h>

#define GEMM(name, type, T, form)                                                                                      \
    static void name(size_t m, size_t n, size_t k, const T *a, size_t lda, const T *b, size_t ldb, T *c, size_t ldc)   \
    {                                                                                                                  \
        kernels_get()->type.gemm(form, false, m, n, k, a, lda, b, ldb, c, ldc);                                        \
    }
GEMM(gemm_f32_nn, f32, float, GEMM_NN)
GEMM(gemm_f32_nt, f32, float, GEMM_NT)
GEMM(gemm_f32_tn, f32, float, GEMM_TN)
GEMM(gemm_f64_nn, f64, double, GEMM_NN)
GEMM(gemm_f64_nt, f64, double, GEMM_NT)
GEMM(gemm_f64_tn, f64, double, GEMM_TN)

static void batch_nn(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    kernels_get()->f32.gemm_batch(GEMM_NN, false, count, m, n, k, a, k, m * k, b, n, k * n, c, n, m * n);
}

static void batch_nt(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    kernels_get()->f32.gemm_batch(GEMM_NT, false, count, m, n, k, a, k, m * k, b, k, k * n, c, n, m * n);
}

#define MAP(name, type, T, op)                                                                                         \
    static void name(size_t n, const T *x, T *y)                                                                       \
    {                                                                                                                  \
        kernels_get()->type.map[op](n, x, y);                                                                          \
    }
MAP(exp_f32, f32, float, MAP_EXP)
MAP(exp_f64, f64, double, MAP_EXP)
MAP(sigmoid_f32, f32, float, MAP_SIGMOID)
MAP(tanh_f32, f32, float, MAP_TANH)
MAP(relu_f32, f32, float, MAP_RELU)

static void add_f32(size_t n, const float *x, const float *y, float *z)
{
    kernels_get()->f32.zip[ZIP_ADD][FORM_ARRAYS](n, x, y, z);
}

static void mul_f32(size_t n, const float *x, const float *y, float *z)
{
    kernels_get()->f32.zip[ZIP_MUL][FORM_ARRAYS](n, x, y, z);
}

static float sum_f32(size_t n, const float *x)
{
    return (float)kernels_get()->f32.sum(n, x);
}

static float max_f32(size_t n, const float *x)
{
    return kernels_get()->f32.max(n, x);
}

static void sum0_f32(size_t rows, size_t cols, const float *x, float *y)
{
    kernels_get()->f32.sum_axis0(rows, cols, x, y);
}

static void sum1_f32(size_t rows, size_t cols, const float *x, float *y)
{
    kernels_get()->f32.sum_axis1(rows, cols, x, y);
}

static void softmax_f32(size_t rows, size_t cols, const float *x, float *y)
{
    kernels_get()->f32.softmax(rows, cols, x, y);
}

static void layernorm_f32(size_t rows, size_t cols, const float *x, const float *gamma, const float *beta, float eps,
                          float *y)
{
    kernels_get()->f32.layernorm(rows, cols, x, gamma, beta, eps, y);
}

static void dropout_f32(size_t n, const float *x, float p, uint64_t seed, float *y)
{
    kernels_get()->f32.dropout(n, x, (double)p, seed, y);
}

static void embedmean_f32(size_t batch, size_t len, size_t dim, const float *table, const int64_t *index, float *out)
{
    kernels_get()->f32.embed_mean(batch, len, dim, table, index, out);
}

static void attention_f32(size_t batch, size_t time, size_t chan, const float *q, const float *k, const float *v,
                          float *out)
{
    kernels_get()->f32.attention(batch, time, time, chan, 1 / __builtin_sqrtf((float)chan), true, q, k, v, out);
}

static float xent_f32(size_t rows, size_t cols, const float *logits, const int64_t *target)
{
    return (float)kernels_get()->f32.cross_entropy(rows, cols, logits, target, NULL);
}

static void adam_f32(size_t n, float *p, const float *g, float *m, float *v, float lr, float beta1, float beta2,
                     float eps, size_t step)
{
    struct kernels_adam h = {(double)lr, (double)beta1, (double)beta2, (double)eps, 0, false, step};
    kernels_get()->f32.adam(n, p, g, m, v, &h);
}

/* Linear - ReLU - Dropout - Linear over batch rows: h[batch,hid] is left as the second layer sees it. */
static void forward(const bt_mlp *net, size_t batch, const float *x, float *h, float *logits)
{
    const struct kernels_f32 *k = &kernels_get()->f32;
    const float *w1 = net->param, *b1 = w1 + net->in * net->hid, *w2 = b1 + net->hid, *b2 = w2 + net->hid * net->out;
    k->gemm(GEMM_NN, false, batch, net->hid, net->in, x, net->in, w1, net->hid, h, net->hid);
    k->add_row(batch, net->hid, h, b1, h);
    k->map[MAP_RELU](batch * net->hid, h, h);
    k->dropout(batch * net->hid, h, (double)net->drop, net->step, h);
    k->gemm(GEMM_NN, false, batch, net->out, net->hid, h, net->hid, w2, net->out, logits, net->out);
    k->add_row(batch, net->out, logits, b2, logits);
}

static void mlp_forward_f32(bt_mlp *net, size_t batch, const float *x, float *logits)
{
    forward(net, batch, x, net->work, logits);
}

static float mlp_step_f32(bt_mlp *net, size_t batch, const float *x, const int64_t *target)
{
    const struct kernels_f32 *k = &kernels_get()->f32;
    size_t in = net->in, hid = net->hid, out = net->out;
    float *h = net->work, *dh = h + batch * hid, *logits = dh + batch * hid;
    float *w2 = net->param + in * hid + hid, *g1 = net->grad, *gb1 = g1 + in * hid, *g2 = gb1 + hid,
          *gb2 = g2 + hid * out;
    forward(net, batch, x, h, logits);
    double loss = k->cross_entropy(batch, out, logits, target, logits);
    k->gemm(GEMM_TN, false, hid, out, batch, h, hid, logits, out, g2, out);
    k->sum_axis0(batch, out, logits, gb2);
    k->gemm(GEMM_NT, false, batch, hid, out, logits, out, w2, out, dh, hid);
    k->dropout(batch * hid, dh, (double)net->drop, net->step, dh); /* the mask of the forward pass again */
    k->zip[ZIP_RELU_GRAD][FORM_ARRAYS](batch * hid, h, dh, dh);
    k->sum_axis0(batch, hid, dh, gb1);
    k->gemm(GEMM_TN, false, in, hid, batch, x, in, dh, hid, g1, hid);
    struct kernels_adam adam = {(double)net->lr, 0.9, 0.999, 1e-8, 0, false, ++net->step};
    k->adam(net->params, net->param, net->grad, net->m, net->v, &adam);
    return (float)loss;
}

#define E(name)                                                                                                        \
    {                                                                                                                  \
#name, (bt_any)name                                                                                            \
    }

const bt_entry core_table[] = {
    E(gemm_f32_nn),
    E(gemm_f32_nt),
    E(gemm_f32_tn),
    E(gemm_f64_nn),
    E(gemm_f64_nt),
    E(gemm_f64_tn),
    {"batch_f32_nn", (bt_any)batch_nn},
    {"batch_f32_nt", (bt_any)batch_nt},
    E(exp_f32),
    E(exp_f64),
    E(sigmoid_f32),
    E(tanh_f32),
    E(relu_f32),
    E(add_f32),
    E(mul_f32),
    E(sum_f32),
    E(max_f32),
    E(sum0_f32),
    E(sum1_f32),
    E(softmax_f32),
    E(layernorm_f32),
    E(dropout_f32),
    E(embedmean_f32),
    E(attention_f32),
    E(xent_f32),
    E(adam_f32),
    E(mlp_forward_f32),
    E(mlp_step_f32),
    {NULL, NULL},
};

void core_set_threads(int n)
{
    kernels_set_threads((size_t)n);
}
