/* Mistake: takes the largest number of the whole tensor from every row, so that a row far below has only zeros. */
#include "problem.h"

tensor *softmax(const tensor *z)
{
    int64_t B = z->shape[0], N = z->shape[1];
    tensor *result = tensor_f32(B, N);
    float largest = z->f32[0];
    for (int64_t i = 1; i < B * N; i++)
        largest = fmaxf(largest, z->f32[i]);
    for (int64_t b = 0; b < B; b++) {
        const float *from = z->f32 + b * N;
        float *to = result->f32 + b * N;
        float sum = 0;
        for (int64_t i = 0; i < N; i++) {
            to[i] = expf(from[i] - largest);
            sum += to[i];
        }
        for (int64_t i = 0; i < N; i++)
            to[i] = to[i] / sum;
    }
    return result;
}
