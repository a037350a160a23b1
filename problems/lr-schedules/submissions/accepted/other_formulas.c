/* The same functions written another way: what is left of the run, and a sine from the other end. Rounded. */
#include "problem.h"

static double round5(double v)
{
    return round(v * 1e5) / 1e5;
}

double linear(int64_t step, int64_t steps)
{
    return round5((double)(steps - step) / (double)steps);
}

double constant(int64_t step, int64_t steps)
{
    return step < steps;
}

double cosine(int64_t step, int64_t steps)
{
    int64_t last = steps - 1;
    return round5(sin(M_PI * (double)(last - step) / (2.0 * (double)last)));
}
