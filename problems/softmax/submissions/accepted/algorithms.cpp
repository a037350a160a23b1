#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>

tensor *softmax(const tensor *z)
{
    const int64_t B = z->shape[0], N = z->shape[1];
    tensor *result = tensor_f32(B, N);
    for (int64_t b = 0; b < B; b++) {
        const float *first = z->f32 + b * N, *last = first + N;
        float *to = result->f32 + b * N;
        const float largest = *std::max_element(first, last);
        std::transform(first, last, to, [=](float v) { return std::exp(v - largest); });
        const float sum = std::accumulate(to, to + N, 0.0f);
        std::for_each(to, to + N, [=](float &v) { v /= sum; });
    }
    return result;
}
