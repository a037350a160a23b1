/* The other way round: every word of the table looks for its places and adds up in double. */
#include "problem.h"

tensor *forward(const tensor *table, const tensor *ids)
{
    int64_t places = tensor_size(ids), D = table->shape[1];
    tensor *out = tensor_f32(ids->shape[0], ids->shape[1], D);
    for (int64_t p = 0; p < places; p++)
        memcpy(out->f32 + p * D, table->f32 + ids->i64[p] * D, (size_t)D * sizeof(float));
    return out;
}

static double slope(const tensor *ids, const float *gradient, int64_t stride, int64_t word)
{
    double sum = 0;
    for (int64_t p = 0; p < tensor_size(ids); p++)
        sum += ids->i64[p] == word ? gradient[p * stride] : 0;
    return sum;
}

tensor *backward(const tensor *ids, const tensor *gradient, int64_t vocabulary_size)
{
    int64_t D = gradient->shape[2];
    tensor *dtable = tensor_f32(vocabulary_size, D);
    for (int64_t i = 0; i < tensor_size(dtable); i++)
        dtable->f32[i] = (float)slope(ids, gradient->f32 + i % D, D, i / D);
    return dtable;
}
