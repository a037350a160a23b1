/* A pair of columns is a hand of a clock: each position turns it on by the same angle. */
#include "problem.h"

tensor *encode(int64_t length, int64_t dim)
{
    tensor *out = tensor_f64(length, dim);
    for (int64_t c = 0; c < dim; c += 2) {
        double turn = exp(-log(10000) * (double)c / (double)dim), x = 1, y = 0;
        for (int64_t t = 0; t < length; t++) {
            double *row = out->f64 + t * dim, old = x;
            row[c] = y;
            if (c + 1 < dim)
                row[c + 1] = x;
            x = x * cos(turn) - y * sin(turn);
            y = y * cos(turn) + old * sin(turn);
        }
    }
    return out;
}
