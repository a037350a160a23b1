#include "problem.h"

// From 1 down in equal steps.
double linear([[maybe_unused]] int64_t step, [[maybe_unused]] int64_t steps)
{
    return 0.0;
}

// Always 1.
double constant([[maybe_unused]] int64_t step, [[maybe_unused]] int64_t steps)
{
    return 0.0;
}

// From 1 down to 0 along a quarter of a cosine. M_PI is pi.
double cosine([[maybe_unused]] int64_t step, [[maybe_unused]] int64_t steps)
{
    return 0.0;
}
