#include "problem.h"

#include <algorithm>

tensor *dropout(const tensor *x, const tensor *u, double p, bool training)
{
    tensor *result = tensor_f32(x->shape[0], x->shape[1]);
    const int64_t size = tensor_size(x);
    if (training)
        std::transform(x->f32, x->f32 + size, u->f32, result->f32, [p](float value, float chance) {
            return chance < p ? 0.0f : static_cast<float>(value / (1 - p));
        });
    else
        std::copy_n(x->f32, size, result->f32);
    return result;
}
