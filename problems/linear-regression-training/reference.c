/* derivative = -2/N (truth - prediction)' X[:,j];  w <- w - 0.01 derivative, all weights at once */
#include "problem.h"
#include "reference/core.h"

#define LEARNING_RATE 0.01

double get_derivative(const tensor *model_prediction, const tensor *ground_truth, int64_t N, const tensor *X,
                      int64_t desired_weight)
{
    nd *residual = nd_sub(nd_from(ground_truth), nd_from(model_prediction));
    return -2 * nd_dot(residual, nd_select(nd_from(X), 1, desired_weight)) / (double)N;
}

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    return nd_to_tensor(nd_matmul(nd_from(X), nd_from(weights)));
}

tensor *train_model(const tensor *X, const tensor *Y, int64_t num_iterations, const tensor *initial_weights)
{
    const nd *x = nd_from(X), *y = nd_from(Y);
    nd *weights = nd_clone(nd_from(initial_weights));
    for (int64_t step = 0; step < num_iterations; step++) {
        nd *residual = nd_sub(y, nd_matmul(x, weights));
        nd *gradient = nd_mul_scalar(nd_matmul(nd_t(x), residual), -2.0 / (double)X->shape[0]);
        nd_axpy(weights, -LEARNING_RATE, gradient);
    }
    return nd_to_tensor(weights);
}
