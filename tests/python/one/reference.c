#include "problem.h"

double scalar(double x)
{
    return 2 * x;
}
