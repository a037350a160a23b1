#include "problem.h"

/* For each batch: the loss, its gradients, one step of AdamW with lr times the schedule. */
void train(const tensor *W, const tensor *b, const tensor *batches, const tensor *importance, double lr,
           const char *schedule, tensor **new_W, tensor **new_b, tensor **losses)
{
    (void)importance, (void)lr, (void)schedule; /* delete this line when you use them */
    *new_W = tensor_f32(W->shape[0], W->shape[1], W->shape[2]);
    *new_b = tensor_f32(b->shape[0], b->shape[1]);
    *losses = tensor_f32(batches->shape[0]);
    memcpy((*new_W)->f32, W->f32, (size_t)tensor_size(W) * sizeof(float));
    memcpy((*new_b)->f32, b->f32, (size_t)tensor_size(b) * sizeof(float));
    for (int64_t s = 0; s < tensor_size(*losses); s++)
        (*losses)->f32[s] = 0.0f;
}
