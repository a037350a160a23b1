#include "problem.h"

#include <algorithm>
#include <valarray>

tensor *sgd(const tensor *weights, const tensor *gradients, const tensor *learning_rates, double momentum,
            bool nesterov)
{
    const size_t D = static_cast<size_t>(weights->shape[0]), K = static_cast<size_t>(gradients->shape[0]);
    std::valarray<double> w(weights->f64, D), v(0.0, D);
    for (size_t k = 0; k < K; k++) {
        const std::valarray<double> g(gradients->f64 + k * D, D);
        v = momentum * v + g;
        const std::valarray<double> step = nesterov ? g + momentum * v : v;
        w -= learning_rates->f64[k] * step;
    }
    tensor *result = tensor_f64(D);
    std::copy(std::begin(w), std::end(w), result->f64);
    return result;
}
