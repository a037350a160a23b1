/* Mistake: adds the slope, which climbs. */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    double x = guess;
    for (int64_t i = 0; i < iterations; i++)
        x += learning_rate * 2 * x;
    return x;
}
