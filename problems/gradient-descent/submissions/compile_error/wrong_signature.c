/* Mistake: the guess is declared as a double, the rate comes last: problem.h says otherwise. */
#include "problem.h"

double get_minimizer(int64_t iterations, double guess, double learning_rate)
{
    double x = guess;
    for (int64_t i = 0; i < iterations; i++)
        x -= learning_rate * 2 * x;
    return x;
}
