/* Largest number and sum in one pass: when a larger one comes, what was summed up shrinks. In double. */
#include "problem.h"

static double log_sum_exp(const float *row, int64_t n)
{
    double largest = -INFINITY, sum = 0;
    for (const float *v = row; v < row + n; v++) {
        if (*v > largest) {
            sum *= exp(largest - *v);
            largest = *v;
        }
        sum += exp(*v - largest);
    }
    return largest + log(sum);
}

tensor *softmax(const tensor *z)
{
    int64_t N = z->shape[1];
    tensor *result = tensor_new(DTYPE_F32, z->rank, z->shape);
    for (int64_t e = 0; e < tensor_size(z); e += N) {
        double total = log_sum_exp(z->f32 + e, N);
        for (int64_t i = e; i < e + N; i++)
            result->f32[i] = (float)exp(z->f32[i] - total);
    }
    return result;
}
