/* Mistake: takes x as the slope of x * x, which is 2x. */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    double x = guess;
    for (int64_t i = 0; i < iterations; i++)
        x = x - learning_rate * x;
    return x;
}
