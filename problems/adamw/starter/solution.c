#include "problem.h"

/* In each step: the weights decay, both averages are updated, and the weights move by mhat / (sqrt(vhat) + epsilon). */
tensor *adamw(const tensor *weights, const tensor *gradients, double learning_rate, double beta1, double beta2,
              double epsilon, double weight_decay)
{
    (void)gradients, (void)learning_rate, (void)beta1, (void)beta2; /* delete these lines when you use them */
    (void)epsilon, (void)weight_decay;
    int64_t D = weights->shape[0];
    tensor *w = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        w->f64[i] = weights->f64[i];
    return w;
}
