/* Mistake: turns by the negative angle. */
#include "problem.h"

tensor *rms_norm(const tensor *x, const tensor *gain)
{
    int64_t B = x->shape[0], T = x->shape[1], C = x->shape[2];
    tensor *y = tensor_f32(B, T, C);
    for (int64_t row = 0; row < B * T; row++) {
        const float *from = x->f32 + row * C;
        float squares = 0;
        for (int64_t c = 0; c < C; c++)
            squares += from[c] * from[c];
        float root = sqrtf(squares / C + 1e-5f);
        for (int64_t c = 0; c < C; c++)
            y->f32[row * C + c] = from[c] / root * gain->f32[c];
    }
    return y;
}

tensor *rotate(const tensor *x, double base, int64_t start)
{
    int64_t B = x->shape[0], T = x->shape[1], H = x->shape[2];
    tensor *y = tensor_f32(B, T, H);
    for (int64_t b = 0; b < B; b++) {
        for (int64_t t = 0; t < T; t++) {
            for (int64_t m = 0; m < H / 2; m++) {
                double angle = (start + t) * pow(base, -2.0 * m / H);
                int64_t at = (b * T + t) * H + 2 * m;
                float u = x->f32[at], v = x->f32[at + 1], c = cos(angle), s = sin(angle);
                y->f32[at] = u * c + v * s;
                y->f32[at + 1] = v * c - u * s;
            }
        }
    }
    return y;
}
