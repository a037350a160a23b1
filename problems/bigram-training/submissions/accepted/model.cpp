#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace
{

using numbers = std::vector<double>;

struct model {
    size_t V;
    numbers w, g, m, v;
    int s = 0;

    explicit model(const tensor *table)
        : V(static_cast<size_t>(table->shape[0])), w(table->f32, table->f32 + V * V), g(V * V), m(V * V), v(V * V)
    {
    }

    double learn(size_t from, size_t to, double share)
    {
        const auto row = w.begin() + static_cast<std::ptrdiff_t>(from * V);
        numbers p(row, row + static_cast<std::ptrdiff_t>(V));
        const double largest = *std::max_element(p.begin(), p.end());
        std::transform(p.begin(), p.end(), p.begin(), [=](double x) { return std::exp(x - largest); });
        const double sum = std::accumulate(p.begin(), p.end(), 0.0);
        for (size_t j = 0; j < V; j++)
            g[from * V + j] += share * (p[j] / sum - (j == to ? 1 : 0));
        return -share * std::log(p[to] / sum);
    }

    void step(double lr)
    {
        s++;
        for (size_t i = 0; i < w.size(); i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            const double size = std::sqrt(v[i] / (1 - std::pow(0.999, s))) + 1e-8;
            w[i] -= lr * 0.01 * w[i] + lr * m[i] / (1 - std::pow(0.9, s)) / size;
        }
        std::fill(g.begin(), g.end(), 0.0);
    }
};

} // namespace

void train(const tensor *table, const tensor *inputs, const tensor *targets, double learning_rate, tensor **trained,
           tensor **losses)
{
    model bigram(table);
    const int64_t K = inputs->shape[0], places = inputs->shape[1] * inputs->shape[2];
    *losses = tensor_f32(K);
    for (int64_t k = 0; k < K; k++) {
        double loss = 0;
        for (int64_t e = k * places; e < (k + 1) * places; e++)
            loss += bigram.learn(static_cast<size_t>(inputs->i64[e]), static_cast<size_t>(targets->i64[e]),
                                 1 / static_cast<double>(places));
        (*losses)->f32[k] = static_cast<float>(loss);
        bigram.step(learning_rate);
    }
    *trained = tensor_f32(table->shape[0], table->shape[1]);
    std::transform(bigram.w.begin(), bigram.w.end(), (*trained)->f32, [](double x) { return static_cast<float>(x); });
}
