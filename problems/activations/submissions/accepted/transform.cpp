#include "problem.h"

#include <algorithm>
#include <cmath>

template <typename Function> static tensor *map(const tensor *z, Function function)
{
    tensor *result = tensor_f64(z->shape[0]);
    std::transform(z->f64, z->f64 + z->shape[0], result->f64, function);
    return result;
}

tensor *sigmoid(const tensor *z)
{
    return map(z, [](double v) { return 1 / (1 + std::exp(-v)); }); // 1 / infinity is the right 0
}

tensor *relu(const tensor *z)
{
    return map(z, [](double v) { return std::max(v, 0.0); });
}

tensor *hyperbolic_tangent(const tensor *z)
{
    return map(z, [](double v) { return 2 / (1 + std::exp(-2 * v)) - 1; });
}

tensor *gelu(const tensor *z)
{
    return map(z, [](double v) { return v * std::erfc(-v / std::sqrt(2.0)) / 2; });
}
