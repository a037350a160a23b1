/* Mistake: writes the formula as in Python; C has no operators for tensors. */
#include "problem.h"

tensor *linear(const tensor *x, const tensor *W, const tensor *b)
{
    return x * W + b;
}
