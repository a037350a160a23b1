/* Mistake: returns the logarithm of the shares (log-softmax). */
#include "problem.h"

tensor *softmax(const tensor *z)
{
    int64_t B = z->shape[0], N = z->shape[1];
    tensor *result = tensor_f32(B, N);
    for (int64_t b = 0; b < B; b++) {
        const float *from = z->f32 + b * N;
        float *to = result->f32 + b * N;
        float largest = from[0];
        for (int64_t i = 1; i < N; i++)
            if (from[i] > largest)
                largest = from[i];
        float sum = 0;
        for (int64_t i = 0; i < N; i++) {
            to[i] = expf(from[i] - largest);
            sum += to[i];
        }
        for (int64_t i = 0; i < N; i++)
            to[i] = logf(to[i] / sum);
    }
    return result;
}
