/* Shapes are labels on the same memory: squeeze and unsqueeze copy it under another label. */
#include "problem.h"

static tensor *relabel(const tensor *a, int rank, const int64_t *shape)
{
    tensor *result = tensor_new(DTYPE_F32, rank, shape);
    memcpy(result->f32, a->f32, (size_t)tensor_size(a) * sizeof(float));
    return result;
}

tensor *sum_rows(const tensor *a)
{
    tensor *result = tensor_f32(a->shape[0]);
    const float *next = a->f32;
    for (int64_t i = 0; i < a->shape[0]; i++) {
        double sum = 0;
        for (int64_t j = 0; j < a->shape[1]; j++)
            sum += *next++;
        result->f32[i] = (float)sum;
    }
    return result;
}

tensor *squeeze(const tensor *a)
{
    return relabel(a, 1, a->shape);
}

tensor *unsqueeze(const tensor *a, int64_t dim)
{
    int64_t shape[2] = {a->shape[0], a->shape[0]};
    shape[dim] = 1;
    return relabel(a, 2, shape);
}
