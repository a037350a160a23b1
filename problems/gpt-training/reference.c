/* one block, tied embeddings, cross-entropy on the next token, AdamW on all weights; the loss of each step before its
 * update */
#include "problem.h"
#include "harness.h"
#include "reference/core.h"

/* Nearer to the corner of relu, float arithmetic may be on its other side. */
#define CORNER 1e-5

/* Adam divides a gradient by its usual size. Where that is this small a part of the largest one (both squared),
 * rounding errors are magnified as well. */
#define FAINT 1e-10

enum { TOKEN, POSITION, WQ, WK, WV, WO, W_1, B_1, W_2, B_2, GAMMA, BETA, PARAMS };

static const nd *norm(nd *const *p, const nd *x, int which)
{
    return nn_layer_norm(x, nd_select(p[GAMMA], 0, which), nd_select(p[BETA], 0, which), 1e-5);
}

/* The gradient of x; those of the norm's rows go into ret_grads. */
static const nd *norm_grad(nd *const *p, const nd *x, int which, const nd *grad, nd **ret_grads)
{
    nd *dx, *gamma, *beta;
    nn_layer_norm_grad(x, nd_select(p[GAMMA], 0, which), 1e-5, grad, &dx, &gamma, &beta);
    nd_assign(nd_select(ret_grads[GAMMA], 0, which), gamma);
    nd_assign(nd_select(ret_grads[BETA], 0, which), beta);
    return dx;
}

/* tokens[B,T] targets[B,T]: the loss, and the gradient of each parameter. */
static double backward(nd *const *p, const nd *tokens, const nd *targets, nd **ret_grads)
{
    int64_t B = tokens->shape[0], T = tokens->shape[1], N = p[WQ]->shape[0], H = p[WQ]->shape[1];
    for (int k = POSITION; k < PARAMS; k++)
        ret_grads[k] = nd_zeros_like(p[k]);

    const nd *x0 = nd_add(nn_embedding(p[TOKEN], tokens), nd_slice(p[POSITION], 0, 0, T, 1));
    const nd *n0 = norm(p, x0, 0);
    const nd *q = einsum("btc,nhc->bnth", n0, p[WQ]), *k = einsum("btc,nhc->bnth", n0, p[WK]);
    const nd *v = einsum("btc,nhc->bnth", n0, p[WV]);
    const nd *all = nd_reshape(nd_permute(nn_attention(q, k, v, true), 0, 2, 1, 3), B, T, N * H);
    const nd *x1 = nd_add(x0, nn_linear(all, p[WO], NULL));
    const nd *n1 = norm(p, x1, 1);
    const nd *sum = nn_linear(n1, p[W_1], p[B_1]), *hidden = nd_relu(sum);
    const nd *x2 = nd_add(x1, nn_linear(hidden, p[W_2], p[B_2]));
    const nd *n2 = norm(p, x2, 2);
    nd *d_logits, *d_table, *d_n, *d_hidden, *d_all, *d_q, *d_k, *d_v;
    const nd *loss = nn_cross_entropy(nn_linear(n2, p[TOKEN], NULL), targets, &d_logits);
    if (nd_item(nd_min(nd_abs(sum))) < CORNER)
        harness_redraw("a sum on the corner of relu");

    nn_linear_grad(n2, p[TOKEN], d_logits, &d_n, &d_table, NULL);
    const nd *d = norm_grad(p, x2, 2, d_n, ret_grads);
    nn_linear_grad(hidden, p[W_2], d, &d_hidden, &ret_grads[W_2], &ret_grads[B_2]);
    nn_linear_grad(n1, p[W_1], nd_relu_grad(sum, d_hidden), &d_n, &ret_grads[W_1], &ret_grads[B_1]);
    d = nd_add(d, norm_grad(p, x1, 1, d_n, ret_grads));
    nn_linear_grad(all, p[WO], d, &d_all, &ret_grads[WO], NULL);
    nn_attention_grad(q, k, v, true, nd_permute(nd_reshape(d_all, B, T, N, H), 0, 2, 1, 3), &d_q, &d_k, &d_v);
    ret_grads[WQ] = einsum("bnth,btc->nhc", d_q, n0);
    ret_grads[WK] = einsum("bnth,btc->nhc", d_k, n0);
    ret_grads[WV] = einsum("bnth,btc->nhc", d_v, n0);
    const nd *d_ask = nd_add(einsum("bnth,nhc->btc", d_q, p[WQ]), einsum("bnth,nhc->btc", d_k, p[WK]));
    const nd *d_n0 = nd_add(d_ask, einsum("bnth,nhc->btc", d_v, p[WV]));
    d = nd_add(d, norm_grad(p, x0, 0, d_n0, ret_grads));
    nd_assign(nd_slice(ret_grads[POSITION], 0, 0, T, 1), nd_sum(d, 0));
    ret_grads[TOKEN] = nd_add(d_table, nn_embedding_grad(tokens, d, p[TOKEN]->shape[0]));
    return nd_item(loss);
}

static void refuse_faint(const nd *v)
{
    if (nd_item(nd_min(nd_masked_fill(v, nd_eq_scalar(v, 0), INFINITY))) < FAINT * nd_item(nd_max(v)))
        harness_redraw("gradients that are almost 0");
}

tensor *train(const tensor *batches, const tensor *token_table, const tensor *position_table, const tensor *Wq,
              const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
              const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta, double lr)
{
    nd *params[PARAMS] = {nd_from_f64(token_table), nd_from_f64(position_table),
                          nd_from_f64(Wq),          nd_from_f64(Wk),
                          nd_from_f64(Wv),          nd_from_f64(Wo),
                          nd_from_f64(W1),          nd_from_f64(b1),
                          nd_from_f64(W2),          nd_from_f64(b2),
                          nd_from_f64(gamma),       nd_from_f64(beta)},
       *grads[PARAMS];
    const nd *lines = nd_from(batches);
    int64_t steps = batches->shape[0];
    struct optim adam;
    optim_init_adamw(&adam, lr, PARAMS, params);
    tensor *losses = tensor_f64(steps);
    for (int64_t s = 0; s < steps; s++) {
        size_t mark = nd_pool_mark();
        const nd *line = nd_select(lines, 0, s);
        losses->f64[s] = backward(params, nd_slice(line, 1, 0, -1, 1), nd_slice(line, 1, 1, ND_END, 1), grads);
        optim_step(&adam, grads);
        for (int p = 0; p < PARAMS; p++)
            refuse_faint(adam.state2[p]);
        nd_pool_release(mark);
    }
    return losses;
}
