#include "problem.h"

#include <algorithm>
#include <cmath>
#include <vector>

using matrix = std::vector<float>;

struct parameter {
    matrix w, g, m, v;

    explicit parameter(const tensor *t) : w(t->f32, t->f32 + tensor_size(t)), g(w.size()), m(w.size()), v(w.size())
    {
    }

    void adam(float lr, int step)
    {
        const float correct_m = 1 - std::pow(0.9f, static_cast<float>(step));
        const double correct_v = 1 - std::pow(0.999, step);
        for (size_t i = 0; i < w.size(); i++) {
            m[i] = 0.9f * m[i] + 0.1f * g[i];
            v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
            w[i] -= lr * (m[i] / correct_m) / (std::sqrt(v[i] / static_cast<float>(correct_v)) + 1e-8f);
        }
    }
};

tensor *train(const tensor *images, const tensor *labels, const tensor *W1, const tensor *b1, const tensor *W2,
              const tensor *b2, int64_t batch_size, int64_t epochs, double lr)
{
    const int64_t N = images->shape[0], in = W1->shape[1], inner = W1->shape[0], out = W2->shape[0];
    parameter p1(W1), q1(b1), p2(W2), q2(b2);
    std::vector<float> losses;
    for (int64_t epoch = 0; epoch < epochs; epoch++) {
        for (int64_t from = 0; from < N; from += batch_size) {
            const int64_t size = std::min(batch_size, N - from);
            for (parameter *p : {&p1, &q1, &p2, &q2})
                std::fill(p->g.begin(), p->g.end(), 0.0f);
            double loss = 0;
            for (int64_t n = from; n < from + size; n++) {
                const float *x = images->f32 + n * in;
                matrix h(q1.w), z(q2.w), dh(h.size());
                for (int64_t i = 0; i < inner; i++) {
                    for (int64_t j = 0; j < in; j++)
                        h[i] += p1.w[i * in + j] * x[j];
                    h[i] = std::max(h[i], 0.0f);
                }
                for (int64_t c = 0; c < out; c++)
                    for (int64_t i = 0; i < inner; i++)
                        z[c] += p2.w[c * inner + i] * h[i];
                const float largest = *std::max_element(z.begin(), z.end());
                float sum = 0;
                for (float v : z)
                    sum += std::exp(v - largest);
                loss += std::log(sum) + largest - z[labels->i64[n]];
                for (int64_t c = 0; c < out; c++) {
                    const float p = std::exp(z[c] - largest) / sum;
                    const float dz = (p - (c == labels->i64[n])) / static_cast<float>(size);
                    q2.g[c] += dz;
                    for (int64_t i = 0; i < inner; i++) {
                        p2.g[c * inner + i] += dz * h[i];
                        dh[i] += dz * p2.w[c * inner + i];
                    }
                }
                for (int64_t i = 0; i < inner; i++) {
                    const float da = h[i] > 0 ? dh[i] : 0;
                    q1.g[i] += da;
                    for (int64_t j = 0; j < in; j++)
                        p1.g[i * in + j] += da * x[j];
                }
            }
            losses.push_back(static_cast<float>(loss / static_cast<double>(size)));
            for (parameter *p : {&p1, &q1, &p2, &q2})
                p->adam(static_cast<float>(lr), static_cast<int>(losses.size()));
        }
    }
    tensor *result = tensor_f32(losses.size());
    std::copy(losses.begin(), losses.end(), result->f32);
    return result;
}
