#include "problem.h"

// Causal attention in each of the N heads; the heads side by side; times Wo transposed.
tensor *forward(const tensor *x, [[maybe_unused]] const tensor *Wq, [[maybe_unused]] const tensor *Wk,
                [[maybe_unused]] const tensor *Wv, [[maybe_unused]] const tensor *Wo)
{
    tensor *result = tensor_f32(x->shape[0], x->shape[1], x->shape[2]);
    for (int64_t i = 0; i < tensor_size(result); i++)
        result->f32[i] = 0.0f;
    return result;
}
