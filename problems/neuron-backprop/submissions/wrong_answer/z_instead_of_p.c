/* Mistake: z (1 - z): the derivative of the sigmoid wants its output. */
#include "problem.h"

void backward(const tensor *x, const tensor *w, double b, double y, tensor **dw, double *db)
{
    int64_t D = x->shape[0];
    double z = b;
    for (int64_t i = 0; i < D; i++)
        z += w->f64[i] * x->f64[i];
    double p = 1 / (1 + exp(-z));

    double dp = p - y;
    double dz = dp * z * (1 - z);
    *dw = tensor_f64(D);
    for (int64_t i = 0; i < D; i++)
        (*dw)->f64[i] = dz * x->f64[i];
    *db = dz;
}
