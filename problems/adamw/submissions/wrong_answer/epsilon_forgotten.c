/* Mistake: divides by the root alone: 0 by 0 where there is no gradient. */
#include "problem.h"

tensor *adamw(const tensor *weights, const tensor *gradients, double learning_rate, double beta1, double beta2,
              double epsilon, double weight_decay)
{
    (void)epsilon;
    int64_t K = gradients->shape[0], D = gradients->shape[1];
    tensor *w = tensor_f64(D), *m = tensor_f64(D), *v = tensor_f64(D);
    for (int64_t i = 0; i < D; i++) {
        w->f64[i] = weights->f64[i];
        m->f64[i] = 0;
        v->f64[i] = 0;
    }
    for (int64_t t = 1; t <= K; t++) {
        for (int64_t i = 0; i < D; i++) {
            double g = gradients->f64[(t - 1) * D + i];
            w->f64[i] -= learning_rate * weight_decay * w->f64[i];
            m->f64[i] = beta1 * m->f64[i] + (1 - beta1) * g;
            v->f64[i] = beta2 * v->f64[i] + (1 - beta2) * g * g;
            double m_hat = m->f64[i] / (1 - pow(beta1, t));
            double v_hat = v->f64[i] / (1 - pow(beta2, t));
            w->f64[i] -= learning_rate * m_hat / sqrt(v_hat);
        }
    }
    return w;
}
