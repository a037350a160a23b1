/* Linear(4, 6), Linear(6, 6), Linear(6, 2) of manual_seed(0), one after the other */
#include "problem.h"
#include "reference/core.h"

static nd *linear(const nd *x, int64_t out, int64_t in)
{
    const nd *weight = nd_from_f64(torch_linear_weight(out, in));
    const nd *bias = nd_from_f64(torch_linear_bias(out, in));
    return nn_linear(x, weight, bias);
}

tensor *forward(const tensor *x)
{
    torch_manual_seed(0);
    nd *h1 = linear(nd_from_f64(x), 6, 4);
    nd *h2 = linear(h1, 6, 6);
    return nd_to_tensor(linear(h2, 2, 6));
}
