/* Mistake: walks until the slope is exactly 0 and never looks at `iterations`. For a small learning rate the smallest
 * double above 0 times 1 - 2 * learning_rate rounds to itself: x stops shrinking, and the loop never ends. */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    (void)iterations;
    double x = guess;
    while (x != 0)
        x = x - learning_rate * 2 * x;
    return x;
}
