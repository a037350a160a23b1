/* The tokens of a sentence come one after the other; keys and values of those before are kept (a cache, as a model that
 * writes text has one). Then nothing must be masked: the future is not there yet. In double. */
#include "problem.h"

enum { MOST = 64 }; /* numbers of a token, hidden numbers, numbers of all heads */

static double dot(const float *w, const double *v, int64_t n)
{
    double sum = 0;
    while (n-- > 0)
        sum += *w++ * *v++;
    return sum;
}

static void norm(const double *v, int64_t C, const float *gamma, const float *beta, double *n)
{
    double mean = 0, squares = 0;
    for (int64_t c = 0; c < C; c++)
        mean += v[c] / (double)C;
    for (int64_t c = 0; c < C; c++)
        squares += (v[c] - mean) * (v[c] - mean);
    for (int64_t c = 0; c < C; c++)
        n[c] = (v[c] - mean) / sqrt(squares / (double)C + 1e-5) * gamma[c] + beta[c];
}

/* What one head collects for the newest of `count` tokens; largest score and sum are kept up to date on the way. */
static void collect(const double *query, const double *keys, const double *values, int64_t count, int64_t H,
                    int64_t width, double *got)
{
    double largest = -INFINITY, total = 0;
    for (int64_t h = 0; h < H; h++)
        got[h] = 0;
    for (int64_t j = 0; j < count; j++) {
        double score = 0;
        for (int64_t h = 0; h < H; h++)
            score += query[h] * keys[j * width + h] / sqrt((double)H);
        double before = largest;
        largest = fmax(largest, score);
        double shrink = exp(before - largest), weight = exp(score - largest);
        total = total * shrink + weight;
        for (int64_t h = 0; h < H; h++)
            got[h] = got[h] * shrink + weight * values[j * width + h];
    }
    for (int64_t h = 0; h < H; h++)
        got[h] /= total;
}

tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                const tensor *beta)
{
    int64_t B = x->shape[0], T = x->shape[1], C = x->shape[2], H = Wq->shape[1], D = W1->shape[0];
    int64_t width = Wo->shape[1];
    double *keys = malloc((size_t)(T * width) * sizeof *keys), *values = malloc((size_t)(T * width) * sizeof *values);
    tensor *result = tensor_f32(B, T, C);
    for (int64_t row = 0; row < B * T; row++) {
        int64_t t = row % T; /* keys and values begin anew with each sentence */
        double v[MOST], n[MOST], query[MOST], all[MOST], hidden[MOST];
        for (int64_t c = 0; c < C; c++)
            v[c] = x->f32[row * C + c];

        norm(v, C, gamma->f32, beta->f32, n);
        for (int64_t k = 0; k < width; k++) {
            query[k] = dot(Wq->f32 + k * C, n, C);
            keys[t * width + k] = dot(Wk->f32 + k * C, n, C);
            values[t * width + k] = dot(Wv->f32 + k * C, n, C);
        }
        for (int64_t k = 0; k < width; k += H)
            collect(query + k, keys + k, values + k, t + 1, H, width, all + k);
        for (int64_t c = 0; c < C; c++)
            v[c] += dot(Wo->f32 + c * width, all, width);

        norm(v, C, gamma->f32 + C, beta->f32 + C, n);
        for (int64_t d = 0; d < D; d++)
            hidden[d] = fmax(dot(W1->f32 + d * C, n, C) + b1->f32[d], 0);
        for (int64_t c = 0; c < C; c++)
            result->f32[row * C + c] = (float)(v[c] + dot(W2->f32 + c * D, hidden, D) + b2->f32[c]);
    }
    return result;
}
