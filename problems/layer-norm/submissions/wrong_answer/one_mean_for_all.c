/* Mistake: mean and variance of the whole tensor. */
#include "problem.h"

tensor *layer_norm(const tensor *x, const tensor *gamma, const tensor *beta, double eps)
{
    int64_t B = x->shape[0], D = x->shape[1];
    tensor *result = tensor_f32(B, D);
    float mean = 0, variance = 0;
    for (int64_t i = 0; i < B * D; i++)
        mean += x->f32[i] / (B * D);
    for (int64_t i = 0; i < B * D; i++)
        variance += (x->f32[i] - mean) * (x->f32[i] - mean) / (B * D);
    for (int64_t b = 0; b < B; b++) {
        const float *row = x->f32 + b * D;
        for (int64_t d = 0; d < D; d++) {
            float normal = (row[d] - mean) / sqrtf(variance + eps);
            result->f32[b * D + d] = normal * gamma->f32[d] + beta->f32[d];
        }
    }
    return result;
}
