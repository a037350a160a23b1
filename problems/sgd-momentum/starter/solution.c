#include "problem.h"

/* Velocity: momentum times itself plus the gradient. Weights: minus learning rate times velocity. */
tensor *sgd(const tensor *weights, const tensor *gradients, const tensor *learning_rates, double momentum,
            bool nesterov)
{
    (void)gradients, (void)learning_rates, (void)momentum, (void)nesterov; /* delete this line when you use them */
    int64_t D = weights->shape[0];
    tensor *w = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        w->f64[i] = weights->f64[i];
    return w;
}
