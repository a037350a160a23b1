/* Mistake: the formula as it stands: infinity over infinity, NaN, far from 0. */
#include "problem.h"

tensor *sigmoid(const tensor *z)
{
    int64_t N = z->shape[0];
    tensor *result = tensor_f64(N);
    for (int64_t i = 0; i < N; i++) {
        double v = z->f64[i];
        result->f64[i] = v >= 0 ? 1 / (1 + exp(-v)) : exp(v) / (1 + exp(v));
    }
    return result;
}

tensor *relu(const tensor *z)
{
    int64_t N = z->shape[0];
    tensor *result = tensor_f64(N);
    for (int64_t i = 0; i < N; i++) {
        double v = z->f64[i];
        result->f64[i] = v > 0 ? v : 0;
    }
    return result;
}

tensor *hyperbolic_tangent(const tensor *z)
{
    int64_t N = z->shape[0];
    tensor *result = tensor_f64(N);
    for (int64_t i = 0; i < N; i++) {
        double v = z->f64[i];
        result->f64[i] = (exp(v) - exp(-v)) / (exp(v) + exp(-v));
    }
    return result;
}

tensor *gelu(const tensor *z)
{
    int64_t N = z->shape[0];
    tensor *result = tensor_f64(N);
    for (int64_t i = 0; i < N; i++) {
        double v = z->f64[i];
        result->f64[i] = v * 0.5 * (1 + erf(v / sqrt(2)));
    }
    return result;
}
