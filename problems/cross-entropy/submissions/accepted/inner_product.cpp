#include "problem.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

static double log_of(double p)
{
    return std::log(std::clamp(p, 1e-7, 1 - 1e-7));
}

double binary_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    const double sum =
        std::inner_product(y_true->f64, y_true->f64 + y_true->shape[0], y_pred->f64, 0.0, std::plus<double>(),
                           [](double y, double p) { return y * log_of(p) + (1 - y) * log_of(1 - p); });
    return -sum / static_cast<double>(y_true->shape[0]);
}

double categorical_cross_entropy(const tensor *y_true, const tensor *y_pred)
{
    const double sum = std::inner_product(y_true->f64, y_true->f64 + tensor_size(y_true), y_pred->f64, 0.0,
                                          std::plus<double>(), [](double y, double p) { return y * log_of(p); });
    return -sum / static_cast<double>(y_true->shape[0]);
}
