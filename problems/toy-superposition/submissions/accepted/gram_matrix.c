/* W times its transpose is one F x F matrix per instance: make it once, then the model is a single layer. In double. */
#include "problem.h"

static void gram(const float *W, int64_t F, int64_t H, double *M)
{
    for (int64_t f = 0; f < F; f++)
        for (int64_t g = 0; g < F; g++, M++) {
            *M = 0;
            for (int64_t k = 0; k < H; k++)
                *M += (double)W[f * H + k] * W[g * H + k];
        }
}

tensor *forward(const tensor *x, const tensor *W, const tensor *b)
{
    int64_t B = x->shape[0], I = x->shape[1], F = x->shape[2], H = W->shape[2];
    tensor *out = tensor_f32(B, I, F);
    double *M = malloc((size_t)(F * F) * sizeof *M);
    for (int64_t i = 0; i < I; i++) {
        gram(W->f32 + i * F * H, F, H, M);
        for (int64_t n = 0; n < B; n++) {
            const float *from = x->f32 + (n * I + i) * F;
            for (int64_t f = 0; f < F; f++) {
                double sum = b->f32[i * F + f];
                for (int64_t g = 0; g < F; g++)
                    sum += from[g] * M[f * F + g];
                out->f32[(n * I + i) * F + f] = (float)fmax(sum, 0);
            }
        }
    }
    free(M);
    return out;
}

tensor *loss(const tensor *x, const tensor *out, const tensor *importance)
{
    int64_t B = x->shape[0], weights = tensor_size(importance), F = x->shape[2];
    double sum = 0;
    for (int64_t e = 0; e < tensor_size(x); e++)
        sum += importance->f32[e % weights] * pow(fabs((double)x->f32[e]) - out->f32[e], 2);
    return tensor_scalar_f32((float)(sum / (double)(B * F)));
}
