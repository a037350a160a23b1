#include "problem.h"

tensor *scale_and_shift(const tensor *x, double scale, double shift)
{
    return scale * x + shift;
}
