/* Mistake: steps through memory with the number of rows as the length of a row. */
#include "problem.h"

tensor *sum_rows(const tensor *a)
{
    int64_t M = a->shape[0], N = a->shape[1];
    tensor *result = tensor_f32(M);
    for (int64_t i = 0; i < M; i++) {
        result->f32[i] = 0;
        for (int64_t j = 0; j < N; j++)
            result->f32[i] += a->f32[i * M + j];
    }
    return result;
}

tensor *squeeze(const tensor *a)
{
    int64_t N = a->shape[0];
    tensor *result = tensor_f32(N);
    for (int64_t i = 0; i < N; i++)
        result->f32[i] = a->f32[i];
    return result;
}

tensor *unsqueeze(const tensor *a, int64_t dim)
{
    int64_t N = a->shape[0];
    tensor *result = dim == 0 ? tensor_f32(1, N) : tensor_f32(N, 1);
    for (int64_t i = 0; i < N; i++)
        result->f32[i] = a->f32[i];
    return result;
}
