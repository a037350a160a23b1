/* Mistake: forgets that the loss has a 1/2. */
#include "problem.h"

void backward(const tensor *x, const tensor *w, double b, double y, tensor **dw, double *db)
{
    int64_t D = x->shape[0];
    double z = b;
    for (int64_t i = 0; i < D; i++)
        z += w->f64[i] * x->f64[i];
    double p = 1 / (1 + exp(-z));

    double dp = 2 * (p - y);
    double dz = dp * p * (1 - p);
    *dw = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        (*dw)->f64[i] = dz * x->f64[i];
    *db = dz;
}
