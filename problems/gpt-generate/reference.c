/* the logits of the last token, on the last M tokens; the top_k largest / temperature; the inverse of the cumulated
 * softmax */
#include "problem.h"
#include "harness.h"
#include "reference/core.h"

/* Closer than this to a border between two tokens, or to another logit, float arithmetic may land on either side. */
#define MARGIN 1e-4

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

/* tokens[B,T] -> [B,V] */
static const nd *next_logits(const struct gpt *g, const nd *tokens)
{
    const nd *x = nd_add(nn_embedding(g->token_table, tokens), nd_slice(g->position_table, 0, 0, tokens->shape[1], 1));
    int64_t layers = g->Wq->shape[0];
    for (int64_t layer = 0; layer < layers; layer++) {
        x = nd_add(x, attention(g, norm(g, x, 2 * layer), layer));
        x = nd_add(x, network(g, norm(g, x, 2 * layer + 1), layer));
    }
    return nn_linear(nd_select(norm(g, x, 2 * layers), 1, -1), g->token_table, NULL);
}

/* -INFINITY for all but the largest `count`. */
static const nd *keep_largest(const nd *logits, int64_t count)
{
    const nd *larger = nd_sum(nd_lt(nd_unsqueeze(logits, 1), logits), 1);
    const nd *out = nd_gt_scalar(larger, count - 1), *kept = nd_masked_fill(logits, out, -INFINITY);
    if (nd_item(nd_sum(out)) != nd_size(out) - count ||
        nd_item(nd_min(nd_masked_fill(logits, out, INFINITY))) -
                nd_item(nd_max(nd_masked_fill(logits, nd_eq_scalar(out, 0), -INFINITY))) <
            MARGIN)
        harness_redraw("two logits that are almost equal, of which one is kept");
    return kept;
}

/* The first j with p[0] + ... + p[j] > u. */
static int64_t sample(const nd *p, double u)
{
    const nd *cumulated = nd_cumsum(p, 0);
    if (u < MARGIN || nd_item(nd_min(nd_abs(nd_sub_scalar(cumulated, u)))) < MARGIN)
        harness_redraw("a random number on the border between two tokens");
    return (int64_t)nd_item(nd_sum(nd_lt_scalar(cumulated, u)));
}

tensor *generate(const tensor *start, const tensor *u, double temperature, int64_t top_k, const tensor *token_table,
                 const tensor *position_table, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                 const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                 const tensor *beta)
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
    int64_t B = start->shape[0], steps = u->shape[0], longest = position_table->shape[0];
    const nd *tokens = nd_from(start);
    for (int64_t s = 0; s < steps; s++) {
        const nd *logits = next_logits(&g, nd_slice(tokens, 1, -longest, ND_END, 1));
        nd *following = nd_zeros(DTYPE_I64, B, 1);
        for (int64_t b = 0; b < B; b++) {
            const nd *kept = keep_largest(nd_select(logits, 0, b), top_k);
            following->i64[b] = sample(nn_softmax(nd_div_scalar(kept, temperature), 0), u->f64[s * B + b]);
        }
        tokens = nd_cat(1, tokens, following);
    }
    return nd_to_tensor(tokens);
}
