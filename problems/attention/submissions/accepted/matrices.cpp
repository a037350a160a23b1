#include "problem.h"

#include <algorithm>
#include <cmath>
#include <vector>

// [T, C] times the transposed [H, C]
static std::vector<float> times_transposed(const float *x, int64_t rows, const float *w, int64_t columns, int64_t inner)
{
    std::vector<float> y;
    y.reserve(static_cast<size_t>(rows * columns));
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t c = 0; c < columns; c++) {
            double sum = 0;
            for (int64_t i = 0; i < inner; i++)
                sum += static_cast<double>(x[r * inner + i]) * w[c * inner + i];
            y.push_back(static_cast<float>(sum));
        }
    }
    return y;
}

tensor *forward(int64_t embedding_dim, int64_t attention_dim, const tensor *embedded)
{
    const int64_t B = embedded->shape[0], T = embedded->shape[1], C = embedding_dim, H = attention_dim;
    torch_manual_seed(0);
    const tensor *key = torch_linear_weight(H, C);
    const tensor *query = torch_linear_weight(H, C);
    const tensor *value = torch_linear_weight(H, C);
    tensor *result = tensor_f32(B, T, H);
    std::fill_n(result->f32, tensor_size(result), 0.0f);
    for (int64_t b = 0; b < B; b++) {
        const float *x = embedded->f32 + b * T * C;
        const auto k = times_transposed(x, T, key->f32, H, C);
        const auto q = times_transposed(x, T, query->f32, H, C);
        const auto v = times_transposed(x, T, value->f32, H, C);
        const auto scores = times_transposed(q.data(), T, k.data(), T, H);
        for (int64_t i = 0; i < T; i++) {
            const float *score = scores.data() + i * T;
            const float largest = *std::max_element(score, score + i + 1);
            std::vector<float> share(static_cast<size_t>(i + 1));
            float sum = 0;
            for (int64_t j = 0; j <= i; j++)
                sum += share[j] = std::exp((score[j] - largest) / std::sqrt(static_cast<float>(H)));
            for (int64_t j = 0; j <= i; j++)
                for (int64_t h = 0; h < H; h++)
                    result->f32[(b * T + i) * H + h] += share[j] / sum * v[j * H + h];
        }
    }
    return result;
}
