// A small engine for automatic differentiation: each operation on matrices leaves behind a function that takes the
// gradient back, and these are called in reverse order.
#include "problem.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

struct Matrix {
    int64_t rows, cols;
    std::vector<double> at, grad;

    Matrix(int64_t r, int64_t c) : rows(r), cols(c), at(static_cast<size_t>(r * c)), grad(at)
    {
    }
    double &operator()(int64_t r, int64_t c)
    {
        return at[static_cast<size_t>(r * cols + c)];
    }
    double &d(int64_t r, int64_t c)
    {
        return grad[static_cast<size_t>(r * cols + c)];
    }
};
using Node = std::shared_ptr<Matrix>;

static std::vector<std::function<void()>> tape;

static Node make(int64_t rows, int64_t cols)
{
    return std::make_shared<Matrix>(rows, cols);
}

static Node linear(const Node &x, const Node &w, const Node &bias = nullptr)
{
    Node y = make(x->rows, w->rows);
    for (int64_t r = 0; r < y->rows; r++)
        for (int64_t o = 0; o < y->cols; o++) {
            (*y)(r, o) = bias ? (*bias)(0, o) : 0.0;
            for (int64_t i = 0; i < x->cols; i++)
                (*y)(r, o) += (*x)(r, i) * (*w)(o, i);
        }
    tape.emplace_back([=] {
        for (int64_t r = 0; r < y->rows; r++)
            for (int64_t o = 0; o < y->cols; o++) {
                if (bias)
                    bias->d(0, o) += y->d(r, o);
                for (int64_t i = 0; i < x->cols; i++) {
                    x->d(r, i) += y->d(r, o) * (*w)(o, i);
                    w->d(o, i) += y->d(r, o) * (*x)(r, i);
                }
            }
    });
    return y;
}

static Node operator+(const Node &a, const Node &b)
{
    Node y = make(a->rows, a->cols);
    for (size_t e = 0; e < y->at.size(); e++)
        y->at[e] = a->at[e] + b->at[e];
    tape.emplace_back([=] {
        for (size_t e = 0; e < y->at.size(); e++) {
            a->grad[e] += y->grad[e];
            b->grad[e] += y->grad[e];
        }
    });
    return y;
}

static Node relu(const Node &x)
{
    Node y = make(x->rows, x->cols);
    std::transform(x->at.begin(), x->at.end(), y->at.begin(), [](double v) { return std::max(v, 0.0); });
    tape.emplace_back([=] {
        for (size_t e = 0; e < y->at.size(); e++)
            x->grad[e] += y->at[e] > 0 ? y->grad[e] : 0.0;
    });
    return y;
}

// row t of the result is row index[t] of the table
static Node rows_of(const Node &table, const std::vector<int64_t> &index)
{
    Node y = make(static_cast<int64_t>(index.size()), table->cols);
    for (int64_t t = 0; t < y->rows; t++)
        for (int64_t c = 0; c < y->cols; c++)
            (*y)(t, c) = (*table)(index[static_cast<size_t>(t)], c);
    tape.emplace_back([=] {
        for (int64_t t = 0; t < y->rows; t++)
            for (int64_t c = 0; c < y->cols; c++)
                table->d(index[static_cast<size_t>(t)], c) += y->d(t, c);
    });
    return y;
}

static Node norm(const Node &x, const Node &gamma, const Node &beta, int64_t which)
{
    Node y = make(x->rows, x->cols), unit = make(x->rows, x->cols);
    std::vector<double> root;
    const double C = static_cast<double>(x->cols);
    for (int64_t r = 0; r < x->rows; r++) {
        double mean = 0, var = 0;
        for (int64_t c = 0; c < x->cols; c++)
            mean += (*x)(r, c) / C;
        for (int64_t c = 0; c < x->cols; c++)
            var += ((*x)(r, c) - mean) * ((*x)(r, c) - mean) / C;
        root.push_back(std::sqrt(var + 1e-5));
        for (int64_t c = 0; c < x->cols; c++) {
            (*unit)(r, c) = ((*x)(r, c) - mean) / root.back();
            (*y)(r, c) = (*unit)(r, c) * (*gamma)(which, c) + (*beta)(which, c);
        }
    }
    tape.emplace_back([=] {
        for (int64_t r = 0; r < x->rows; r++) {
            double mean = 0, along = 0;
            for (int64_t c = 0; c < x->cols; c++) {
                const double d = y->d(r, c) * (*gamma)(which, c);
                mean += d / C;
                along += d * (*unit)(r, c) / C;
                gamma->d(which, c) += y->d(r, c) * (*unit)(r, c);
                beta->d(which, c) += y->d(r, c);
            }
            for (int64_t c = 0; c < x->cols; c++)
                x->d(r, c) +=
                    (y->d(r, c) * (*gamma)(which, c) - mean - (*unit)(r, c) * along) / root[static_cast<size_t>(r)];
        }
    });
    return y;
}

// softmax of the first `seen` scores; the rest stays 0
static void softmax(const double *score, int64_t seen, double *p)
{
    const double largest = *std::max_element(score, score + seen);
    std::transform(score, score + seen, p, [largest](double s) { return std::exp(s - largest); });
    const double sum = std::accumulate(p, p + seen, 0.0);
    std::for_each(p, p + seen, [sum](double &v) { v /= sum; });
}

// all heads; head n owns the columns from n * H on
static Node attention(const Node &q, const Node &k, const Node &v, int64_t H)
{
    const int64_t T = q->rows;
    const double scale = 1 / std::sqrt(static_cast<double>(H));
    Node y = make(T, q->cols);
    for (int64_t first = 0; first < q->cols; first += H) {
        Node share = make(T, T);
        for (int64_t i = 0; i < T; i++) {
            std::vector<double> score(static_cast<size_t>(T));
            for (int64_t j = 0; j <= i; j++)
                for (int64_t h = first; h < first + H; h++)
                    score[static_cast<size_t>(j)] += (*q)(i, h) * (*k)(j, h) * scale;
            softmax(score.data(), i + 1, &(*share)(i, 0));
            for (int64_t h = first; h < first + H; h++)
                for (int64_t j = 0; j <= i; j++)
                    (*y)(i, h) += (*share)(i, j) * (*v)(j, h);
        }
        tape.emplace_back([=] {
            for (int64_t i = 0; i < T; i++) {
                double mean = 0;
                for (int64_t j = 0; j <= i; j++)
                    for (int64_t h = first; h < first + H; h++) {
                        share->d(i, j) += y->d(i, h) * (*v)(j, h);
                        v->d(j, h) += y->d(i, h) * (*share)(i, j);
                    }
                for (int64_t j = 0; j <= i; j++)
                    mean += (*share)(i, j) * share->d(i, j);
                for (int64_t j = 0; j <= i; j++) {
                    const double d = (*share)(i, j) * (share->d(i, j) - mean) * scale;
                    for (int64_t h = first; h < first + H; h++) {
                        q->d(i, h) += d * (*k)(j, h);
                        k->d(j, h) += d * (*q)(i, h);
                    }
                }
            }
        });
    }
    return y;
}

// the sum of the losses; each counts `weight` in the gradient
static double cross_entropy(const Node &logits, const std::vector<int64_t> &targets, double weight)
{
    Node p = make(logits->rows, logits->cols);
    double loss = 0;
    for (int64_t t = 0; t < p->rows; t++) {
        softmax(&(*logits)(t, 0), p->cols, &(*p)(t, 0));
        loss -= std::log((*p)(t, targets[static_cast<size_t>(t)]));
    }
    tape.emplace_back([=] {
        for (int64_t t = 0; t < p->rows; t++)
            for (int64_t v = 0; v < p->cols; v++)
                logits->d(t, v) += ((*p)(t, v) - (targets[static_cast<size_t>(t)] == v ? 1 : 0)) * weight;
    });
    return loss;
}

struct Parameter {
    Node node;
    std::vector<double> m, v;

    Parameter(const tensor *t, int64_t rows) : node(make(rows, tensor_size(t) / rows)), m(node->at.size()), v(m)
    {
        std::copy_n(t->f32, tensor_size(t), node->at.begin());
    }

    void step(double lr, int t)
    {
        const double c1 = 1 - std::pow(0.9, t), c2 = 1 - std::pow(0.999, t);
        for (size_t e = 0; e < m.size(); e++) {
            const double g = std::exchange(node->grad[e], 0.0);
            m[e] = 0.9 * m[e] + 0.1 * g;
            v[e] = 0.999 * v[e] + 0.001 * g * g;
            node->at[e] = node->at[e] * (1 - lr * 0.01) - lr * (m[e] / c1) / (std::sqrt(v[e] / c2) + 1e-8);
        }
    }
};

tensor *train(const tensor *batches, const tensor *token_table, const tensor *position_table, const tensor *Wq,
              const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
              const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta, double lr)
{
    const int64_t S = batches->shape[0], B = batches->shape[1], T = batches->shape[2] - 1;
    const int64_t N = Wq->shape[0], H = Wq->shape[1], C = token_table->shape[1], D = W1->shape[0];
    std::vector<Parameter> p = {{token_table, token_table->shape[0]},
                                {position_table, position_table->shape[0]},
                                {Wq, N * H},
                                {Wk, N * H},
                                {Wv, N * H},
                                {Wo, C},
                                {W1, D},
                                {b1, 1},
                                {W2, C},
                                {b2, 1},
                                {gamma, 3},
                                {beta, 3}};
    const auto w = [&p](size_t i) { return p[i].node; };
    std::vector<int64_t> places(static_cast<size_t>(T));
    std::iota(places.begin(), places.end(), 0);
    tensor *losses = tensor_f32(S);
    for (int64_t s = 0; s < S; s++) {
        double loss = 0;
        for (int64_t b = 0; b < B; b++) {
            const int64_t *line = batches->i64 + (s * B + b) * (T + 1);
            Node x = rows_of(w(0), {line, line + T}) + rows_of(w(1), places);
            const Node n = norm(x, w(10), w(11), 0);
            x = x + linear(attention(linear(n, w(2)), linear(n, w(3)), linear(n, w(4)), H), w(5));
            x = x + linear(relu(linear(norm(x, w(10), w(11), 1), w(6), w(7))), w(8), w(9));
            const Node logits = linear(norm(x, w(10), w(11), 2), w(0));
            loss += cross_entropy(logits, {line + 1, line + 1 + T}, 1 / static_cast<double>(B * T));
        }
        losses->f32[s] = static_cast<float>(loss / static_cast<double>(B * T));
        for (; !tape.empty(); tape.pop_back())
            tape.back()();
        for (Parameter &parameter : p)
            parameter.step(lr, static_cast<int>(s) + 1);
    }
    return losses;
}
