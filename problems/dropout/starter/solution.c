#include "problem.h"

/* In training, x / (1 - p) where u >= p and 0 elsewhere; in use, x as it is. */
tensor *dropout(const tensor *x, const tensor *u, double p, bool training)
{
    (void)u, (void)p, (void)training; /* delete this line when you use them */
    int64_t B = x->shape[0], D = x->shape[1];
    tensor *result = tensor_f32(B, D);
    for (int64_t i = 0; i < B * D; i++)
        result->f32[i] = 0.0f;
    return result;
}
