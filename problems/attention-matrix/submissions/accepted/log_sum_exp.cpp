#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

tensor *attention(const tensor *q, const tensor *k, bool causal)
{
    const int64_t B = q->shape[0], T = q->shape[1], H = q->shape[2];
    tensor *result = tensor_f32(B, T, T);
    std::fill_n(result->f32, B * T * T, 0.0f);
    for (int64_t row = 0; row < B * T; row++) {
        const float *query = q->f32 + row * H;
        const float *keys = k->f32 + row / T * T * H;
        std::vector<double> score(static_cast<size_t>(causal ? row % T + 1 : T));
        for (size_t j = 0; j < score.size(); j++, keys += H)
            score[j] = std::inner_product(query, query + H, keys, 0.0) / std::sqrt(static_cast<double>(H));
        const double largest = *std::max_element(score.begin(), score.end());
        double sum = 0;
        for (double s : score)
            sum += std::exp(s - largest);
        for (size_t j = 0; j < score.size(); j++)
            result->f32[row * T + static_cast<int64_t>(j)] =
                static_cast<float>(std::exp(score[j] - largest - std::log(sum)));
    }
    return result;
}
