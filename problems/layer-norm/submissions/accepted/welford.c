/* Mean and variance in one pass that stays exact (Welford), in double. */
#include "problem.h"

struct moments {
    double mean, squares;
};

static struct moments moments_of(const float *row, int64_t n)
{
    struct moments m = {0, 0};
    for (int64_t i = 0; i < n; i++) {
        double before = row[i] - m.mean;
        m.mean += before / (double)(i + 1);
        m.squares += before * (row[i] - m.mean);
    }
    return m;
}

tensor *layer_norm(const tensor *x, const tensor *gamma, const tensor *beta, double eps)
{
    int64_t D = x->shape[1];
    tensor *result = tensor_new(DTYPE_F64, x->rank, x->shape);
    for (int64_t start = 0; start < tensor_size(x); start += D) {
        struct moments m = moments_of(x->f32 + start, D);
        double scale = 1 / sqrt(m.squares / (double)D + eps);
        for (int64_t d = 0; d < D; d++)
            result->f64[start + d] = (x->f32[start + d] - m.mean) * scale * gamma->f32[d] + beta->f32[d];
    }
    return result;
}
