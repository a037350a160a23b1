#include "problem.h"

#include <algorithm>
#include <span>

int64_t count_starts(const tensor *data, int64_t context_length)
{
    return tensor_size(data) - context_length;
}

void get_batch(const tensor *data, int64_t context_length, const tensor *starts, tensor **x, tensor **y)
{
    const std::span<const int64_t> tokens(data->i64, static_cast<size_t>(tensor_size(data)));
    const size_t length = static_cast<size_t>(context_length);
    *x = tensor_i64(starts->shape[0], context_length);
    *y = tensor_i64(starts->shape[0], context_length);
    int64_t *window = (*x)->i64, *answers = (*y)->i64;
    for (int64_t start : std::span(starts->i64, static_cast<size_t>(tensor_size(starts)))) {
        window = std::ranges::copy(tokens.subspan(static_cast<size_t>(start), length), window).out;
        answers = std::ranges::copy(tokens.subspan(static_cast<size_t>(start) + 1, length), answers).out;
    }
}
