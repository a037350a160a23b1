#include "problem.h"

/* The sum of each row: M x N becomes M. */
tensor *sum_rows(const tensor *a)
{
    int64_t M = a->shape[0];
    tensor *result = tensor_f32(M);
    for (int64_t i = 0; i < M; i++)
        result->f32[i] = 0.0f;
    return result;
}

/* Without the axis of size 1: N x 1 becomes N. */
tensor *squeeze(const tensor *a)
{
    (void)a; /* delete this line when you use it */
    return tensor_f32(1);
}

/* With a new axis of size 1 at place dim: N becomes 1 x N or N x 1. */
tensor *unsqueeze(const tensor *a, int64_t dim)
{
    (void)a, (void)dim; /* delete this line when you use them */
    return tensor_f32(1, 1);
}
