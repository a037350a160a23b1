/* Mistake: takes double instead of the largest number away; e to the 1000 does not fit there either. */
#include "problem.h"

tensor *softmax(const tensor *z)
{
    int64_t B = z->shape[0], N = z->shape[1];
    tensor *result = tensor_f32(B, N);
    for (int64_t b = 0; b < B; b++) {
        const float *from = z->f32 + b * N;
        float *to = result->f32 + b * N;
        double sum = 0;
        for (int64_t i = 0; i < N; i++) {
            sum += exp((double)from[i]);
        }
        for (int64_t i = 0; i < N; i++)
            to[i] = exp((double)from[i]) / sum;
    }
    return result;
}
