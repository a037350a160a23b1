#include "problem.h"

/* a = x + attention(norm(x)), and the result is a + network(norm(a)). */
tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                const tensor *beta)
{
    (void)Wq, (void)Wk, (void)Wv, (void)Wo, (void)W1, (void)b1; /* delete these lines when you use them */
    (void)W2, (void)b2, (void)gamma, (void)beta;
    tensor *result = tensor_f32(x->shape[0], x->shape[1], x->shape[2]);
    for (int64_t i = 0; i < tensor_size(result); i++)
        result->f32[i] = 0.0f;
    return result;
}
