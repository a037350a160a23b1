/* p = sigmoid(w x + b), loss = (p - y)^2 / 2: by the chain rule dz = (p - y) p (1 - p), dw = dz x, db = dz */
#include "problem.h"
#include "reference/core.h"

void backward(const tensor *x, const tensor *w, double b, double y, tensor **dw, double *db)
{
    const nd *input = nd_from_f64(x);
    const nd *p = nd_sigmoid(nd_add_scalar(nd_matmul(input, nd_from_f64(w)), b));
    const nd *dz = nd_sigmoid_grad(p, nd_sub_scalar(p, y));
    *dw = nd_to_tensor(nd_mul(dz, input));
    *db = nd_item(dz);
}
