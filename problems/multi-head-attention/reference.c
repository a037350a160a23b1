/* causal attention in every head; the heads side by side, times Wo' */
#include "problem.h"
#include "reference/core.h"

static const nd *project(const nd *x, const tensor *W)
{
    return einsum("btc,nhc->bnth", x, nd_from_f64(W));
}

tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo)
{
    const nd *in = nd_from_f64(x);
    const nd *heads = nn_attention(project(in, Wq), project(in, Wk), project(in, Wv), true);
    const nd *all = nd_reshape(nd_permute(heads, 0, 2, 1, 3), x->shape[0], x->shape[1], -1);
    return nd_to_tensor(nn_linear(all, nd_from_f64(Wo), NULL));
}
