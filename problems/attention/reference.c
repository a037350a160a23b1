/* softmax(causal(q k' / sqrt(H))) v with k, q, v = x Wk', x Wq', x Wv', weights of manual_seed(0) */
#include "problem.h"
#include "reference/core.h"

tensor *forward(int64_t embedding_dim, int64_t attention_dim, const tensor *embedded)
{
    torch_manual_seed(0);
    const nd *key_weight = nd_from_f64(torch_linear_weight(attention_dim, embedding_dim));
    const nd *query_weight = nd_from_f64(torch_linear_weight(attention_dim, embedding_dim));
    const nd *value_weight = nd_from_f64(torch_linear_weight(attention_dim, embedding_dim));
    const nd *x = nd_from_f64(embedded);
    const nd *k = nn_linear(x, key_weight, NULL);
    const nd *q = nn_linear(x, query_weight, NULL);
    const nd *v = nn_linear(x, value_weight, NULL);
    return nd_to_tensor(nn_attention(q, k, v, true));
}
