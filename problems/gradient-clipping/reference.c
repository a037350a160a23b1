/* Every gradient times min(1, max_norm / (norm + 1e-6)), with the norm of all of them taken together */
#include "problem.h"
#include "reference/core.h"

void clip_gradients(const tensor *weight, const tensor *bias, const tensor *filters, double max_norm,
                    tensor **clipped_weight, tensor **clipped_bias, tensor **clipped_filters)
{
    const nd *w = nd_from(weight), *b = nd_from(bias), *f = nd_from(filters);
    double norm = sqrt(nd_dot(w, w) + nd_dot(b, b) + nd_dot(f, f));
    double c = fmin(1, max_norm / (norm + 1e-6));
    *clipped_weight = nd_to_tensor(nd_mul_scalar(w, c));
    *clipped_bias = nd_to_tensor(nd_mul_scalar(b, c));
    *clipped_filters = nd_to_tensor(nd_mul_scalar(f, c));
}
