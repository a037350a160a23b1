/* Mistake: rounds to 5 decimals after each step; over hundreds of small steps the errors add up. */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    double x = guess;
    for (int64_t i = 0; i < iterations; i++)
        x = round((x - learning_rate * 2 * x) * 1e5) / 1e5;
    return x;
}
