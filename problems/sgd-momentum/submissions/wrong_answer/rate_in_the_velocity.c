/* Mistake: puts the learning rate into the velocity, so a new rate comes too late. */
#include "problem.h"

tensor *sgd(const tensor *weights, const tensor *gradients, const tensor *learning_rates, double momentum,
            bool nesterov)
{
    int64_t K = gradients->shape[0], D = gradients->shape[1];
    tensor *w = tensor_f64(D), *v = tensor_f64(D);
    for (int64_t i = 0; i < D; i++) {
        w->f64[i] = weights->f64[i];
        v->f64[i] = 0;
    }
    for (int64_t k = 0; k < K; k++) {
        double rate = learning_rates->f64[k];
        for (int64_t i = 0; i < D; i++) {
            double g = gradients->f64[k * D + i];
            v->f64[i] = momentum * v->f64[i] + rate * g;
            double u = nesterov ? rate * g + momentum * v->f64[i] : v->f64[i];
            w->f64[i] -= u;
        }
    }
    return w;
}
