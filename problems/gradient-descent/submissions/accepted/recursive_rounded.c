/* Recursion instead of a loop, rounded to 5 decimals at the end. */
#include "problem.h"

static double descend(int64_t steps, double rate, double x)
{
    return steps == 0 ? x : descend(steps - 1, rate, x - 2 * rate * x);
}

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    return round(descend(iterations, learning_rate, (double)guess) * 1e5) / 1e5;
}
