/* The statement, line by line. */
#include "problem.h"

double linear(int64_t step, int64_t steps)
{
    return 1 - (double)step / steps;
}

double constant(int64_t step, int64_t steps)
{
    (void)step, (void)steps;
    return 1;
}

double cosine(int64_t step, int64_t steps)
{
    return cos(M_PI / 2 * step / (steps - 1));
}
