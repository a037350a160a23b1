/* Mistake: returns x and forgets that two results leave through the last two parameters. */
#include "problem.h"

double get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y)
{
    (void)guess_y;
    return guess_x * pow(1 - 2 * learning_rate, (double)iterations);
}
