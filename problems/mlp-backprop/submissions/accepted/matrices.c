/* The whole batch at once: products of matrices, in double. */
#include "problem.h"

typedef struct matrix {
    int64_t rows, columns;
    double *at;
} matrix;

static matrix matrix_new(int64_t rows, int64_t columns)
{
    return (matrix){rows, columns, calloc((size_t)(rows * columns), sizeof(double))};
}

static matrix matrix_of(const tensor *t)
{
    matrix m = matrix_new(t->shape[0], t->shape[1]);
    for (int64_t i = 0; i < tensor_size(t); i++)
        m.at[i] = t->f32[i];
    return m;
}

static matrix transposed(matrix m)
{
    matrix t = matrix_new(m.columns, m.rows);
    for (int64_t i = 0; i < m.rows; i++)
        for (int64_t j = 0; j < m.columns; j++)
            t.at[j * m.rows + i] = m.at[i * m.columns + j];
    return t;
}

static matrix product(matrix a, matrix b)
{
    matrix c = matrix_new(a.rows, b.columns);
    for (int64_t i = 0; i < a.rows; i++)
        for (int64_t k = 0; k < a.columns; k++)
            for (int64_t j = 0; j < b.columns; j++)
                c.at[i * b.columns + j] += a.at[i * a.columns + k] * b.at[k * b.columns + j];
    return c;
}

static matrix layer(matrix x, const tensor *W, const tensor *b)
{
    matrix y = product(x, transposed(matrix_of(W)));
    for (int64_t i = 0; i < y.rows * y.columns; i++)
        y.at[i] += b->f32[i % y.columns];
    return y;
}

static matrix relu(matrix m)
{
    for (int64_t i = 0; i < m.rows * m.columns; i++)
        m.at[i] = fmax(m.at[i], 0);
    return m;
}

static tensor *column_sums(matrix m)
{
    tensor *sums = tensor_f32(m.columns);
    for (int64_t j = 0; j < m.columns; j++) {
        double sum = 0;
        for (int64_t i = 0; i < m.rows; i++)
            sum += m.at[i * m.columns + j];
        sums->f32[j] = (float)sum;
    }
    return sums;
}

static tensor *tensor_of(matrix m)
{
    tensor *t = tensor_f32(m.rows, m.columns);
    for (int64_t i = 0; i < m.rows * m.columns; i++)
        t->f32[i] = (float)m.at[i];
    return t;
}

double loss(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y)
{
    matrix out = layer(relu(layer(matrix_of(x), W1, b1)), W2, b2);
    double sum = 0;
    for (int64_t i = 0; i < tensor_size(y); i++)
        sum += pow(out.at[i] - y->f32[i], 2);
    return sum / (double)tensor_size(y);
}

void backward(const tensor *x, const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *y,
              tensor **dW1, tensor **db1, tensor **dW2, tensor **db2)
{
    matrix input = matrix_of(x), h = relu(layer(input, W1, b1)), d = layer(h, W2, b2);
    for (int64_t i = 0; i < tensor_size(y); i++)
        d.at[i] = 2 * (d.at[i] - y->f32[i]) / (double)tensor_size(y);
    *dW2 = tensor_of(product(transposed(d), h));
    *db2 = column_sums(d);

    matrix back = product(d, matrix_of(W2));
    for (int64_t i = 0; i < back.rows * back.columns; i++)
        back.at[i] = h.at[i] > 0 ? back.at[i] : 0;
    *dW1 = tensor_of(product(transposed(back), input));
    *db1 = column_sums(back);
}
