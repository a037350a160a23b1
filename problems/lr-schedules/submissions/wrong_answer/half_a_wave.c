/* Mistake: another schedule that goes by the name of cosine: half a wave, (1 + cos(pi t)) / 2. */
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
    return (1 + cos(M_PI * step / (steps - 1))) / 2;
}
