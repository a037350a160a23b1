#include "problem.h"

double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)
{
    auto slope = [](double x) { return 2 * x; };
    double x = static_cast<double>(guess);
    while (iterations-- > 0)
        x -= learning_rate * slope(x);
    return x;
}
