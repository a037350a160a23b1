/* Mistake: returns the tensor; with two results, both go through pointers. */
#include "problem.h"

tensor *backward(const tensor *x, const tensor *w, double b, double y)
{
    int64_t D = x->shape[0];
    double z = b;
    for (int64_t i = 0; i < D; i++)
        z += w->f64[i] * x->f64[i];
    double p = 1 / (1 + exp(-z));

    double dp = p - y;
    double dz = dp * p * (1 - p);
    tensor *dw = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        dw->f64[i] = dz * x->f64[i];
    return dw;
}
