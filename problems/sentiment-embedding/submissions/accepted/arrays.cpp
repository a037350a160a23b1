#include "problem.h"

#include <array>
#include <cmath>
#include <numeric>

tensor *forward(int64_t vocabulary_size, const tensor *x)
{
    torch_manual_seed(0);
    const tensor *table = torch_embedding(vocabulary_size, 16);
    const tensor *weight = torch_linear_weight(1, 16);
    const tensor *bias = torch_linear_bias(1, 16);
    const int64_t B = x->shape[0], T = x->shape[1];
    tensor *result = tensor_f32(B, 1);
    for (int64_t b = 0; b < B; b++) {
        std::array<double, 16> mean = {};
        for (int64_t t = 0; t < T; t++) {
            const float *vector = table->f32 + 16 * x->i64[b * T + t];
            for (size_t d = 0; d < mean.size(); d++)
                mean[d] += static_cast<double>(vector[d]) / static_cast<double>(T);
        }
        const double z = std::inner_product(mean.begin(), mean.end(), weight->f32, static_cast<double>(bias->f32[0]));
        result->f32[b] = static_cast<float>(1 / (1 + std::exp(-z)));
    }
    return result;
}
