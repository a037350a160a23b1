#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>

void backward(const tensor *x, const tensor *w, double b, double y, tensor **dw, double *db)
{
    const double *first = x->f64, *last = first + x->shape[0];
    const double z = std::inner_product(first, last, w->f64, b);
    const double p = 1 / (1 + std::exp(-z));
    const double dz = (p - y) * p * (1 - p);
    *dw = tensor_f64(x->shape[0]);
    std::transform(first, last, (*dw)->f64, [dz](double v) { return dz * v; });
    *db = dz;
}
