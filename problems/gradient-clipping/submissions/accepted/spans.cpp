#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

static std::span<double> numbers(const tensor *t)
{
    return {t->f64, static_cast<size_t>(tensor_size(t))};
}

void clip_gradients(const tensor *weight, const tensor *bias, const tensor *filters, double max_norm,
                    tensor **clipped_weight, tensor **clipped_bias, tensor **clipped_filters)
{
    double squares = 0;
    for (const tensor *t : {weight, bias, filters}) {
        const auto all = numbers(t);
        squares = std::inner_product(all.begin(), all.end(), all.begin(), squares);
    }
    const double c = std::min(1.0, max_norm / (std::sqrt(squares) + 1e-6));
    const auto scaled = [c](const tensor *t) {
        tensor *y = tensor_new(t->dtype, t->rank, t->shape);
        std::ranges::transform(numbers(t), y->f64, [c](double g) { return c * g; });
        return y;
    };
    *clipped_weight = scaled(weight);
    *clipped_bias = scaled(bias);
    *clipped_filters = scaled(filters);
}
