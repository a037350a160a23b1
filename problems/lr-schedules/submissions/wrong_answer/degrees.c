/* Mistake: gives degrees to cos, which wants radians. */
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
    return cos(90.0 * step / (steps - 1));
}
