/* Mistake: the gradient of (x + y) squared, in which each coordinate pulls at the other. */
#include "problem.h"

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    *x = guess_x;
    *y = guess_y;
    for (int64_t i = 0; i < iterations; i++) {
        double slope = 2 * (*x + *y);
        *x -= learning_rate * slope;
        *y -= learning_rate * slope;
    }
}
