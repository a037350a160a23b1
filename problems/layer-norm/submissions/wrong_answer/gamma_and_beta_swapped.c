/* Mistake: multiplies by beta and adds gamma. */
#include "problem.h"

tensor *layer_norm(const tensor *x, const tensor *gamma, const tensor *beta, double eps)
{
    int64_t B = x->shape[0], D = x->shape[1];
    tensor *result = tensor_f32(B, D);
    for (int64_t b = 0; b < B; b++) {
        const float *row = x->f32 + b * D;
        float mean = 0;
        for (int64_t d = 0; d < D; d++)
            mean += row[d];
        mean /= D;
        float variance = 0;
        for (int64_t d = 0; d < D; d++)
            variance += (row[d] - mean) * (row[d] - mean);
        variance /= D;
        for (int64_t d = 0; d < D; d++) {
            float normal = (row[d] - mean) / sqrtf(variance + eps);
            result->f32[b * D + d] = normal * beta->f32[d] + gamma->f32[d];
        }
    }
    return result;
}
