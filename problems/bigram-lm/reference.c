/* logits = table[idx], loss = cross_entropy(logits, targets); sampling by the inverse of the cumulated softmax */
#include "problem.h"
#include "harness.h"
#include "reference/core.h"

/* Closer than this to a border between two tokens, float arithmetic may land on either side. */
#define MARGIN 1e-5

void forward(const tensor *table, const tensor *idx, const tensor *targets, tensor **logits, tensor **loss)
{
    const nd *rows = nd_reshape(nn_embedding(nd_from_f64(table), nd_from(idx)), -1, table->shape[1]);
    *logits = nd_to_tensor(rows);
    *loss = nd_to_tensor(nn_cross_entropy(rows, nd_reshape(nd_from(targets), -1), NULL));
}

/* The first j with cumulated[j] > u. */
static int64_t sample(const nd *cumulated, double u)
{
    int64_t token = 0;
    if (u < MARGIN)
        harness_redraw("a random number next to 0");
    for (int64_t j = 0; j < cumulated->shape[0]; j++) {
        if (fabs(nd_at(cumulated, j) - u) < MARGIN)
            harness_redraw("a random number on the border between two tokens");
        token += nd_at(cumulated, j) <= u;
    }
    return token;
}

tensor *generate(const tensor *table, const tensor *start, int64_t max_new_tokens, const tensor *u)
{
    int64_t B = start->shape[0], length = 1 + max_new_tokens;
    const nd *cumulated = nd_cumsum(nn_softmax(nd_from_f64(table), 1), 1);
    tensor *result = tensor_i64(B, length);
    for (int64_t b = 0; b < B; b++) {
        int64_t *tokens = result->i64 + b * length;
        tokens[0] = start->i64[b];
        for (int64_t s = 0; s < max_new_tokens; s++)
            tokens[s + 1] = sample(nd_select(cumulated, 0, tokens[s]), u->f64[s * B + b]);
    }
    return result;
}
