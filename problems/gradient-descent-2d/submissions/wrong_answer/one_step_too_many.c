/* Mistake: <= runs the loop once more than asked. */
#include "problem.h"

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    *x = guess_x;
    *y = guess_y;
    for (int64_t i = 0; i <= iterations; i++) {
        *x -= learning_rate * 2 * *x;
        *y -= learning_rate * 2 * *y;
    }
}
