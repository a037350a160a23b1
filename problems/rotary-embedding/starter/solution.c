#include "problem.h"

/* Each token by itself: divided by the root of its mean square (+ 0.00001), times gain. */
tensor *rms_norm(const tensor *x, const tensor *gain)
{
    (void)gain; /* delete this line when you use it */
    tensor *y = tensor_f32(x->shape[0], x->shape[1], x->shape[2]);
    for (int64_t i = 0; i < tensor_size(y); i++)
        y->f32[i] = 0.0f;
    return y;
}

/* Pairs of neighbouring numbers, turned by an angle that grows with the position. */
tensor *rotate(const tensor *x, double base, int64_t start)
{
    (void)base, (void)start; /* delete this line when you use them */
    tensor *y = tensor_f32(x->shape[0], x->shape[1], x->shape[2]);
    for (int64_t i = 0; i < tensor_size(y); i++)
        y->f32[i] = 0.0f;
    return y;
}
