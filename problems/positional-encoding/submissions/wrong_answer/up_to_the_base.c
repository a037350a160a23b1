/* Mistake: spreads the wavelengths so that the last pair reaches 10000. */
#include "problem.h"

tensor *encode(int64_t length, int64_t dim)
{
    tensor *out = tensor_f64(length, dim);
    for (int64_t c = 0; c < dim; c++) {
        int64_t pair = c / 2;
        double wave = pow(10000, dim > 2 ? 2.0 * pair / (dim - 2 + dim % 2 - 0.0) : 0);
        for (int64_t t = 0; t < length; t++) {
            double angle = t / wave;
            out->f64[t * dim + c] = c % 2 == 0 ? sin(angle) : cos(angle);
        }
    }
    return out;
}
