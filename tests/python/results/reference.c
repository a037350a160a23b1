#include "problem.h"

double scalar(double x)
{
    return 2 * x;
}

void pair(double x, double *a, double *b)
{
    *a = x;
    *b = -x;
}

tensor *vector(const tensor *v)
{
    tensor *result = tensor_f32(v->shape[0]);
    for (int64_t i = 0; i < v->shape[0]; i++)
        result->f32[i] = 2 * v->f32[i];
    return result;
}

tensor *matrix(const tensor *m)
{
    int64_t rows = m->shape[0], columns = m->shape[1];
    tensor *result = tensor_f64(columns, rows);
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < columns; j++)
            result->f64[j * rows + i] = m->f64[i * columns + j];
    return result;
}

tensor *ids(const tensor *v)
{
    tensor *result = tensor_i64(v->shape[0]);
    for (int64_t i = 0; i < v->shape[0]; i++)
        result->i64[i] = v->i64[i] + 1;
    return result;
}

void stats(const tensor *v, tensor **mean, bool *many)
{
    double sum = 0;
    for (int64_t i = 0; i < v->shape[0]; i++)
        sum += v->f32[i];
    *mean = tensor_scalar_f32((float)(sum / (double)v->shape[0]));
    *many = v->shape[0] > 1;
}

char *text(const char *s)
{
    return strdup(s);
}

strings words(strings w)
{
    return w;
}
