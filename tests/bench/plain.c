/* plain.c - every operation as the obvious C loop: what the results of all others are compared with. */
#include "tests/bench/ops.h"
#include <math.h>

#define E(name, f)                                                                                                     \
    {                                                                                                                  \
        name, (bt_any)(f)                                                                                              \
    }

#define GEMM(T, S)                                                                                                     \
    static void gemm_ikj_##S(size_t m, size_t n, size_t k, const T *restrict a, size_t lda, const T *restrict b,       \
                             size_t ldb, T *restrict c, size_t ldc)                                                    \
    {                                                                                                                  \
        for (size_t i = 0; i < m; i++) {                                                                               \
            for (size_t j = 0; j < n; j++)                                                                             \
                c[i * ldc + j] = 0;                                                                                    \
            for (size_t p = 0; p < k; p++)                                                                             \
                for (size_t j = 0; j < n; j++)                                                                         \
                    c[i * ldc + j] += a[i * lda + p] * b[p * ldb + j];                                                 \
        }                                                                                                              \
    }                                                                                                                  \
    static void gemm_nt_##S(size_t m, size_t n, size_t k, const T *a, size_t lda, const T *b, size_t ldb, T *c,        \
                            size_t ldc)                                                                                \
    {                                                                                                                  \
        for (size_t i = 0; i < m; i++)                                                                                 \
            for (size_t j = 0; j < n; j++) {                                                                           \
                T sum = 0;                                                                                             \
                for (size_t p = 0; p < k; p++)                                                                         \
                    sum += a[i * lda + p] * b[j * ldb + p];                                                            \
                c[i * ldc + j] = sum;                                                                                  \
            }                                                                                                          \
    }                                                                                                                  \
    static void gemm_tn_##S(size_t m, size_t n, size_t k, const T *restrict a, size_t lda, const T *restrict b,        \
                            size_t ldb, T *restrict c, size_t ldc)                                                     \
    {                                                                                                                  \
        for (size_t i = 0; i < m; i++)                                                                                 \
            for (size_t j = 0; j < n; j++)                                                                             \
                c[i * ldc + j] = 0;                                                                                    \
        for (size_t p = 0; p < k; p++)                                                                                 \
            for (size_t i = 0; i < m; i++)                                                                             \
                for (size_t j = 0; j < n; j++)                                                                         \
                    c[i * ldc + j] += a[p * lda + i] * b[p * ldb + j];                                                 \
    }
GEMM(float, f32)
GEMM(double, f64)

static void batch_nn(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    for (size_t i = 0; i < count; i++)
        gemm_ikj_f32(m, n, k, a + i * m * k, k, b + i * k * n, n, c + i * m * n, n);
}
static void batch_nt(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    for (size_t i = 0; i < count; i++)
        gemm_nt_f32(m, n, k, a + i * m * k, k, b + i * k * n, k, c + i * m * n, n);
}

#define MAP(NAME, T, EXPR)                                                                                             \
    static void NAME(size_t n, const T *restrict x, T *restrict y)                                                     \
    {                                                                                                                  \
        for (size_t i = 0; i < n; i++) {                                                                               \
            T u = x[i];                                                                                                \
            y[i] = (EXPR);                                                                                             \
        }                                                                                                              \
    }
MAP(exp_32, float, expf(u))
MAP(exp_64, double, exp(u))
MAP(sigmoid_32, float, 1.0f / (1.0f + expf(-u)))
MAP(tanh_32, float, tanhf(u))
MAP(relu_32, float, u > 0 ? u : 0)

static void add_32(size_t n, const float *restrict x, const float *restrict y, float *restrict z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = x[i] + y[i];
}
static void mul_32(size_t n, const float *restrict x, const float *restrict y, float *restrict z)
{
    for (size_t i = 0; i < n; i++)
        z[i] = x[i] * y[i];
}
static float sum_32(size_t n, const float *x)
{
    float s = 0;
    for (size_t i = 0; i < n; i++)
        s += x[i];
    return s;
}
static float max_32(size_t n, const float *x)
{
    float s = x[0];
    for (size_t i = 1; i < n; i++)
        s = x[i] > s ? x[i] : s;
    return s;
}
static void sum0_32(size_t rows, size_t cols, const float *restrict x, float *restrict y)
{
    for (size_t j = 0; j < cols; j++)
        y[j] = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++)
            y[j] += x[i * cols + j];
}
static void sum1_32(size_t rows, size_t cols, const float *x, float *y)
{
    for (size_t i = 0; i < rows; i++)
        y[i] = sum_32(cols, x + i * cols);
}
static void softmax_32(size_t rows, size_t cols, const float *x, float *y)
{
    for (size_t i = 0; i < rows; i++, x += cols, y += cols) {
        float top = max_32(cols, x), sum = 0;
        for (size_t j = 0; j < cols; j++)
            y[j] = expf(x[j] - top);
        for (size_t j = 0; j < cols; j++)
            sum += y[j];
        for (size_t j = 0; j < cols; j++)
            y[j] /= sum;
    }
}
static void layernorm_32(size_t rows, size_t cols, const float *x, const float *gamma, const float *beta, float eps,
                         float *y)
{
    for (size_t i = 0; i < rows; i++, x += cols, y += cols) {
        float mean = sum_32(cols, x) / (float)cols, var = 0;
        for (size_t j = 0; j < cols; j++)
            var += (x[j] - mean) * (x[j] - mean);
        float scale = 1.0f / sqrtf(var / (float)cols + eps);
        for (size_t j = 0; j < cols; j++)
            y[j] = (x[j] - mean) * scale * gamma[j] + beta[j];
    }
}
static void dropout_32(size_t n, const float *restrict x, float p, uint64_t seed, float *restrict y)
{
    uint64_t s = seed * 2685821657736338717u + 1;
    float scale = 1.0f / (1.0f - p);
    for (size_t i = 0; i < n; i++) {
        s ^= s >> 12;
        s ^= s << 25;
        s ^= s >> 27;
        float u = (float)((s * 2685821657736338717u) >> 40) * 0x1p-24f;
        y[i] = u >= p ? x[i] * scale : 0;
    }
}
static void embedmean_32(size_t batch, size_t len, size_t dim, const float *restrict table,
                         const int64_t *restrict index, float *restrict out)
{
    for (size_t b = 0; b < batch; b++, out += dim) {
        for (size_t d = 0; d < dim; d++)
            out[d] = 0;
        for (size_t l = 0; l < len; l++)
            for (size_t d = 0; d < dim; d++)
                out[d] += table[(size_t)index[b * len + l] * dim + d];
        for (size_t d = 0; d < dim; d++)
            out[d] /= (float)len;
    }
}
static void attention_32(size_t batch, size_t time, size_t chan, const float *q, const float *k, const float *v,
                         float *out)
{
    float score[4096], scale = 1.0f / sqrtf((float)chan);
    for (size_t b = 0; b < batch; b++) {
        size_t base = b * time * chan;
        for (size_t t = 0; t < time; t++) {
            const float *qt = q + base + t * chan;
            float *ot = out + base + t * chan;
            for (size_t s = 0; s <= t; s++) {
                float dot = 0;
                for (size_t c = 0; c < chan; c++)
                    dot += qt[c] * k[base + s * chan + c];
                score[s] = dot * scale;
            }
            softmax_32(1, t + 1, score, score);
            for (size_t c = 0; c < chan; c++)
                ot[c] = 0;
            for (size_t s = 0; s <= t; s++)
                for (size_t c = 0; c < chan; c++)
                    ot[c] += score[s] * v[base + s * chan + c];
        }
    }
}
static float xent_32(size_t rows, size_t cols, const float *x, const int64_t *target)
{
    float loss = 0;
    for (size_t i = 0; i < rows; i++, x += cols) {
        float top = max_32(cols, x), sum = 0;
        for (size_t j = 0; j < cols; j++)
            sum += expf(x[j] - top);
        loss += logf(sum) + top - x[target[i]];
    }
    return loss / (float)rows;
}
static void adam_32(size_t n, float *restrict p, const float *restrict g, float *restrict m, float *restrict v,
                    float lr, float beta1, float beta2, float eps, size_t step)
{
    float c1 = 1.0f - powf(beta1, (float)step), c2 = 1.0f - powf(beta2, (float)step);
    for (size_t i = 0; i < n; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        p[i] -= lr * (m[i] / c1) / (sqrtf(v[i] / c2) + eps);
    }
}

const bt_entry plain_table[] = {E("gemm_f32_nn", gemm_ikj_f32),
                                E("gemm_f32_nt", gemm_nt_f32),
                                E("gemm_f32_tn", gemm_tn_f32),
                                E("gemm_f64_nn", gemm_ikj_f64),
                                E("gemm_f64_nt", gemm_nt_f64),
                                E("gemm_f64_tn", gemm_tn_f64),
                                E("batch_f32_nn", batch_nn),
                                E("batch_f32_nt", batch_nt),
                                E("exp_f32", exp_32),
                                E("exp_f64", exp_64),
                                E("sigmoid_f32", sigmoid_32),
                                E("tanh_f32", tanh_32),
                                E("relu_f32", relu_32),
                                E("add_f32", add_32),
                                E("mul_f32", mul_32),
                                E("sum_f32", sum_32),
                                E("max_f32", max_32),
                                E("sum0_f32", sum0_32),
                                E("sum1_f32", sum1_32),
                                E("softmax_f32", softmax_32),
                                E("layernorm_f32", layernorm_32),
                                E("dropout_f32", dropout_32),
                                E("embedmean_f32", embedmean_32),
                                E("attention_f32", attention_32),
                                E("xent_f32", xent_32),
                                E("adam_f32", adam_32),
                                {NULL, NULL}};
