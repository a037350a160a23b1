/* The statement, line by line. */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    double x = guess;
    for (int64_t i = 0; i < iterations; i++) {
        double slope = 2.0 * x;
        x = x - learning_rate * slope;
    }
    return x;
}
