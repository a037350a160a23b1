/* Mistake: the recursion stops at 1 step and runs past it when there are 0, until the stack is full. */
#include "problem.h"

static double place_after(int64_t steps, double rate, double guess)
{
    if (steps == 1)
        return guess - rate * 2 * guess;
    double x = place_after(steps - 1, rate, guess);
    return x - rate * 2 * x;
}

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    return place_after(iterations, learning_rate, (double)guess);
}
