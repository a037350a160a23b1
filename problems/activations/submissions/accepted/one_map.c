/* One loop that takes the function as an argument, and what math.h has. In float, rounded to 5 decimals. */
#include "problem.h"

static tensor *map(const tensor *z, float (*f)(float))
{
    tensor *result = tensor_f32(tensor_size(z));
    for (int64_t i = 0; i < tensor_size(z); i++)
        result->f32[i] = roundf(f((float)z->f64[i]) * 100000) / 100000;
    return result;
}

static float sigmoid_of(float v)
{
    return 0.5f + 0.5f * tanhf(0.5f * v); /* the sigmoid is a tanh, shifted and scaled */
}

static float relu_of(float v)
{
    return fmaxf(v, 0);
}

static float gelu_of(float v)
{
    return 0.5f * v * erfcf(-v * (float)M_SQRT1_2);
}

tensor *sigmoid(const tensor *z)
{
    return map(z, sigmoid_of);
}

tensor *relu(const tensor *z)
{
    return map(z, relu_of);
}

tensor *hyperbolic_tangent(const tensor *z)
{
    return map(z, tanhf);
}

tensor *gelu(const tensor *z)
{
    return map(z, gelu_of);
}
