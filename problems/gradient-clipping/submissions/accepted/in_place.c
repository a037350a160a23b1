/* One list of tensors; the inputs themselves are scaled and given back. */
#include "problem.h"

enum { TENSORS = 3 };

void clip_gradients(const tensor *weight, const tensor *bias, const tensor *filters, double max_norm,
                    tensor **clipped_weight, tensor **clipped_bias, tensor **clipped_filters)
{
    const tensor *gradients[TENSORS] = {weight, bias, filters};
    tensor **results[TENSORS] = {clipped_weight, clipped_bias, clipped_filters};
    double norm = 0;
    for (int k = 0; k < TENSORS; k++)
        for (int64_t i = 0; i < tensor_size(gradients[k]); i++)
            norm = hypot(norm, gradients[k]->f64[i]);
    for (int k = 0; k < TENSORS; k++) {
        for (int64_t i = 0; norm + 1e-6 > max_norm && i < tensor_size(gradients[k]); i++)
            gradients[k]->f64[i] *= max_norm / (norm + 1e-6);
        *results[k] = (tensor *)gradients[k];
    }
}
