/* Not training is the same as dropping nothing: p becomes 0. Each number is then multiplied by 0 or by one factor. */
#include "problem.h"

tensor *dropout(const tensor *x, const tensor *u, double p, bool training)
{
    tensor *result = tensor_new(x->dtype, x->rank, x->shape);
    if (!training)
        p = 0;
    const float factor = (float)(1 / (1 - p));
    for (int64_t i = 0; i < tensor_size(x); i++)
        result->f32[i] = x->f32[i] * (factor * (u->f32[i] >= p));
    return result;
}
