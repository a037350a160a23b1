/* a tensor is no array of arrays */
#include "problem.h"

tensor *principal_direction(const tensor *activations)
{
    tensor *v = tensor_f64(activations->shape[1]);
    for (int64_t i = 0; i < activations->shape[1]; i++)
        v->f64[i] = activations[0][i];
    return v;
}
