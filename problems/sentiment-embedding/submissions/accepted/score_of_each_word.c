/* A mean of products is a product of means: give each word its score once, then average scores. */
#include "problem.h"

tensor *forward(int64_t vocabulary_size, const tensor *x)
{
    torch_manual_seed(0);
    const float *vector = torch_embedding(vocabulary_size, 16)->f32;
    const float *w = torch_linear_weight(1, 16)->f32;
    double bias = torch_linear_bias(1, 16)->f32[0];
    double *score = malloc((size_t)vocabulary_size * sizeof *score);
    for (int64_t v = 0; v < vocabulary_size; v++, vector += 16) {
        score[v] = bias;
        for (int d = 0; d < 16; d++)
            score[v] += (double)vector[d] * w[d];
    }
    int64_t B = x->shape[0], T = x->shape[1];
    tensor *result = tensor_f32(B, 1);
    for (int64_t b = 0; b < B; b++) {
        double sum = 0;
        for (int64_t t = 0; t < T; t++)
            sum += score[x->i64[b * T + t]];
        result->f32[b] = (float)(1 / (1 + exp(-sum / (double)T)));
    }
    return result;
}
