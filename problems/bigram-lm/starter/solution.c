#include "problem.h"

/* The rows of the table for all tokens, (B*T) x V, and their cross-entropy with the targets, a scalar. */
void forward(const tensor *table, const tensor *idx, const tensor *targets, tensor **logits, tensor **loss)
{
    (void)table, (void)idx, (void)targets; /* delete this line when you use them */
    *logits = tensor_f32(1, 1);
    *loss = tensor_scalar_f32(0.0f);
}

/* B sequences: the start and max_new_tokens sampled tokens, B x (1 + max_new_tokens). */
tensor *generate(const tensor *table, const tensor *start, int64_t max_new_tokens, const tensor *u)
{
    (void)table, (void)u; /* delete this line when you use them */
    int64_t B = start->shape[0];
    tensor *result = tensor_i64(B, 1 + max_new_tokens);
    for (int64_t i = 0; i < tensor_size(result); i++)
        result->i64[i] = 0;
    return result;
}
