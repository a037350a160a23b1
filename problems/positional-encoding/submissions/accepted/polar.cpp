#include "problem.h"

#include <cmath>
#include <complex>

tensor *encode(int64_t length, int64_t dim)
{
    tensor *out = tensor_f64(length, dim);
    double *to = out->f64;
    for (int64_t t = 0; t < length; t++) {
        for (int64_t c = 0; c < dim; c += 2) {
            const double angle =
                static_cast<double>(t) / std::pow(1e4, static_cast<double>(c) / static_cast<double>(dim));
            const std::complex<double> hand = std::polar(1.0, angle);
            *to++ = hand.imag();
            if (c + 1 < dim)
                *to++ = hand.real();
        }
    }
    return out;
}
