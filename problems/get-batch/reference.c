/* x[b] = data[start .. start + context - 1], y[b] = the same one further on */
#include "problem.h"
#include "reference/core.h"

int64_t count_starts(const tensor *data, int64_t context_length)
{
    return data->shape[0] - context_length;
}

/* The windows that start `shift` behind the starts. */
static tensor *windows(const tensor *data, int64_t context_length, const tensor *starts, int64_t shift)
{
    const nd *first = nd_add_scalar(nd_unsqueeze(nd_from(starts), 1), (double)shift);
    const nd *places = nd_add(first, nd_arange(DTYPE_I64, 0, (double)context_length, 1));
    const nd *tokens = nd_index_select(nd_from(data), 0, nd_reshape(places, -1));
    return nd_to_tensor(nd_reshape(tokens, starts->shape[0], -1));
}

void get_batch(const tensor *data, int64_t context_length, const tensor *starts, tensor **x, tensor **y)
{
    *x = windows(data, context_length, starts, 0);
    *y = windows(data, context_length, starts, 1);
}
