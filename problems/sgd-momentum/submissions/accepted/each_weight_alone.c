/* One weight after the other, each through all steps: the velocity is a single number. */
#include "problem.h"

static double descend(double w, const double *g, int64_t stride, const tensor *rates, double mu, double ahead)
{
    double v = 0;
    for (int64_t k = 0; k < tensor_size(rates); k++, g += stride) {
        v = fma(mu, v, *g);
        w -= rates->f64[k] * ((1 - ahead) * v + ahead * (*g + mu * v));
    }
    return w;
}

tensor *sgd(const tensor *weights, const tensor *gradients, const tensor *learning_rates, double momentum,
            bool nesterov)
{
    int64_t D = tensor_size(weights);
    tensor *w = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        w->f64[i] = descend(weights->f64[i], gradients->f64 + i, D, learning_rates, momentum, nesterov);
    return w;
}
