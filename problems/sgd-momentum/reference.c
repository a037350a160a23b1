/* v <- momentum v + g;  w <- w - rate (nesterov ? g + momentum v : v) */
#include "problem.h"
#include "reference/core.h"

tensor *sgd(const tensor *weights, const tensor *gradients, const tensor *learning_rates, double momentum,
            bool nesterov)
{
    nd *w = nd_clone(nd_from(weights));
    nd *v = nd_zeros_like(w);
    for (int64_t k = 0; k < gradients->shape[0]; k++) {
        const nd *g = nd_select(nd_from(gradients), 0, k);
        v = nd_add(nd_mul_scalar(v, momentum), g);
        const nd *step = nesterov ? nd_add(g, nd_mul_scalar(v, momentum)) : v;
        nd_axpy(w, -learning_rates->f64[k], step);
    }
    return nd_to_tensor(w);
}
