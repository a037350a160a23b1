/* Each weight by itself, through all steps; the averages move towards the gradient, the powers are products. */
#include "problem.h"

struct settings {
    double rate, shrink, beta1, beta2, epsilon;
};

static double travel(double w, const double *g, int64_t steps, int64_t stride, const struct settings *s)
{
    double m = 0, v = 0, power1 = 1, power2 = 1;
    while (steps-- > 0) {
        m += (1 - s->beta1) * (*g - m);
        v += (1 - s->beta2) * (*g * *g - v);
        power1 *= s->beta1;
        power2 *= s->beta2;
        double size = sqrt(v) / sqrt(1 - power2) + s->epsilon;
        w = w * s->shrink - s->rate / (1 - power1) * m / size;
        g += stride;
    }
    return w;
}

tensor *adamw(const tensor *weights, const tensor *gradients, double learning_rate, double beta1, double beta2,
              double epsilon, double weight_decay)
{
    const struct settings s = {learning_rate, 1 - learning_rate * weight_decay, beta1, beta2, epsilon};
    int64_t D = weights->shape[0];
    tensor *w = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        w->f64[i] = travel(weights->f64[i], gradients->f64 + i, gradients->shape[0], D, &s);
    return w;
}
