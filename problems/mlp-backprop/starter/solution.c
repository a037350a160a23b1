#include "problem.h"

/* The mean squared error of relu(x W1' + b1) W2' + b2. */
double loss(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y)
{
    (void)x, (void)W1, (void)b1, (void)W2, (void)b2, (void)y; /* delete this line when you use them */
    return 0.0;
}

/* A new tensor like the given one, full of zeros: gradients have the shape of what they belong to. */
static tensor *zeros_like(const tensor *t)
{
    tensor *zeros = tensor_new(DTYPE_F32, t->rank, t->shape);
    for (int64_t i = 0; i < tensor_size(zeros); i++)
        zeros->f32[i] = 0.0f;
    return zeros;
}

/* How the loss changes with each weight and bias. */
void backward(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y,
              tensor **dW1, tensor **db1, tensor **dW2, tensor **db2)
{
    (void)x, (void)y; /* delete this line when you use them */
    *dW1 = zeros_like(W1);
    *db1 = zeros_like(b1);
    *dW2 = zeros_like(W2);
    *db2 = zeros_like(b2);
}
