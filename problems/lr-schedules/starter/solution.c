#include "problem.h"

/* From 1 down in equal steps. */
double linear(int64_t step, int64_t steps)
{
    (void)step, (void)steps; /* delete this line when you use them */
    return 0.0;
}

/* Always 1. */
double constant(int64_t step, int64_t steps)
{
    (void)step, (void)steps;
    return 0.0;
}

/* From 1 down to 0 along a quarter of a cosine. M_PI is pi. */
double cosine(int64_t step, int64_t steps)
{
    (void)step, (void)steps; /* delete this line when you use them */
    return 0.0;
}
