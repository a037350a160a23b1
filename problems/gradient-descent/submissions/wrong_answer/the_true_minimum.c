/* Mistake: returns where the minimum is instead of where the steps lead. */
#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    (void)iterations, (void)learning_rate, (void)guess;
    return 0;
}
