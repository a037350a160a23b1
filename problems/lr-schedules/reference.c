/* 1 - step/steps;  1;  cos(pi/2 step/(steps - 1)) */
#include "problem.h"
#include "reference/core.h"

double linear(int64_t step, int64_t steps)
{
    return schedule_linear(step, steps);
}

double constant(int64_t step, int64_t steps)
{
    return schedule_constant(step, steps);
}

double cosine(int64_t step, int64_t steps)
{
    return schedule_cosine(step, steps);
}
