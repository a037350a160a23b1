/* x <- x - learning_rate * 2x */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    double x = (double)guess;
    for (int64_t step = 0; step < iterations; step++)
        x -= learning_rate * 2 * x;
    return x;
}
