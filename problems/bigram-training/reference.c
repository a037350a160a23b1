/* logits = table[inputs], cross-entropy, AdamW with weight decay 0.01; the loss of each step before its update */
#include "problem.h"
#include "reference/core.h"

static double step(struct optim *adamw, const nd *inputs, const nd *targets)
{
    const nd *table = adamw->param[0];
    nd *dlogits;
    const nd *loss = nn_cross_entropy(nn_embedding(table, inputs), targets, &dlogits);
    nd *grads[] = {nn_embedding_grad(inputs, dlogits, table->shape[0])};
    optim_step(adamw, grads);
    return nd_item(loss);
}

void train(const tensor *table, const tensor *inputs, const tensor *targets, double learning_rate, tensor **trained,
           tensor **losses)
{
    nd *params[] = {nd_from_f64(table)};
    nd *loss = nd_zeros(DTYPE_F64, inputs->shape[0]);
    struct optim adamw;
    optim_init_adamw(&adamw, learning_rate, 1, params);
    for (int64_t k = 0; k < inputs->shape[0]; k++)
        loss->f64[k] = step(&adamw, nd_select(nd_from(inputs), 0, k), nd_select(nd_from(targets), 0, k));
    *trained = nd_to_tensor(params[0]);
    *losses = nd_to_tensor(loss);
}
