/* x / (1 - p) where u >= p, else 0; x itself when the network is not in training */
#include "problem.h"
#include "reference/core.h"

tensor *dropout(const tensor *x, const tensor *u, double p, bool training)
{
    if (!training)
        return nd_to_tensor(nd_from(x));
    const nd *input = nd_from_f64(x);
    const nd *dropped = nd_lt_scalar(nd_from_f64(u), p);
    return nd_to_tensor(nd_masked_fill(nd_div_scalar(input, 1 - p), dropped, 0));
}
