/* Row-major order is memory order: reshape is one copy, concatenate two a row. Sums in double. */
#include "problem.h"

tensor *reshape(const tensor *to_reshape)
{
    int64_t size = tensor_size(to_reshape);
    tensor *y = tensor_f32(size / 2, 2);
    memcpy(y->f32, to_reshape->f32, (size_t)size * sizeof(float));
    return y;
}

tensor *average(const tensor *to_avg)
{
    int64_t M = to_avg->shape[0], N = to_avg->shape[1];
    tensor *y = tensor_f32(N);
    for (int64_t j = 0; j < N; j++) {
        double sum = 0;
        for (int64_t i = 0; i < M; i++)
            sum += to_avg->f32[i * N + j];
        y->f32[j] = (float)(sum / (double)M);
    }
    return y;
}

tensor *concatenate(const tensor *cat_one, const tensor *cat_two)
{
    int64_t M = cat_one->shape[0], N1 = cat_one->shape[1], N2 = cat_two->shape[1];
    tensor *y = tensor_f32(M, N1 + N2);
    float *to = y->f32;
    for (int64_t i = 0; i < M; i++) {
        memcpy(to, cat_one->f32 + i * N1, (size_t)N1 * sizeof(float));
        memcpy(to + N1, cat_two->f32 + i * N2, (size_t)N2 * sizeof(float));
        to += N1 + N2;
    }
    return y;
}

tensor *get_loss(const tensor *prediction, const tensor *target)
{
    int64_t N = tensor_size(prediction);
    double sum = 0;
    for (int64_t i = 0; i < N; i++)
        sum += pow((double)prediction->f32[i] - (double)target->f32[i], 2);
    return tensor_scalar_f32((float)(sum / (double)N));
}
