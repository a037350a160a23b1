#include "problem.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

using Row = std::vector<double>;
using Matrix = std::vector<Row>;

// entry `index` of the leading axes of a tensor, as rows x cols
static Matrix part(const tensor *t, int64_t index, int64_t rows, int64_t cols)
{
    Matrix m;
    for (const float *at = t->f32 + index * rows * cols; rows-- > 0; at += cols)
        m.emplace_back(at, at + cols);
    return m;
}

// x times w transposed
static Matrix linear(const Matrix &x, const Matrix &w)
{
    Matrix y;
    for (const Row &row : x) {
        y.emplace_back();
        for (const Row &weights : w)
            y.back().push_back(std::inner_product(row.begin(), row.end(), weights.begin(), 0.0));
    }
    return y;
}

static void add(Row &to, const Row &what)
{
    std::transform(to.begin(), to.end(), what.begin(), to.begin(), std::plus<>());
}

static void add(Matrix &to, const Matrix &what)
{
    for (size_t r = 0; r < to.size(); r++)
        add(to[r], what[r]);
}

static void append_head(Matrix &all, const Matrix &query, const Matrix &key, const Matrix &value)
{
    for (size_t i = 0; i < query.size(); i++) {
        const size_t H = query[i].size();
        Row share;
        for (size_t j = 0; j <= i; j++)
            share.push_back(std::inner_product(query[i].begin(), query[i].end(), key[j].begin(), 0.0) /
                            std::sqrt(static_cast<double>(H)));
        const double largest = *std::max_element(share.begin(), share.end());
        for (double &s : share)
            s = std::exp(s - largest);
        const double sum = std::accumulate(share.begin(), share.end(), 0.0);
        for (size_t h = 0; h < H; h++) {
            double mixed = 0;
            for (size_t j = 0; j <= i; j++)
                mixed += share[j] / sum * value[j][h];
            all[i].push_back(mixed);
        }
    }
}

class Gpt
{
    const tensor *token_table, *position_table, *Wq, *Wk, *Wv, *Wo, *W1, *b1, *W2, *b2, *gamma, *beta;
    int64_t V, C, L, N, H, D;

    Matrix norm(Matrix x, int64_t which) const
    {
        const Row scale = part(gamma, which, 1, C)[0], shift = part(beta, which, 1, C)[0];
        for (Row &row : x) {
            const double n = static_cast<double>(row.size());
            const double mean = std::accumulate(row.begin(), row.end(), 0.0) / n;
            for (double &v : row)
                v -= mean;
            const double deviation = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0) / n + 1e-5);
            for (size_t c = 0; c < row.size(); c++)
                row[c] = row[c] / deviation * scale[c] + shift[c];
        }
        return x;
    }

    void block(int64_t layer, Matrix &x) const
    {
        const Matrix n = norm(x, 2 * layer);
        Matrix all(x.size());
        for (int64_t k = layer * N; k < (layer + 1) * N; k++)
            append_head(all, linear(n, part(Wq, k, H, C)), linear(n, part(Wk, k, H, C)), linear(n, part(Wv, k, H, C)));
        add(x, linear(all, part(Wo, layer, C, N * H)));

        Matrix hidden = linear(norm(x, 2 * layer + 1), part(W1, layer, D, C));
        for (Row &row : hidden) {
            add(row, part(b1, layer, 1, D)[0]);
            for (double &h : row)
                h = std::max(h, 0.0);
        }
        add(x, linear(hidden, part(W2, layer, C, D)));
        for (Row &row : x)
            add(row, part(b2, layer, 1, C)[0]);
    }

  public:
    Gpt(const tensor *a, const tensor *b, const tensor *c, const tensor *d, const tensor *e, const tensor *f,
        const tensor *g, const tensor *h, const tensor *i, const tensor *j, const tensor *k, const tensor *l)
        : token_table(a), position_table(b), Wq(c), Wk(d), Wv(e), Wo(f), W1(g), b1(h), W2(i), b2(j), gamma(k), beta(l),
          V(a->shape[0]), C(a->shape[1]), L(c->shape[0]), N(c->shape[1]), H(c->shape[2]), D(g->shape[1])
    {
    }

    // a row of V logits for each token
    Matrix logits(const std::vector<int64_t> &tokens) const
    {
        Matrix x;
        for (size_t t = 0; t < tokens.size(); t++) {
            x.push_back(part(token_table, tokens[t], 1, C)[0]);
            add(x.back(), part(position_table, static_cast<int64_t>(t), 1, C)[0]);
        }
        for (int64_t layer = 0; layer < L; layer++)
            block(layer, x);
        return linear(norm(x, 2 * L), part(token_table, 0, V, C));
    }
};

static int64_t sample(Row p, double temperature, int64_t top_k, double u)
{
    Row sorted = p;
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const double least = sorted[static_cast<size_t>(top_k - 1)];
    for (double &v : p)
        v = v >= least ? std::exp((v - sorted[0]) / temperature) : 0.0;
    std::partial_sum(p.begin(), p.end(), p.begin());
    return std::upper_bound(p.begin(), p.end(), u * p.back()) - p.begin();
}

tensor *generate(const tensor *start, const tensor *u, double temperature, int64_t top_k, const tensor *token_table,
                 const tensor *position_table, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                 const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                 const tensor *beta)
{
    const Gpt gpt(token_table, position_table, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta);
    const int64_t B = start->shape[0], T = start->shape[1], steps = u->shape[0], M = position_table->shape[0];
    tensor *result = tensor_i64(B, T + steps);
    int64_t *to = result->i64;
    for (int64_t b = 0; b < B; b++) {
        std::vector<int64_t> tokens(start->i64 + b * T, start->i64 + (b + 1) * T);
        for (int64_t s = 0; s < steps; s++) {
            const auto context = std::min<std::ptrdiff_t>(M, std::ssize(tokens));
            const std::vector<int64_t> seen(tokens.end() - context, tokens.end());
            tokens.push_back(sample(gpt.logits(seen).back(), temperature, top_k, u->f64[s * B + b]));
        }
        to = std::copy(tokens.begin(), tokens.end(), to);
    }
    return result;
}
