/* Mistake: takes the sizes as arguments, which the tensors already know. */
#include "problem.h"

/* y = x W': x is rows x in, W is out x in. */
static float *linear(const float *x, int64_t rows, int64_t in, const float *W, int64_t out)
{
    float *y = malloc(rows * out * sizeof(float));
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t o = 0; o < out; o++) {
            float sum = 0;
            for (int64_t i = 0; i < in; i++)
                sum += x[r * in + i] * W[o * in + i];
            y[r * out + o] = sum;
        }
    }
    return y;
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

tensor *forward(int64_t N, int64_t H, const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv,
                const tensor *Wo)
{
    int64_t B = x->shape[0], T = x->shape[1], C = x->shape[2];
    tensor *result = tensor_f32(B, T, C);
    float *all = malloc(T * N * H * sizeof(float)), *share = malloc(T * sizeof(float));
    for (int64_t b = 0; b < B; b++) {
        const float *sentence = x->f32 + b * T * C;
        for (int64_t n = 0; n < N; n++) {
            float *query = linear(sentence, T, C, Wq->f32 + n * H * C, H);
            float *key = linear(sentence, T, C, Wk->f32 + n * H * C, H);
            float *value = linear(sentence, T, C, Wv->f32 + n * H * C, H);
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
                    float sum = 0;
                    for (int64_t j = 0; j < seen; j++)
                        sum += share[j] * value[j * H + h];
                    all[i * N * H + n * H + h] = sum;
                }
            }
            free(query);
            free(key);
            free(value);
        }
        float *out = linear(all, T, N * H, Wo->f32, C);
        memcpy(result->f32 + b * T * C, out, T * C * sizeof(float));
        free(out);
    }
    free(all);
    free(share);
    return result;
}
