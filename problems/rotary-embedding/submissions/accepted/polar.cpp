#include "problem.h"

#include <cmath>
#include <complex>
#include <numeric>

tensor *rms_norm(const tensor *x, const tensor *gain)
{
    const int64_t C = x->shape[2];
    tensor *y = tensor_f32(x->shape[0], x->shape[1], C);
    for (int64_t row = 0; row < tensor_size(x); row += C) {
        const float *from = x->f32 + row;
        const double mean = std::inner_product(from, from + C, from, 0.0) / static_cast<double>(C);
        for (int64_t c = 0; c < C; c++)
            y->f32[row + c] = static_cast<float>(from[c] / std::sqrt(mean + 1e-5) * gain->f32[c]);
    }
    return y;
}

tensor *rotate(const tensor *x, double base, int64_t start)
{
    const int64_t T = x->shape[1], H = x->shape[2];
    tensor *y = tensor_f32(x->shape[0], T, H);
    for (int64_t e = 0; e < tensor_size(x); e += 2) {
        const double position = static_cast<double>(start + e / H % T);
        const double angle = position / std::pow(base, static_cast<double>(e % H) / static_cast<double>(H));
        const std::complex<double> turned = std::complex<double>(x->f32[e], x->f32[e + 1]) * std::polar(1.0, angle);
        y->f32[e] = static_cast<float>(turned.real());
        y->f32[e + 1] = static_cast<float>(turned.imag());
    }
    return y;
}
