#include "problem.h"

/* For each batch: the loss of guessing the next token, the gradients of all weights, one step of AdamW. */
tensor *train(const tensor *batches, const tensor *token_table, const tensor *position_table, const tensor *Wq,
              const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
              const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta, double lr)
{
    (void)token_table, (void)position_table, (void)Wq, (void)Wk, (void)Wv; /* delete these lines when you use them */
    (void)Wo, (void)W1, (void)b1, (void)W2, (void)b2, (void)gamma, (void)beta, (void)lr;
    tensor *losses = tensor_f32(batches->shape[0]);
    for (int64_t s = 0; s < tensor_size(losses); s++)
        losses->f32[s] = 0.0f;
    return losses;
}
