/* w <- (1 - lr decay) w;  then Adam: w <- w - lr mhat / (sqrt(vhat) + epsilon), both averages corrected for their start
 */
#include "problem.h"
#include "reference/core.h"

tensor *adamw(const tensor *weights, const tensor *gradients, double learning_rate, double beta1, double beta2,
              double epsilon, double weight_decay)
{
    nd *w = nd_from_f64(weights);
    const nd *m = nd_zeros_like(w), *v = nd_zeros_like(w);
    for (int64_t t = 1; t <= gradients->shape[0]; t++) {
        const nd *g = nd_select(nd_from(gradients), 0, t - 1);
        m = nd_add(nd_mul_scalar(m, beta1), nd_mul_scalar(g, 1 - beta1));
        v = nd_add(nd_mul_scalar(v, beta2), nd_mul_scalar(nd_square(g), 1 - beta2));
        const nd *m_hat = nd_div_scalar(m, 1 - pow(beta1, (double)t));
        const nd *v_hat = nd_div_scalar(v, 1 - pow(beta2, (double)t));
        w = nd_mul_scalar(w, 1 - learning_rate * weight_decay);
        nd_axpy(w, -learning_rate, nd_div(m_hat, nd_add_scalar(nd_sqrt(v_hat), epsilon)));
    }
    return nd_to_tensor(w);
}
