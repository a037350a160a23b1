/* Mistake: the approximation by tanh, which differs in the fourth decimal. */
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
        double small = exp(-2 * fabs(v)); /* between 0 and 1 */
        double size = (1 - small) / (1 + small);
        result->f64[i] = v < 0 ? -size : size;
    }
    return result;
}

tensor *gelu(const tensor *z)
{
    int64_t N = z->shape[0];
    tensor *result = tensor_f64(N);
    for (int64_t i = 0; i < N; i++) {
        double v = z->f64[i];
        result->f64[i] = 0.5 * v * (1 + tanh(sqrt(2 / M_PI) * (v + 0.044715 * v * v * v)));
    }
    return result;
}
