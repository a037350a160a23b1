/* Mistake: takes the numbers of a tensor for a table of rows. */
#include "problem.h"

tensor *forward(const tensor *table, const tensor *ids)
{
    int64_t B = ids->shape[0], T = ids->shape[1], D = table->shape[1];
    tensor *out = tensor_f32(B, T, D);
    for (int64_t b = 0; b < B; b++) {
        for (int64_t t = 0; t < T; t++) {
            int64_t id = ids->i64[b * T + t];
            for (int64_t d = 0; d < D; d++)
                out->f32[(b * T + t) * D + d] = table->f32[id][d];
        }
    }
    return out;
}

tensor *backward(const tensor *ids, const tensor *gradient, int64_t vocabulary_size)
{
    int64_t B = ids->shape[0], T = ids->shape[1], D = gradient->shape[2];
    tensor *dtable = tensor_f32(vocabulary_size, D);
    for (int64_t i = 0; i < tensor_size(dtable); i++)
        dtable->f32[i] = 0;
    for (int64_t b = 0; b < B; b++) {
        for (int64_t t = 0; t < T; t++) {
            int64_t id = ids->i64[b * T + t];
            for (int64_t d = 0; d < D; d++)
                dtable->f32[id * D + d] += gradient->f32[(b * T + t) * D + d];
        }
    }
    return dtable;
}
