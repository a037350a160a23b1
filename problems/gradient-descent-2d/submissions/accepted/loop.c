/* The statement, line by line. */
#include "problem.h"

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    double px = guess_x;
    double py = guess_y;
    for (int64_t i = 0; i < iterations; i++) {
        px -= learning_rate * 2 * px;
        py -= learning_rate * 2 * py;
    }
    *x = px;
    *y = py;
}
