#include "problem.h"

/* Each of the B rows of x meets each of the O rows of W: multiply, add up, add the bias. */
tensor *linear(const tensor *x, const tensor *W, const tensor *b)
{
    (void)b; /* delete this line when you use it */
    int64_t B = x->shape[0], O = W->shape[0];
    tensor *result = tensor_f32(B, O);
    for (int64_t i = 0; i < B * O; i++)
        result->f32[i] = 0.0f;
    return result;
}
