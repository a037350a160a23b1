#include "problem.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

class Parameter
{
    std::vector<double> m, v;

  public:
    std::vector<double> value, gradient;

    explicit Parameter(const tensor *t)
        : m(static_cast<size_t>(tensor_size(t))), v(m), value(t->f32, t->f32 + tensor_size(t)), gradient(m)
    {
    }

    void step(double lr, int t)
    {
        const double c1 = 1 - std::pow(0.9, t), c2 = 1 - std::pow(0.999, t);
        for (size_t e = 0; e < value.size(); e++) {
            value[e] *= 1 - lr * 0.01;
            m[e] = 0.9 * m[e] + 0.1 * gradient[e];
            v[e] = 0.999 * v[e] + 0.001 * gradient[e] * gradient[e];
            value[e] -= lr * (m[e] / c1) / (std::sqrt(v[e] / c2) + 1e-8);
        }
        std::fill(gradient.begin(), gradient.end(), 0.0);
    }

    void copy_to(float *to) const
    {
        std::transform(value.begin(), value.end(), to, [](double x) { return static_cast<float>(x); });
    }
};

static double rate(const std::string &schedule, double step, double steps)
{
    if (schedule == "linear")
        return 1 - step / steps;
    return schedule == "cosine" ? std::cos(std::acos(0.0) * step / (steps - 1)) : 1.0;
}

static double backward(const tensor *batches, size_t step, const tensor *importance, Parameter &W, Parameter &b)
{
    const size_t B = static_cast<size_t>(batches->shape[1]), I = static_cast<size_t>(batches->shape[2]);
    const size_t F = static_cast<size_t>(batches->shape[3]), H = W.value.size() / (I * F);
    double loss = 0;
    for (size_t row = 0; row < B * I; row++) {
        const size_t first = row % I * F; // feature 0 of this instance
        const float *x = batches->f32 + (step * B * I + row) * F;
        std::vector<double> h(H), dh(H), d(F);
        for (size_t f = 0; f < F; f++)
            for (size_t k = 0; k < H; k++)
                h[k] += x[f] * W.value[(first + f) * H + k];
        for (size_t f = 0; f < F; f++) {
            double sum = b.value[first + f];
            for (size_t k = 0; k < H; k++)
                sum += h[k] * W.value[(first + f) * H + k];
            const double weight = importance->f32[first + f] / static_cast<double>(B * F);
            const double miss = std::max(sum, 0.0) - std::abs(static_cast<double>(x[f]));
            loss += weight * miss * miss;
            d[f] = sum > 0 ? 2 * weight * miss : 0.0;
            for (size_t k = 0; k < H; k++)
                dh[k] += d[f] * W.value[(first + f) * H + k];
        }
        for (size_t f = 0; f < F; f++) {
            b.gradient[first + f] += d[f];
            for (size_t k = 0; k < H; k++)
                W.gradient[(first + f) * H + k] += d[f] * h[k] + x[f] * dh[k];
        }
    }
    return loss;
}

void train(const tensor *W_start, const tensor *b_start, const tensor *batches, const tensor *importance, double lr,
           const char *schedule, tensor **new_W, tensor **new_b, tensor **losses)
{
    Parameter W(W_start), b(b_start);
    const int64_t steps = batches->shape[0];
    *losses = tensor_f32(steps);
    for (int64_t s = 0; s < steps; s++) {
        (*losses)->f32[s] = static_cast<float>(backward(batches, static_cast<size_t>(s), importance, W, b));
        const double now = lr * rate(schedule, static_cast<double>(s), static_cast<double>(steps));
        W.step(now, static_cast<int>(s) + 1);
        b.step(now, static_cast<int>(s) + 1);
    }
    *new_W = tensor_new(DTYPE_F32, W_start->rank, W_start->shape);
    *new_b = tensor_new(DTYPE_F32, b_start->rank, b_start->shape);
    W.copy_to((*new_W)->f32);
    b.copy_to((*new_b)->f32);
}
