#include "problem.h"

/* max_new_tokens times: the logits of the last token, the top_k largest of them / temperature, one token more. */
tensor *generate(const tensor *start, const tensor *u, double temperature, int64_t top_k, const tensor *token_table,
                 const tensor *position_table, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                 const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                 const tensor *beta)
{
    (void)temperature, (void)top_k, (void)token_table, (void)position_table; /* delete these lines when you use them */
    (void)Wq, (void)Wk, (void)Wv, (void)Wo, (void)W1, (void)b1, (void)W2, (void)b2, (void)gamma, (void)beta;
    tensor *tokens = tensor_i64(start->shape[0], start->shape[1] + u->shape[0]);
    for (int64_t i = 0; i < tensor_size(tokens); i++)
        tokens->i64[i] = 0;
    return tokens;
}
