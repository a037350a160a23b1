#include "problem.h"

// Velocity: momentum times itself plus the gradient. Weights: minus learning rate times velocity.
tensor *sgd(const tensor *weights, [[maybe_unused]] const tensor *gradients,
            [[maybe_unused]] const tensor *learning_rates, [[maybe_unused]] double momentum,
            [[maybe_unused]] bool nesterov)
{
    const int64_t D = weights->shape[0];
    tensor *w = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        w->f64[i] = weights->f64[i];
    return w;
}
