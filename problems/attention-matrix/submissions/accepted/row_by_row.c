/* One row after the other; a causal row is a plain row that ends early. In double. */
#include "problem.h"

static void softmax(double *row, int64_t n)
{
    double largest = row[0], sum = 0;
    for (int64_t j = 1; j < n; j++)
        largest = fmax(largest, row[j]);
    for (int64_t j = 0; j < n; j++)
        sum += row[j] = exp(row[j] - largest);
    for (int64_t j = 0; j < n; j++)
        row[j] /= sum;
}

static double dot(const float *x, const float *y, int64_t n)
{
    double sum = 0;
    while (n-- > 0)
        sum += (double)*x++ * *y++;
    return sum;
}

tensor *attention(const tensor *q, const tensor *k, bool causal)
{
    int64_t B = q->shape[0], T = q->shape[1], H = q->shape[2];
    tensor *result = tensor_f32(B, T, T);
    double *row = malloc((size_t)T * sizeof *row);
    for (int64_t b = 0; b < B; b++) {
        for (int64_t i = 0; i < T; i++) {
            int64_t seen = causal ? i + 1 : T;
            for (int64_t j = 0; j < seen; j++)
                row[j] = dot(q->f32 + (b * T + i) * H, k->f32 + (b * T + j) * H, H) / sqrt((double)H);
            softmax(row, seen);
            for (int64_t j = 0; j < T; j++)
                result->f32[(b * T + i) * T + j] = j < seen ? (float)row[j] : 0;
        }
    }
    free(row);
    return result;
}
