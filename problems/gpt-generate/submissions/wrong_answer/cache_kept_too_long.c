/* Mistake: keeps the cache when the text has become longer than M, and puts each new token at the last position. */
#include "problem.h"

enum { MOST = 64 }; /* numbers of a token, hidden numbers, numbers of all heads */

struct gpt {
    const float *token_table, *position_table, *Wq, *Wk, *Wv, *Wo, *W1, *b1, *W2, *b2, *gamma, *beta;
    int64_t V, M, C, L, N, H, D;
    double *keys, *values; /* of the tokens so far: layer, token, number */
};

static double dot(const float *w, const double *v, int64_t n)
{
    double sum = 0;
    while (n-- > 0)
        sum += *w++ * *v++;
    return sum;
}

static void norm(const struct gpt *g, const double *v, int64_t which, double *n)
{
    double mean = 0, squares = 0;
    for (int64_t c = 0; c < g->C; c++)
        mean += v[c] / (double)g->C;
    for (int64_t c = 0; c < g->C; c++)
        squares += (v[c] - mean) * (v[c] - mean);
    for (int64_t c = 0; c < g->C; c++)
        n[c] = (v[c] - mean) / sqrt(squares / (double)g->C + 1e-5) * g->gamma[which * g->C + c] +
               g->beta[which * g->C + c];
}

/* What one head collects for the newest of `count` tokens; largest score and sum are kept up to date on the way. */
static void collect(const struct gpt *g, const double *query, const double *keys, const double *values, int64_t count,
                    double *got)
{
    int64_t H = g->H, width = g->N * H;
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

static void block(const struct gpt *g, int64_t layer, int64_t t, double *v)
{
    int64_t C = g->C, D = g->D, width = g->N * g->H;
    double n[MOST], query[MOST], all[MOST], hidden[MOST];
    double *keys = g->keys + layer * g->M * width, *values = g->values + layer * g->M * width;

    norm(g, v, 2 * layer, n);
    for (int64_t k = 0; k < width; k++) {
        int64_t row = (layer * width + k) * C;
        query[k] = dot(g->Wq + row, n, C);
        keys[t * width + k] = dot(g->Wk + row, n, C);
        values[t * width + k] = dot(g->Wv + row, n, C);
    }
    for (int64_t k = 0; k < width; k += g->H)
        collect(g, query + k, keys + k, values + k, t + 1, all + k);
    for (int64_t c = 0; c < C; c++)
        v[c] += dot(g->Wo + (layer * C + c) * width, all, width);

    norm(g, v, 2 * layer + 1, n);
    for (int64_t d = 0; d < D; d++)
        hidden[d] = fmax(dot(g->W1 + (layer * D + d) * C, n, C) + g->b1[layer * D + d], 0);
    for (int64_t c = 0; c < C; c++)
        v[c] += dot(g->W2 + (layer * C + c) * D, hidden, D) + g->b2[layer * C + c];
}

/* Reads one more token, at position t; what follows it is scored in logits[V]. */
static void read_token(const struct gpt *g, int64_t token, int64_t t, double *logits)
{
    double v[MOST], n[MOST];
    for (int64_t c = 0; c < g->C; c++)
        v[c] = g->token_table[token * g->C + c] + g->position_table[t * g->C + c];
    for (int64_t layer = 0; layer < g->L; layer++)
        block(g, layer, t, v);
    norm(g, v, 2 * g->L, n);
    for (int64_t w = 0; w < g->V; w++)
        logits[w] = dot(g->token_table + w * g->C, n, g->C);
}

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Goes through the tokens with the share of the sum that u asks for, and stops where it is used up. */
static int64_t choose(const double *logits, int64_t V, double temperature, int64_t top_k, double u)
{
    double *sorted = malloc((size_t)V * sizeof *sorted), sum = 0;
    memcpy(sorted, logits, (size_t)V * sizeof *sorted);
    qsort(sorted, (size_t)V, sizeof *sorted, descending);
    double least = sorted[top_k - 1], largest = sorted[0];
    for (int64_t j = 0; j < top_k; j++)
        sum += exp((sorted[j] - largest) / temperature);
    free(sorted);

    double left = u * sum;
    int64_t last = 0;
    for (int64_t j = 0; j < V; j++) {
        if (logits[j] < least)
            continue;
        last = j;
        left -= exp((logits[j] - largest) / temperature);
        if (left < 0)
            break;
    }
    return last;
}

tensor *generate(const tensor *start, const tensor *u, double temperature, int64_t top_k, const tensor *token_table,
                 const tensor *position_table, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                 const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                 const tensor *beta)
{
    struct gpt g = {.token_table = token_table->f32,
                    .position_table = position_table->f32,
                    .Wq = Wq->f32,
                    .Wk = Wk->f32,
                    .Wv = Wv->f32,
                    .Wo = Wo->f32,
                    .W1 = W1->f32,
                    .b1 = b1->f32,
                    .W2 = W2->f32,
                    .b2 = b2->f32,
                    .gamma = gamma->f32,
                    .beta = beta->f32,
                    .V = token_table->shape[0],
                    .M = position_table->shape[0],
                    .C = token_table->shape[1],
                    .L = Wq->shape[0],
                    .N = Wq->shape[1],
                    .H = Wq->shape[2],
                    .D = W1->shape[1]};
    int64_t B = start->shape[0], T = start->shape[1], length = T + u->shape[0], cached = g.L * g.M * g.N * g.H;
    g.keys = malloc((size_t)cached * sizeof *g.keys);
    g.values = malloc((size_t)cached * sizeof *g.values);
    double *logits = malloc((size_t)g.V * sizeof *logits);
    tensor *result = tensor_i64(B, length);
    for (int64_t b = 0; b < B; b++) {
        int64_t *tokens = result->i64 + b * length, read = 0;
        for (int64_t t = 0; t < length; t++) {
            if (t < T) {
                tokens[t] = start->i64[b * T + t];
                continue;
            }
            for (; read < t; read++)
                read_token(&g, tokens[read], read < g.M ? read : g.M - 1, logits);
            tokens[t] = choose(logits, g.V, temperature, top_k, u->f64[(t - T) * B + b]);
        }
    }
    return result;
}
