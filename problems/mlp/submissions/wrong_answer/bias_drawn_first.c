/* Mistake: draws the bias of each layer before its weight, so that both get other numbers. */
#include "problem.h"

static tensor *apply(const tensor *x, const tensor *W, const tensor *b)
{
    int64_t B = x->shape[0], in = x->shape[1], out = W->shape[0];
    tensor *y = tensor_f32(B, out);
    for (int64_t row = 0; row < B; row++) {
        for (int64_t o = 0; o < out; o++) {
            float sum = b->f32[o];
            for (int64_t i = 0; i < in; i++)
                sum += x->f32[row * in + i] * W->f32[o * in + i];
            y->f32[row * out + o] = sum;
        }
    }
    return y;
}

tensor *forward(const tensor *x)
{
    torch_manual_seed(0);
    tensor *b1 = torch_linear_bias(6, 4);
    tensor *W1 = torch_linear_weight(6, 4);
    tensor *b2 = torch_linear_bias(6, 6);
    tensor *W2 = torch_linear_weight(6, 6);
    tensor *b3 = torch_linear_bias(2, 6);
    tensor *W3 = torch_linear_weight(2, 6);
    return apply(apply(apply(x, W1, b1), W2, b2), W3, b3);
}
