#include "problem.h"

/* A new tensor like z, full of zeros: replace it by your answer. */
static tensor *zeros(const tensor *z)
{
    tensor *result = tensor_f64(z->shape[0]);
    for (int64_t i = 0; i < z->shape[0]; i++)
        result->f64[i] = 0.0;
    return result;
}

/* 1 / (1 + e^-z) */
tensor *sigmoid(const tensor *z)
{
    return zeros(z);
}

/* max(z, 0) */
tensor *relu(const tensor *z)
{
    return zeros(z);
}

/* (e^z - e^-z) / (e^z + e^-z) */
tensor *hyperbolic_tangent(const tensor *z)
{
    return zeros(z);
}

/* z times the share of a normal distribution below z. C has erf(). */
tensor *gelu(const tensor *z)
{
    return zeros(z);
}
