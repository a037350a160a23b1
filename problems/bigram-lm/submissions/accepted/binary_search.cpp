#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

static std::vector<double> softmax(const float *row, int64_t V)
{
    std::vector<double> p(row, row + V);
    const double largest = *std::max_element(p.begin(), p.end());
    for (double &v : p)
        v = std::exp(v - largest);
    const double sum = std::accumulate(p.begin(), p.end(), 0.0);
    for (double &v : p)
        v /= sum;
    return p;
}

void forward(const tensor *table, const tensor *idx, const tensor *targets, tensor **logits, tensor **loss)
{
    const int64_t V = table->shape[0], positions = tensor_size(idx);
    *logits = tensor_f32(positions, V);
    double sum = 0;
    for (int64_t p = 0; p < positions; p++) {
        const float *row = table->f32 + idx->i64[p] * V;
        std::copy_n(row, V, (*logits)->f32 + p * V);
        sum -= std::log(softmax(row, V)[static_cast<size_t>(targets->i64[p])]);
    }
    *loss = tensor_scalar_f32(static_cast<float>(sum / static_cast<double>(positions)));
}

tensor *generate(const tensor *table, const tensor *start, int64_t max_new_tokens, const tensor *u)
{
    const int64_t V = table->shape[0], B = start->shape[0], length = 1 + max_new_tokens;
    tensor *result = tensor_i64(B, length);
    for (int64_t b = 0; b < B; b++) {
        int64_t token = result->i64[b * length] = start->i64[b];
        for (int64_t s = 0; s < max_new_tokens; s++) {
            std::vector<double> p = softmax(table->f32 + token * V, V);
            std::partial_sum(p.begin(), p.end(), p.begin());
            token = std::upper_bound(p.begin(), p.end(), u->f64[s * B + b]) - p.begin();
            result->i64[b * length + s + 1] = token;
        }
    }
    return result;
}
