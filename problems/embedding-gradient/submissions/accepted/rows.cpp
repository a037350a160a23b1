#include "problem.h"

#include <algorithm>
#include <functional>

tensor *forward(const tensor *table, const tensor *ids)
{
    const int64_t D = table->shape[1];
    tensor *out = tensor_f32(ids->shape[0], ids->shape[1], D);
    float *to = out->f32;
    for (int64_t p = 0; p < tensor_size(ids); p++)
        to = std::copy_n(table->f32 + ids->i64[p] * D, D, to);
    return out;
}

tensor *backward(const tensor *ids, const tensor *gradient, int64_t vocabulary_size)
{
    const int64_t D = gradient->shape[2];
    tensor *dtable = tensor_f32(vocabulary_size, D);
    std::fill_n(dtable->f32, tensor_size(dtable), 0.0f);
    const float *from = gradient->f32;
    for (int64_t p = 0; p < tensor_size(ids); p++, from += D) {
        float *row = dtable->f32 + ids->i64[p] * D;
        std::transform(from, from + D, row, row, std::plus<float>());
    }
    return dtable;
}
