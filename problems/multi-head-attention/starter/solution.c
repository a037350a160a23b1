#include "problem.h"

/* Causal attention in each of the N heads; the heads side by side; times Wo transposed. */
tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo)
{
    (void)Wq, (void)Wk, (void)Wv, (void)Wo; /* delete this line when you use them */
    tensor *result = tensor_f32(x->shape[0], x->shape[1], x->shape[2]);
    for (int64_t i = 0; i < tensor_size(result); i++)
        result->f32[i] = 0.0f;
    return result;
}
