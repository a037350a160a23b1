#include "problem.h"

#include <array>

struct linear {
    int64_t out, in;
    tensor *weight, *bias;

    linear(int64_t in_, int64_t out_)
        : out(out_), in(in_), weight(torch_linear_weight(out_, in_)), bias(torch_linear_bias(out_, in_))
    {
    }

    tensor *operator()(const tensor *x) const
    {
        tensor *y = tensor_f32(x->shape[0], out);
        for (int64_t b = 0; b < x->shape[0]; b++) {
            for (int64_t o = 0; o < out; o++) {
                float sum = bias->f32[o];
                for (int64_t i = 0; i < in; i++)
                    sum += x->f32[b * in + i] * weight->f32[o * in + i];
                y->f32[b * out + o] = sum;
            }
        }
        return y;
    }
};

tensor *forward(const tensor *x)
{
    torch_manual_seed(0);
    const std::array<linear, 3> layers = {linear(4, 6), linear(6, 6), linear(6, 2)};
    tensor *y = nullptr;
    for (const linear &layer : layers)
        x = y = layer(x);
    return y;
}
