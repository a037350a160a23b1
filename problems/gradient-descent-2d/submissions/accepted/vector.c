/* The point as an array, its gradient from a function of its own. */
#include "problem.h"

enum { DIMENSIONS = 2 };

static void gradient(const double point[DIMENSIONS], double ret_slope[DIMENSIONS])
{
    for (int d = 0; d < DIMENSIONS; d++)
        ret_slope[d] = 2 * point[d];
}

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    double point[DIMENSIONS] = {(double)guess_x, (double)guess_y};
    while (iterations-- > 0) {
        double slope[DIMENSIONS];
        gradient(point, slope);
        for (int d = 0; d < DIMENSIONS; d++)
            point[d] -= learning_rate * slope[d];
    }
    *x = point[0];
    *y = point[1];
}
