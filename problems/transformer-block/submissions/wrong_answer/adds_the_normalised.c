/* Mistake: adds the normalised numbers back instead of those that came in. */
#include "problem.h"

/* y = x W' + b: x is rows x in, W is out x in, b may be NULL. */
static void linear(const float *x, int64_t rows, int64_t in, const float *W, const float *b, int64_t out, float *y)
{
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t o = 0; o < out; o++) {
            float sum = b ? b[o] : 0;
            for (int64_t i = 0; i < in; i++)
                sum += x[r * in + i] * W[o * in + i];
            y[r * out + o] = sum;
        }
    }
}

static void norm(const float *x, int64_t rows, int64_t C, const float *gamma, const float *beta, float *y)
{
    for (int64_t r = 0; r < rows; r++, x += C, y += C) {
        float mean = 0, var = 0;
        for (int64_t c = 0; c < C; c++)
            mean += x[c] / C;
        for (int64_t c = 0; c < C; c++)
            var += (x[c] - mean) * (x[c] - mean) / C;
        for (int64_t c = 0; c < C; c++)
            y[c] = (x[c] - mean) / sqrtf(var + 1e-5f) * gamma[c] + beta[c];
    }
}

static void softmax(float *row, int64_t n)
{
    float largest = row[0], sum = 0;
    for (int64_t j = 1; j < n; j++)
        largest = fmaxf(largest, row[j]);
    for (int64_t j = 0; j < n; j++) {
        row[j] = expf(row[j] - largest);
        sum += row[j];
    }
    for (int64_t j = 0; j < n; j++)
        row[j] /= sum;
}

/* One head of one sentence; its results begin at y and lie `step` apart. */
static void attend(const float *query, const float *key, const float *value, int64_t T, int64_t H, float *y,
                   int64_t step)
{
    float *share = malloc(T * sizeof(float));
    for (int64_t i = 0; i < T; i++) {
        int64_t seen = i + 1;
        for (int64_t j = 0; j < seen; j++) {
            share[j] = 0;
            for (int64_t h = 0; h < H; h++)
                share[j] += query[i * H + h] * key[j * H + h];
            share[j] /= sqrtf(H);
        }
        softmax(share, seen);
        for (int64_t h = 0; h < H; h++) {
            y[i * step + h] = 0;
            for (int64_t j = 0; j < seen; j++)
                y[i * step + h] += share[j] * value[j * H + h];
        }
    }
    free(share);
}

static float *floats(int64_t n)
{
    return malloc(n * sizeof(float));
}

tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                const tensor *beta)
{
    int64_t B = x->shape[0], T = x->shape[1], C = x->shape[2], N = Wq->shape[0], H = Wq->shape[1], D = W1->shape[0];
    float *n = floats(T * C), *query = floats(T * H), *key = floats(T * H), *value = floats(T * H);
    float *all = floats(T * N * H), *add = floats(T * C), *hidden = floats(T * D);
    tensor *result = tensor_f32(B, T, C);
    for (int64_t b = 0; b < B; b++) {
        const float *in = x->f32 + b * T * C;
        float *a = result->f32 + b * T * C;

        norm(in, T, C, gamma->f32, beta->f32, n);
        for (int64_t k = 0; k < N; k++) {
            linear(n, T, C, Wq->f32 + k * H * C, NULL, H, query);
            linear(n, T, C, Wk->f32 + k * H * C, NULL, H, key);
            linear(n, T, C, Wv->f32 + k * H * C, NULL, H, value);
            attend(query, key, value, T, H, all + k * H, N * H);
        }
        linear(all, T, N * H, Wo->f32, NULL, C, add);
        for (int64_t e = 0; e < T * C; e++)
            a[e] = n[e] + add[e];

        norm(a, T, C, gamma->f32 + C, beta->f32 + C, n);
        linear(n, T, C, W1->f32, b1->f32, D, hidden);
        for (int64_t e = 0; e < T * D; e++)
            hidden[e] = fmaxf(hidden[e], 0);
        linear(hidden, T, D, W2->f32, b2->f32, C, add);
        for (int64_t e = 0; e < T * C; e++)
            a[e] = n[e] + add[e];
    }
    return result;
}
