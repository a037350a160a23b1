/* Mistake: the slope of x squared is 2x, not x. */
#include "problem.h"

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    *x = guess_x;
    *y = guess_y;
    for (int64_t i = 0; i < iterations; i++) {
        *x -= learning_rate * *x;
        *y -= learning_rate * *y;
    }
}
