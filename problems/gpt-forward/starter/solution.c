#include "problem.h"

/* Embeddings of tokens and positions, L blocks, the last norm, the product with token_table transposed. */
tensor *forward(const tensor *tokens, const tensor *token_table, const tensor *position_table, const tensor *Wq,
                const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
                const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta)
{
    (void)position_table, (void)Wq, (void)Wk, (void)Wv, (void)Wo, (void)W1; /* delete these lines when you use them */
    (void)b1, (void)W2, (void)b2, (void)gamma, (void)beta;
    tensor *logits = tensor_f32(tokens->shape[0], tokens->shape[1], token_table->shape[0]);
    for (int64_t i = 0; i < tensor_size(logits); i++)
        logits->f32[i] = 0.0f;
    return logits;
}
