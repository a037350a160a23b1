/* Mistake: compares the outputs with x and not with its absolute value. */
#include "problem.h"

tensor *forward(const tensor *x, const tensor *W, const tensor *b)
{
    int64_t B = x->shape[0], I = x->shape[1], F = x->shape[2], H = W->shape[2];
    tensor *out = tensor_f32(B, I, F);
    float *h = malloc(H * sizeof(float));
    for (int64_t n = 0; n < B; n++) {
        for (int64_t i = 0; i < I; i++) {
            for (int64_t k = 0; k < H; k++) {
                h[k] = 0;
                for (int64_t f = 0; f < F; f++)
                    h[k] += x->f32[(n * I + i) * F + f] * W->f32[(i * F + f) * H + k];
            }
            for (int64_t f = 0; f < F; f++) {
                float sum = b->f32[i * F + f];
                for (int64_t k = 0; k < H; k++)
                    sum += h[k] * W->f32[(i * F + f) * H + k];
                out->f32[(n * I + i) * F + f] = sum > 0 ? sum : 0;
            }
        }
    }
    free(h);
    return out;
}

tensor *loss(const tensor *x, const tensor *out, const tensor *importance)
{
    int64_t B = x->shape[0], I = x->shape[1], F = x->shape[2];
    float total = 0;
    for (int64_t i = 0; i < I; i++) {
        float sum = 0;
        for (int64_t n = 0; n < B; n++) {
            for (int64_t f = 0; f < F; f++) {
                float miss = x->f32[(n * I + i) * F + f] - out->f32[(n * I + i) * F + f];
                sum += importance->f32[i * F + f] * miss * miss;
            }
        }
        total += sum / (B * F);
    }
    return tensor_scalar_f32(total);
}
