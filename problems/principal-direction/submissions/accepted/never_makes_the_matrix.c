/* S v = sum over the rows of (row . v) row; the other sign, and rounded to 4 decimals */
#include "problem.h"

tensor *principal_direction(const tensor *activations)
{
    int64_t rows = activations->shape[0], columns = activations->shape[1];
    tensor *centred = tensor_f64(rows, columns), *v = tensor_f64(columns), *w = tensor_f64(columns);
    for (int64_t j = 0; j < columns; j++) {
        double sum = 0;
        for (int64_t i = 0; i < rows; i++)
            sum += activations->f64[i * columns + j];
        for (int64_t i = 0; i < rows; i++)
            centred->f64[i * columns + j] = activations->f64[i * columns + j] - sum / rows;
        v->f64[j] = sin(1 + 2 * j);
    }
    for (int step = 0; step < 300; step++) {
        double square = 0;
        memset(w->f64, 0, sizeof(double) * columns);
        for (int64_t i = 0; i < rows; i++) {
            const double *row = &centred->f64[i * columns];
            double along = 0;
            for (int64_t j = 0; j < columns; j++)
                along += row[j] * v->f64[j];
            for (int64_t j = 0; j < columns; j++)
                w->f64[j] += along * row[j];
        }
        for (int64_t j = 0; j < columns; j++)
            square += w->f64[j] * w->f64[j];
        for (int64_t j = 0; j < columns; j++)
            v->f64[j] = w->f64[j] / sqrt(square);
    }
    for (int64_t j = 0; j < columns; j++)
        v->f64[j] = -round(v->f64[j] * 1e4) / 1e4;
    return v;
}
