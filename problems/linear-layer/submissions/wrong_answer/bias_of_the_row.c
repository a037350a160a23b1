/* Mistake: takes the bias by the row of the batch instead of by the output. */
#include "problem.h"

tensor *linear(const tensor *x, const tensor *W, const tensor *b)
{
    int64_t B = x->shape[0], I = x->shape[1], O = W->shape[0];
    tensor *result = tensor_f32(B, O);
    for (int64_t n = 0; n < B; n++) {
        for (int64_t o = 0; o < O; o++) {
            float sum = b->f32[n % O];
            for (int64_t i = 0; i < I; i++)
                sum += x->f32[n * I + i] * W->f32[o * I + i];
            result->f32[n * O + o] = sum;
        }
    }
    return result;
}
