/* Linear-ReLU-Linear, cross-entropy, Adam, batches in order; the loss of each step before its update */
#include "problem.h"
#include "reference/core.h"

static double step(struct optim *adam, const nd *x, const nd *labels)
{
    nd *W1 = adam->param[0], *b1 = adam->param[1], *W2 = adam->param[2], *b2 = adam->param[3];
    nd *a = nn_linear(x, W1, b1);
    nd *h = nd_relu(a);
    nd *dz, *dh, *grad[4];
    nd *loss = nn_cross_entropy(nn_linear(h, W2, b2), labels, &dz);
    nn_linear_grad(h, W2, dz, &dh, &grad[2], &grad[3]);
    nn_linear_grad(x, W1, nd_relu_grad(a, dh), NULL, &grad[0], &grad[1]);
    optim_step(adam, grad);
    return nd_item(loss);
}

tensor *train(const tensor *images, const tensor *labels, const tensor *W1, const tensor *b1, const tensor *W2,
              const tensor *b2, int64_t batch_size, int64_t epochs, double lr)
{
    const nd *x = nd_from_f64(images), *y = nd_from(labels);
    nd *params[] = {nd_from_f64(W1), nd_from_f64(b1), nd_from_f64(W2), nd_from_f64(b2)};
    struct optim adam;
    optim_init_adam(&adam, lr, 4, params);

    int64_t N = images->shape[0], batches = (N + batch_size - 1) / batch_size;
    tensor *losses = tensor_f64(epochs * batches);
    for (int64_t i = 0; i < epochs * batches; i++) {
        int64_t from = i % batches * batch_size;
        size_t mark = nd_pool_mark();
        losses->f64[i] =
            step(&adam, nd_slice(x, 0, from, from + batch_size, 1), nd_slice(y, 0, from, from + batch_size, 1));
        nd_pool_release(mark);
    }
    return losses;
}
