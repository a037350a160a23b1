/* Mistake: averages along each row instead of down each column. */
#include "problem.h"

tensor *reshape(const tensor *to_reshape)
{
    int64_t rows = tensor_size(to_reshape) / 2;
    tensor *result = tensor_f32(rows, 2);
    for (int64_t i = 0; i < 2 * rows; i++)
        result->f32[i] = to_reshape->f32[i];
    return result;
}

tensor *average(const tensor *to_avg)
{
    int64_t M = to_avg->shape[0], N = to_avg->shape[1];
    tensor *result = tensor_f32(M);
    for (int64_t i = 0; i < M; i++) {
        float sum = 0;
        for (int64_t j = 0; j < N; j++)
            sum += to_avg->f32[i * N + j];
        result->f32[i] = sum / N;
    }
    return result;
}

tensor *concatenate(const tensor *cat_one, const tensor *cat_two)
{
    int64_t M = cat_one->shape[0], N1 = cat_one->shape[1], N2 = cat_two->shape[1];
    tensor *result = tensor_f32(M, N1 + N2);
    for (int64_t i = 0; i < M; i++)
        for (int64_t j = 0; j < N1 + N2; j++)
            result->f32[i * (N1 + N2) + j] = j < N1 ? cat_one->f32[i * N1 + j] : cat_two->f32[i * N2 + j - N1];
    return result;
}

tensor *get_loss(const tensor *prediction, const tensor *target)
{
    int64_t N = prediction->shape[0];
    float sum = 0;
    for (int64_t i = 0; i < N; i++) {
        float difference = prediction->f32[i] - target->f32[i];
        sum += difference * difference;
    }
    return tensor_scalar_f32(sum / N);
}
