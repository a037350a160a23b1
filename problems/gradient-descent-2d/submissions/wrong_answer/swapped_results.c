/* Mistake: stores x in *y and y in *x. */
#include "problem.h"

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    double factor = pow(1 - 2 * learning_rate, (double)iterations);
    *y = guess_x * factor;
    *x = guess_y * factor;
}
