/* Mistake: does not divide the scores by the root of H. */
#include "problem.h"

tensor *attention(const tensor *q, const tensor *k, bool causal)
{
    int64_t B = q->shape[0], T = q->shape[1], H = q->shape[2];
    tensor *result = tensor_f32(B, T, T);
    for (int64_t b = 0; b < B; b++) {
        for (int64_t i = 0; i < T; i++) {
            float *row = result->f32 + (b * T + i) * T;
            float largest = -INFINITY, sum = 0;
            for (int64_t j = 0; j < T; j++) {
                row[j] = 0;
                for (int64_t h = 0; h < H; h++)
                    row[j] += q->f32[(b * T + i) * H + h] * k->f32[(b * T + j) * H + h];
                if (causal && j > i)
                    row[j] = -INFINITY;
                largest = fmaxf(largest, row[j]);
            }
            for (int64_t j = 0; j < T; j++) {
                row[j] = expf(row[j] - largest);
                sum += row[j];
            }
            for (int64_t j = 0; j < T; j++)
                row[j] /= sum;
        }
    }
    return result;
}
