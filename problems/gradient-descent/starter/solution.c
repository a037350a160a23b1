#include "problem.h"

/* Walk downhill on f(x) = x * x: start at guess, take `iterations` steps, return where you end up. */
double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    (void)iterations, (void)learning_rate, (void)guess; /* delete this line when you use them */
    return 0.0;
}
