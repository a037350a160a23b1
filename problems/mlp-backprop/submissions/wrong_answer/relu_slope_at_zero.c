/* Mistake: takes the slope of the relu at 0 to be 1. */
#include "problem.h"

/* a is before the relu, h behind it. */
static void forward(const float *in, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, float *a,
                    float *h, float *out)
{
    int64_t H = W1->shape[0], I = W1->shape[1], O = W2->shape[0];
    for (int64_t k = 0; k < H; k++) {
        a[k] = b1->f32[k];
        for (int64_t i = 0; i < I; i++)
            a[k] += in[i] * W1->f32[k * I + i];
        h[k] = a[k] > 0 ? a[k] : 0;
    }
    for (int64_t o = 0; o < O; o++) {
        out[o] = b2->f32[o];
        for (int64_t k = 0; k < H; k++)
            out[o] += h[k] * W2->f32[o * H + k];
    }
}

double loss(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y)
{
    int64_t B = x->shape[0], I = x->shape[1], H = W1->shape[0], O = W2->shape[0];
    float a[H], h[H], out[O];
    double sum = 0;
    for (int64_t n = 0; n < B; n++) {
        forward(x->f32 + n * I, W1, b1, W2, b2, a, h, out);
        for (int64_t o = 0; o < O; o++)
            sum += (out[o] - y->f32[n * O + o]) * (out[o] - y->f32[n * O + o]);
    }
    return sum / (B * O);
}

static tensor *zeros_like(const tensor *t)
{
    tensor *zeros = tensor_new(DTYPE_F32, t->rank, t->shape);
    memset(zeros->f32, 0, tensor_size(t) * sizeof(float));
    return zeros;
}

void backward(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y,
              tensor **dW1, tensor **db1, tensor **dW2, tensor **db2)
{
    int64_t B = x->shape[0], I = x->shape[1], H = W1->shape[0], O = W2->shape[0];
    float a[H], h[H], out[O], dh[H];
    *dW1 = zeros_like(W1);
    *db1 = zeros_like(b1);
    *dW2 = zeros_like(W2);
    *db2 = zeros_like(b2);
    for (int64_t n = 0; n < B; n++) {
        const float *in = x->f32 + n * I;
        forward(in, W1, b1, W2, b2, a, h, out);
        for (int64_t k = 0; k < H; k++)
            dh[k] = 0;
        for (int64_t o = 0; o < O; o++) {
            float dout = 2 * (out[o] - y->f32[n * O + o]) / (B * O);
            (*db2)->f32[o] += dout;
            for (int64_t k = 0; k < H; k++) {
                (*dW2)->f32[o * H + k] += dout * h[k];
                dh[k] += dout * W2->f32[o * H + k];
            }
        }
        for (int64_t k = 0; k < H; k++) {
            float da = a[k] >= 0 ? dh[k] : 0;
            (*db1)->f32[k] += da;
            for (int64_t i = 0; i < I; i++)
                (*dW1)->f32[k * I + i] += da * in[i];
        }
    }
}
