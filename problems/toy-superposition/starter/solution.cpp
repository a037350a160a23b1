#include "problem.h"

// In each instance: squeeze by W, get back by W transposed, add b, relu.
tensor *forward(const tensor *x, [[maybe_unused]] const tensor *W, [[maybe_unused]] const tensor *b)
{
    tensor *out = tensor_f32(x->shape[0], x->shape[1], x->shape[2]);
    for (int64_t i = 0; i < tensor_size(out); i++)
        out->f32[i] = 0.0f;
    return out;
}

// Weighted squares of |x| - out: mean over inputs and features, sum over instances.
tensor *loss([[maybe_unused]] const tensor *x, [[maybe_unused]] const tensor *out,
             [[maybe_unused]] const tensor *importance)
{
    return tensor_scalar_f32(0.0f);
}
