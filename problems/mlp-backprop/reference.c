/* out = relu(x W1' + b1) W2' + b2, loss = mean (out - y)^2, and back the same way */
#include "problem.h"
#include "reference/core.h"

double loss(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y)
{
    const nd *h = nd_relu(nn_linear(nd_from_f64(x), nd_from_f64(W1), nd_from_f64(b1)));
    return nd_item(nn_mse(nn_linear(h, nd_from_f64(W2), nd_from_f64(b2)), nd_from_f64(y), NULL));
}

void backward(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y,
              tensor **dW1, tensor **db1, tensor **dW2, tensor **db2)
{
    const nd *input = nd_from_f64(x), *first = nd_from_f64(W1), *second = nd_from_f64(W2);
    const nd *a = nn_linear(input, first, nd_from_f64(b1));
    const nd *h = nd_relu(a);
    nd *dout, *dh, *weight, *bias;
    nn_mse(nn_linear(h, second, nd_from_f64(b2)), nd_from_f64(y), &dout);

    nn_linear_grad(h, second, dout, &dh, &weight, &bias);
    *dW2 = nd_to_tensor(weight);
    *db2 = nd_to_tensor(bias);

    nn_linear_grad(input, first, nd_relu_grad(a, dh), NULL, &weight, &bias);
    *dW1 = nd_to_tensor(weight);
    *db1 = nd_to_tensor(bias);
}
