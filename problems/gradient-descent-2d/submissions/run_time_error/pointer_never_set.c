/* Mistake: writes through pointers of its own that point nowhere, instead of through x and y. */
#include "problem.h"

struct point {
    double *x, *y;
};

static struct point where; /* zero: both pointers are NULL */

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    double factor = pow(1 - 2 * learning_rate, (double)iterations);
    *where.x = guess_x * factor;
    *where.y = guess_y * factor;
    *x = *where.x;
    *y = *where.y;
}
