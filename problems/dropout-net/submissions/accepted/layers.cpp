#include "problem.h"

#include <algorithm>
#include <cmath>

static tensor *linear(const tensor *x, const tensor *weight, const tensor *bias)
{
    const int64_t rows = x->shape[0], in = x->shape[1], out = weight->shape[0];
    tensor *y = tensor_f32(rows, out);
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t o = 0; o < out; o++) {
            double sum = bias->f32[o];
            for (int64_t i = 0; i < in; i++)
                sum += static_cast<double>(x->f32[r * in + i]) * weight->f32[o * in + i];
            y->f32[r * out + o] = static_cast<float>(sum);
        }
    }
    return y;
}

template <typename F> static void for_each_element(tensor *t, F f)
{
    std::transform(t->f32, t->f32 + tensor_size(t), t->f32, f);
}

tensor *forward(const tensor *images)
{
    torch_manual_seed(0);
    const tensor *W1 = torch_linear_weight(512, 784), *b1 = torch_linear_bias(512, 784);
    const tensor *W2 = torch_linear_weight(10, 512), *b2 = torch_linear_bias(10, 512);

    torch_manual_seed(0);
    tensor *h = linear(images, W1, b1);
    for_each_element(h, [](float v) { return std::max(v, 0.0f); });
    const float *mask = torch_dropout_mask(tensor_size(h), 0.2)->f32;
    for_each_element(h, [&mask](float v) { return v * *mask++; });
    tensor *y = linear(h, W2, b2);
    for_each_element(y, [](float v) { return 1 / (1 + std::exp(-v)); });
    return y;
}
