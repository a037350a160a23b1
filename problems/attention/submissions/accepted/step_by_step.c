/* The statement, line by line, in float. */
#include "problem.h"

/* [B,T,C] times the transposed [H,C] */
static tensor *project(const tensor *x, const tensor *W)
{
    int64_t B = x->shape[0], T = x->shape[1], C = W->shape[1], H = W->shape[0];
    tensor *y = tensor_f32(B, T, H);
    for (int64_t token = 0; token < B * T; token++) {
        for (int64_t h = 0; h < H; h++) {
            float sum = 0;
            for (int64_t c = 0; c < C; c++)
                sum += x->f32[token * C + c] * W->f32[h * C + c];
            y->f32[token * H + h] = sum;
        }
    }
    return y;
}

tensor *forward(int64_t embedding_dim, int64_t attention_dim, const tensor *embedded)
{
    int64_t B = embedded->shape[0], T = embedded->shape[1], C = embedding_dim, H = attention_dim;
    torch_manual_seed(0);
    tensor *key = project(embedded, torch_linear_weight(H, C));
    tensor *query = project(embedded, torch_linear_weight(H, C));
    tensor *value = project(embedded, torch_linear_weight(H, C));
    tensor *result = tensor_f32(B, T, H);
    float *share = malloc(T * sizeof(float));
    for (int64_t b = 0; b < B; b++) {
        for (int64_t i = 0; i < T; i++) {
            float largest = -INFINITY, sum = 0;
            for (int64_t j = 0; j < T; j++) {
                share[j] = 0;
                for (int64_t h = 0; h < H; h++)
                    share[j] += query->f32[(b * T + i) * H + h] * key->f32[(b * T + j) * H + h];
                share[j] /= sqrtf(H);
                if (j > i)
                    share[j] = -INFINITY;
                largest = fmaxf(largest, share[j]);
            }
            for (int64_t j = 0; j < T; j++) {
                share[j] = expf(share[j] - largest);
                sum += share[j];
            }
            for (int64_t h = 0; h < H; h++) {
                float mix = 0;
                for (int64_t j = 0; j < T; j++)
                    mix += share[j] / sum * value->f32[(b * T + j) * H + h];
                result->f32[(b * T + i) * H + h] = mix;
            }
        }
    }
    free(share);
    return result;
}
