/* sigmoid(dropout(relu(x W1' + b1)) W2' + b2), seed 0 when the network is made and again in forward */
#include "problem.h"
#include "reference/core.h"

tensor *forward(const tensor *images)
{
    torch_manual_seed(0);
    const nd *W1 = nd_from_f64(torch_linear_weight(512, 784)), *b1 = nd_from_f64(torch_linear_bias(512, 784));
    const nd *W2 = nd_from_f64(torch_linear_weight(10, 512)), *b2 = nd_from_f64(torch_linear_bias(10, 512));

    torch_manual_seed(0);
    const nd *h = nd_relu(nn_linear(nd_from_f64(images), W1, b1));
    const nd *mask = nd_from_f64(torch_dropout_mask(nd_size(h), 0.2));
    return nd_to_tensor(nd_sigmoid(nn_linear(nn_dropout(h, mask), W2, b2)));
}
