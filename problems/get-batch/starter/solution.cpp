#include "problem.h"

// At how many places can a window start?
int64_t count_starts([[maybe_unused]] const tensor *data, [[maybe_unused]] int64_t context_length)
{
    return 0;
}

// x: a window for each start. y: the same windows, one token further on.
void get_batch([[maybe_unused]] const tensor *data, int64_t context_length, const tensor *starts, tensor **x,
               tensor **y)
{
    *x = tensor_i64(starts->shape[0], context_length);
    *y = tensor_i64(starts->shape[0], context_length);
    for (int64_t i = 0; i < tensor_size(*x); i++) {
        (*x)->i64[i] = 0;
        (*y)->i64[i] = 0;
    }
}
