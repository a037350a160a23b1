#include "problem.h"

#include <algorithm>

// For each batch: the loss, its gradients, one step of AdamW with lr times the schedule.
void train(const tensor *W, const tensor *b, const tensor *batches, [[maybe_unused]] const tensor *importance,
           [[maybe_unused]] double lr, [[maybe_unused]] const char *schedule, tensor **new_W, tensor **new_b,
           tensor **losses)
{
    *new_W = tensor_f32(W->shape[0], W->shape[1], W->shape[2]);
    *new_b = tensor_f32(b->shape[0], b->shape[1]);
    *losses = tensor_f32(batches->shape[0]);
    std::copy_n(W->f32, tensor_size(W), (*new_W)->f32);
    std::copy_n(b->f32, tensor_size(b), (*new_b)->f32);
    std::fill_n((*losses)->f32, tensor_size(*losses), 0.0f);
}
