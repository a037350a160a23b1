/* A pair is a complex number, and to turn it is a product with one of length 1: its powers are the positions. */
#include "problem.h"

#include <complex.h>

tensor *rms_norm(const tensor *x, const tensor *gain)
{
    int64_t C = x->shape[2];
    tensor *y = tensor_f32(x->shape[0], x->shape[1], C);
    double scale = 0;
    for (int64_t e = 0; e < tensor_size(x); e++) {
        if (e % C == 0) {
            double squares = 0;
            for (int64_t c = 0; c < C; c++)
                squares += (double)x->f32[e + c] * x->f32[e + c];
            scale = 1 / sqrt(squares / (double)C + 1e-5);
        }
        y->f32[e] = (float)(x->f32[e] * scale * gain->f32[e % C]);
    }
    return y;
}

tensor *rotate(const tensor *x, double base, int64_t start)
{
    int64_t B = x->shape[0], T = x->shape[1], H = x->shape[2];
    tensor *y = tensor_f32(B, T, H);
    for (int64_t m = 0; m < H; m += 2) {
        double complex step = cexp(I * pow(base, -(double)m / (double)H)), turn = cpow(step, (double)start);
        for (int64_t t = 0; t < T; t++, turn *= step)
            for (int64_t b = 0; b < B; b++) {
                const float *from = x->f32 + (b * T + t) * H + m;
                double complex turned = (from[0] + I * from[1]) * turn;
                y->f32[(b * T + t) * H + m] = (float)creal(turned);
                y->f32[(b * T + t) * H + m + 1] = (float)cimag(turned);
            }
    }
    return y;
}
