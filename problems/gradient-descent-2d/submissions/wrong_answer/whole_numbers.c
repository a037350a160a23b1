/* Mistake: walks with the whole-number guesses themselves, which drop every fraction. */
#include "problem.h"

void get_min(int64_t iterations, double learning_rate, int64_t guess_x, int64_t guess_y, double *x, double *y)
{
    for (int64_t i = 0; i < iterations; i++) {
        guess_x = guess_x - learning_rate * 2 * guess_x;
        guess_y = guess_y - learning_rate * 2 * guess_y;
    }
    *x = guess_x;
    *y = guess_y;
}
