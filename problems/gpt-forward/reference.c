/* tokens and positions become vectors, L blocks change them, a norm, and the product with every token's vector */
#include "problem.h"
#include "reference/core.h"

struct gpt {
    const nd *token_table, *position_table, *Wq, *Wk, *Wv, *Wo, *W1, *b1, *W2, *b2, *gamma, *beta;
};

static const nd *norm(const struct gpt *g, const nd *x, int64_t which)
{
    return nn_layer_norm(x, nd_select(g->gamma, 0, which), nd_select(g->beta, 0, which), 1e-5);
}

static const nd *project(const nd *x, const nd *W, int64_t layer)
{
    return einsum("btc,nhc->bnth", x, nd_select(W, 0, layer));
}

static const nd *attention(const struct gpt *g, const nd *x, int64_t layer)
{
    const nd *q = project(x, g->Wq, layer), *k = project(x, g->Wk, layer), *v = project(x, g->Wv, layer);
    const nd *heads = nd_permute(nn_attention(q, k, v, true), 0, 2, 1, 3);
    return nn_linear(nd_reshape(heads, x->shape[0], x->shape[1], -1), nd_select(g->Wo, 0, layer), NULL);
}

static const nd *network(const struct gpt *g, const nd *x, int64_t layer)
{
    const nd *hidden = nd_relu(nn_linear(x, nd_select(g->W1, 0, layer), nd_select(g->b1, 0, layer)));
    return nn_linear(hidden, nd_select(g->W2, 0, layer), nd_select(g->b2, 0, layer));
}

tensor *forward(const tensor *tokens, const tensor *token_table, const tensor *position_table, const tensor *Wq,
                const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
                const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta)
{
    const struct gpt g = {.token_table = nd_from_f64(token_table),
                          .position_table = nd_from_f64(position_table),
                          .Wq = nd_from_f64(Wq),
                          .Wk = nd_from_f64(Wk),
                          .Wv = nd_from_f64(Wv),
                          .Wo = nd_from_f64(Wo),
                          .W1 = nd_from_f64(W1),
                          .b1 = nd_from_f64(b1),
                          .W2 = nd_from_f64(W2),
                          .b2 = nd_from_f64(b2),
                          .gamma = nd_from_f64(gamma),
                          .beta = nd_from_f64(beta)};
    const nd *x =
        nd_add(nn_embedding(g.token_table, nd_from(tokens)), nd_slice(g.position_table, 0, 0, tokens->shape[1], 1));
    int64_t layers = Wq->shape[0];
    for (int64_t layer = 0; layer < layers; layer++) {
        x = nd_add(x, attention(&g, norm(&g, x, 2 * layer), layer));
        x = nd_add(x, network(&g, norm(&g, x, 2 * layer + 1), layer));
    }
    return nd_to_tensor(nn_linear(norm(&g, x, 2 * layers), g.token_table, NULL));
}
