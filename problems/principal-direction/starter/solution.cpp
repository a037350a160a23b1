#include "problem.h"

tensor *principal_direction(const tensor *activations)
{
    int64_t D = activations->shape[1];
    tensor *direction = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        direction->f64[i] = 0; /* your work: v or -v */
    return direction;
}
