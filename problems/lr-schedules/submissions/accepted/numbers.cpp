#include "problem.h"

#include <cmath>
#include <numbers>

static double share(int64_t part, int64_t whole)
{
    return static_cast<double>(part) / static_cast<double>(whole);
}

double linear(int64_t step, int64_t steps)
{
    return 1 - share(step, steps);
}

double constant(int64_t, int64_t)
{
    return 1;
}

double cosine(int64_t step, int64_t steps)
{
    return std::cos(std::numbers::pi / 2 * share(step, steps - 1));
}
