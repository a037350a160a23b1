/* out = relu(x W W' + b) in each instance;  loss = sum over instances of mean(importance (|x| - out)^2) */
#include "problem.h"
#include "reference/core.h"

tensor *forward(const tensor *x, const tensor *W, const tensor *b)
{
    const nd *w = nd_from_f64(W);
    const nd *hidden = einsum("bif,ifh->bih", nd_from_f64(x), w);
    const nd *back = einsum("bih,ifh->bif", hidden, w);
    return nd_to_tensor(nd_relu(nd_add(back, nd_from_f64(b))));
}

tensor *loss(const tensor *x, const tensor *out, const tensor *importance)
{
    const nd *error = nd_square(nd_sub(nd_abs(nd_from_f64(x)), nd_from_f64(out)));
    const nd *each = nd_mean(nd_mul(nd_from_f64(importance), error), 0, 2);
    return nd_to_tensor(nd_sum(each));
}
