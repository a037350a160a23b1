#include "problem.h"

/* For each batch: the loss, its gradient, one step of AdamW. */
void train(const tensor *table, const tensor *inputs, const tensor *targets, double learning_rate, tensor **trained,
           tensor **losses)
{
    (void)targets, (void)learning_rate; /* delete this line when you use them */
    int64_t V = table->shape[0], K = inputs->shape[0];
    *trained = tensor_f32(V, V);
    for (int64_t i = 0; i < V * V; i++)
        (*trained)->f32[i] = table->f32[i];
    *losses = tensor_f32(K);
    for (int64_t k = 0; k < K; k++)
        (*losses)->f32[k] = 0.0f;
}
