/* prediction = X w, error = mean((prediction - truth)^2) */
#include "problem.h"
#include "reference/core.h"

tensor *get_model_prediction(const tensor *X, const tensor *weights)
{
    return nd_to_tensor(nd_matmul(nd_from(X), nd_from(weights)));
}

double get_error(const tensor *model_prediction, const tensor *ground_truth)
{
    return nd_item(nn_mse(nd_from(model_prediction), nd_from(ground_truth), NULL));
}
