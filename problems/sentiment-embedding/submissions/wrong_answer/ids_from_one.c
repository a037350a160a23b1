/* Mistake: takes id 1 for the first row of the table. */
#include "problem.h"

tensor *forward(int64_t vocabulary_size, const tensor *x)
{
    int64_t B = x->shape[0], T = x->shape[1];
    torch_manual_seed(0);
    tensor *table = torch_embedding(vocabulary_size, 16);
    tensor *w = torch_linear_weight(1, 16);
    tensor *bias = torch_linear_bias(1, 16);
    tensor *result = tensor_f32(B, 1);
    for (int64_t b = 0; b < B; b++) {
        float z = bias->f32[0];
        for (int64_t d = 0; d < 16; d++) {
            float sum = 0;
            for (int64_t t = 0; t < T; t++)
                sum += table->f32[(x->i64[b * T + t] > 0 ? x->i64[b * T + t] - 1 : 0) * 16 + d];
            z += sum / T * w->f32[d];
        }
        result->f32[b] = 1 / (1 + expf(-z));
    }
    return result;
}
