#include "problem.h"

/* Walk downhill on f(x, y) = x * x + y * y from (guess_x, guess_y); store where you end up in *x and *y. */
void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    (void)iterations, (void)learning_rate, (void)guess_x, (void)guess_y; /* delete this line when you use them */
    *x = 0.0;
    *y = 0.0;
}
