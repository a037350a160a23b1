/* Whole windows at once; the count by trying. */
#include "problem.h"

int64_t count_starts(const tensor *data, int64_t context_length)
{
    int64_t start = 0;
    while (start + context_length < tensor_size(data))
        start++;
    return start;
}

static tensor *slices(const int64_t *from, int64_t length, const tensor *starts)
{
    tensor *rows = tensor_i64(starts->shape[0], length);
    for (int64_t b = 0; b < starts->shape[0]; b++)
        memcpy(rows->i64 + b * length, from + starts->i64[b], (size_t)length * sizeof *from);
    return rows;
}

void get_batch(const tensor *data, int64_t context_length, const tensor *starts, tensor **x, tensor **y)
{
    *x = slices(data->i64, context_length, starts);
    *y = slices(data->i64 + 1, context_length, starts);
}
