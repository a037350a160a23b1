/* The layer is all dot products of two rows. In double. */
#include "problem.h"

static double dot(const float *u, const float *v, int64_t n)
{
    double sum = 0;
    while (n-- > 0)
        sum += (double)*u++ * *v++;
    return sum;
}

tensor *linear(const tensor *x, const tensor *W, const tensor *b)
{
    int64_t B = x->shape[0], I = x->shape[1], O = tensor_size(b);
    tensor *result = tensor_f64(B, O);
    double *to = result->f64;
    for (const float *row = x->f32; row < x->f32 + B * I; row += I)
        for (int64_t o = 0; o < O; o++)
            *to++ = dot(row, W->f32 + o * I, I) + b->f32[o];
    return result;
}
