/* Mistake: answers with the token before instead of the one behind. */
#include "problem.h"

int64_t count_starts(const tensor *data, int64_t context_length)
{
    int64_t N = data->shape[0];
    return N - context_length;
}

void get_batch(const tensor *data, int64_t context_length, const tensor *starts, tensor **x, tensor **y)
{
    int64_t B = starts->shape[0];
    *x = tensor_i64(B, context_length);
    *y = tensor_i64(B, context_length);
    for (int64_t b = 0; b < B; b++) {
        int64_t start = starts->i64[b];
        for (int64_t t = 0; t < context_length; t++) {
            int64_t i = b * context_length + t;
            (*x)->i64[i] = data->i64[start + t];
            (*y)->i64[i] = data->i64[start + t > 0 ? start + t - 1 : 0];
        }
    }
}
