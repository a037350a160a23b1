#include "problem.h"

#include <algorithm>
#include <numeric>

tensor *sum_rows(const tensor *a)
{
    const int64_t N = a->shape[1];
    tensor *result = tensor_f32(a->shape[0]);
    for (int64_t i = 0; i < a->shape[0]; i++)
        result->f32[i] = std::accumulate(a->f32 + i * N, a->f32 + (i + 1) * N, 0.0f);
    return result;
}

tensor *squeeze(const tensor *a)
{
    tensor *result = tensor_f32(a->shape[0]);
    std::copy_n(a->f32, a->shape[0], result->f32);
    return result;
}

tensor *unsqueeze(const tensor *a, int64_t dim)
{
    const int64_t N = a->shape[0];
    tensor *result = dim == 0 ? tensor_f32(1, N) : tensor_f32(N, 1);
    std::copy_n(a->f32, N, result->f32);
    return result;
}
