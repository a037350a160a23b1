#include "problem.h"

/* The slope of the mean squared error along weight `desired_weight`. */
double get_derivative(const tensor *model_prediction, const tensor *ground_truth, int64_t N, const tensor *X,
                      int64_t desired_weight)
{
    (void)model_prediction, (void)ground_truth, (void)N, (void)X, (void)desired_weight; /* delete when you use them */
    return 0.0;
}

/* The predictions X * weights: X is N x 3, weights 3, the result N. */
tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    (void)weights; /* delete this line when you use it */
    int64_t N = X->shape[0];
    tensor *prediction = tensor_f64(N);
    for (int64_t i = 0; i < N; i++)
        prediction->f64[i] = 0.0;
    return prediction;
}

/* The weights after num_iterations steps of gradient descent with learning rate 0.01. */
tensor *train_model(const tensor *X, const tensor *Y, int64_t num_iterations, const tensor *initial_weights)
{
    (void)X, (void)Y, (void)num_iterations; /* delete this line when you use them */
    tensor *weights = tensor_f64(3);
    for (int j = 0; j < 3; j++)
        weights->f64[j] = initial_weights->f64[j];
    return weights;
}
