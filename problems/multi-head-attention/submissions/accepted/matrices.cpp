#include "problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

struct Matrix {
    int64_t rows, cols;
    std::vector<double> at;

    Matrix(int64_t r, int64_t c) : rows(r), cols(c), at(static_cast<size_t>(r * c))
    {
    }
    Matrix(const float *from, int64_t r, int64_t c) : rows(r), cols(c), at(from, from + r * c)
    {
    }

    double *row(int64_t r)
    {
        return at.data() + r * cols;
    }
    const double *row(int64_t r) const
    {
        return at.data() + r * cols;
    }
};

// x times w transposed
static Matrix linear(const Matrix &x, const Matrix &w)
{
    Matrix y(x.rows, w.rows);
    for (int64_t r = 0; r < x.rows; r++)
        for (int64_t o = 0; o < w.rows; o++)
            y.row(r)[o] = std::inner_product(x.row(r), x.row(r) + x.cols, w.row(o), 0.0);
    return y;
}

static void causal_softmax(Matrix &scores)
{
    for (int64_t i = 0; i < scores.rows; i++) {
        double *row = scores.row(i);
        const double largest = *std::max_element(row, row + i + 1);
        for (int64_t j = 0; j < scores.cols; j++)
            row[j] = j <= i ? std::exp(row[j] - largest) : 0.0;
        const double sum = std::accumulate(row, row + i + 1, 0.0);
        std::for_each(row, row + i + 1, [sum](double &share) { share /= sum; });
    }
}

tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo)
{
    const int64_t B = x->shape[0], T = x->shape[1], C = x->shape[2], N = Wq->shape[0], H = Wq->shape[1];
    const Matrix mix(Wo->f32, C, N * H);
    tensor *result = tensor_f32(B, T, C);
    for (int64_t b = 0; b < B; b++) {
        const Matrix sentence(x->f32 + b * T * C, T, C);
        Matrix all(T, N * H);
        for (int64_t n = 0; n < N; n++) {
            Matrix query = linear(sentence, Matrix(Wq->f32 + n * H * C, H, C));
            const Matrix key = linear(sentence, Matrix(Wk->f32 + n * H * C, H, C));
            const Matrix value = linear(sentence, Matrix(Wv->f32 + n * H * C, H, C));
            for (double &q : query.at)
                q /= std::sqrt(static_cast<double>(H));
            Matrix share = linear(query, key);
            causal_softmax(share);
            for (int64_t i = 0; i < T; i++)
                for (int64_t j = 0; j <= i; j++)
                    for (int64_t h = 0; h < H; h++)
                        all.row(i)[n * H + h] += share.row(i)[j] * value.row(j)[h];
        }
        const Matrix out = linear(all, mix);
        std::transform(out.at.begin(), out.at.end(), result->f32 + b * T * C,
                       [](double v) { return static_cast<float>(v); });
    }
    return result;
}
