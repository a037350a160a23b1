#include "problem.h"

// In each step: the weights decay, both averages are updated, and the weights move by mhat / (sqrt(vhat) + epsilon).
tensor *adamw(const tensor *weights, [[maybe_unused]] const tensor *gradients, [[maybe_unused]] double learning_rate,
              [[maybe_unused]] double beta1, [[maybe_unused]] double beta2, [[maybe_unused]] double epsilon,
              [[maybe_unused]] double weight_decay)
{
    const int64_t D = weights->shape[0];
    tensor *w = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        w->f64[i] = weights->f64[i];
    return w;
}
