#include "problem.h"

// Embeddings of tokens and positions, L blocks, the last norm, the product with token_table transposed.
tensor *forward(const tensor *tokens, const tensor *token_table, [[maybe_unused]] const tensor *position_table,
                [[maybe_unused]] const tensor *Wq, [[maybe_unused]] const tensor *Wk, [[maybe_unused]] const tensor *Wv,
                [[maybe_unused]] const tensor *Wo, [[maybe_unused]] const tensor *W1, [[maybe_unused]] const tensor *b1,
                [[maybe_unused]] const tensor *W2, [[maybe_unused]] const tensor *b2,
                [[maybe_unused]] const tensor *gamma, [[maybe_unused]] const tensor *beta)
{
    tensor *logits = tensor_f32(tokens->shape[0], tokens->shape[1], token_table->shape[0]);
    for (int64_t i = 0; i < tensor_size(logits); i++)
        logits->f32[i] = 0.0f;
    return logits;
}
