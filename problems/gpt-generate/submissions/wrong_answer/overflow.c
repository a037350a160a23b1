/* Mistake: exp of the scores as they are, which is infinite when a low temperature makes them large. */
#include "problem.h"

struct gpt {
    const float *token_table, *position_table, *Wq, *Wk, *Wv, *Wo, *W1, *b1, *W2, *b2, *gamma, *beta;
    int64_t V, M, C, L, N, H, D;
};

static float *floats(int64_t n)
{
    return malloc(n * sizeof(float));
}

/* y = x W' + b: x is rows x in, W is out x in, b may be NULL. */
static void linear(const float *x, int64_t rows, int64_t in, const float *W, const float *b, int64_t out, float *y)
{
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t o = 0; o < out; o++) {
            float sum = b ? b[o] : 0;
            for (int64_t i = 0; i < in; i++)
                sum += x[r * in + i] * W[o * in + i];
            y[r * out + o] = sum;
        }
    }
}

/* `which`: the row of gamma and beta. */
static void norm(const struct gpt *g, const float *x, int64_t rows, int64_t which, float *y)
{
    int64_t C = g->C;
    const float *gamma = g->gamma + which * C, *beta = g->beta + which * C;
    for (int64_t r = 0; r < rows; r++, x += C, y += C) {
        float mean = 0, var = 0;
        for (int64_t c = 0; c < C; c++)
            mean += x[c] / C;
        for (int64_t c = 0; c < C; c++)
            var += (x[c] - mean) * (x[c] - mean) / C;
        for (int64_t c = 0; c < C; c++)
            y[c] = (x[c] - mean) / sqrtf(var + 1e-5f) * gamma[c] + beta[c];
    }
}

static void softmax(float *row, int64_t n)
{
    float sum = 0;
    for (int64_t j = 0; j < n; j++) {
        row[j] = expf(row[j]);
        sum += row[j];
    }
    for (int64_t j = 0; j < n; j++)
        row[j] /= sum;
}

/* One head; its results begin at y and lie `step` apart. */
static void attend(const float *query, const float *key, const float *value, int64_t T, int64_t H, float *y,
                   int64_t step)
{
    float *share = floats(T);
    for (int64_t i = 0; i < T; i++) {
        int64_t seen = i + 1;
        for (int64_t j = 0; j < seen; j++) {
            share[j] = 0;
            for (int64_t h = 0; h < H; h++)
                share[j] += query[i * H + h] * key[j * H + h];
            share[j] /= sqrtf(H);
        }
        softmax(share, seen);
        for (int64_t h = 0; h < H; h++) {
            y[i * step + h] = 0;
            for (int64_t j = 0; j < seen; j++)
                y[i * step + h] += share[j] * value[j * H + h];
        }
    }
    free(share);
}

/* Changes x, T x C, in place. */
static void block(const struct gpt *g, int64_t layer, float *x, int64_t T)
{
    int64_t C = g->C, N = g->N, H = g->H, D = g->D;
    float *n = floats(T * C), *query = floats(T * H), *key = floats(T * H), *value = floats(T * H);
    float *all = floats(T * N * H), *add = floats(T * C), *hidden = floats(T * D);

    norm(g, x, T, 2 * layer, n);
    for (int64_t k = 0; k < N; k++) {
        int64_t at = (layer * N + k) * H * C;
        linear(n, T, C, g->Wq + at, NULL, H, query);
        linear(n, T, C, g->Wk + at, NULL, H, key);
        linear(n, T, C, g->Wv + at, NULL, H, value);
        attend(query, key, value, T, H, all + k * H, N * H);
    }
    linear(all, T, N * H, g->Wo + layer * C * N * H, NULL, C, add);
    for (int64_t e = 0; e < T * C; e++)
        x[e] += add[e];

    norm(g, x, T, 2 * layer + 1, n);
    linear(n, T, C, g->W1 + layer * D * C, g->b1 + layer * D, D, hidden);
    for (int64_t e = 0; e < T * D; e++)
        hidden[e] = fmaxf(hidden[e], 0);
    linear(hidden, T, D, g->W2 + layer * C * D, g->b2 + layer * C, C, add);
    for (int64_t e = 0; e < T * C; e++)
        x[e] += add[e];

    free(n);
    free(query);
    free(key);
    free(value);
    free(all);
    free(add);
    free(hidden);
}

/* logits: T x V */
static void run(const struct gpt *g, const int64_t *tokens, int64_t T, float *logits)
{
    int64_t C = g->C;
    float *x = floats(T * C);
    for (int64_t t = 0; t < T; t++)
        for (int64_t c = 0; c < C; c++)
            x[t * C + c] = g->token_table[tokens[t] * C + c] + g->position_table[t * C + c];
    for (int64_t layer = 0; layer < g->L; layer++)
        block(g, layer, x, T);
    norm(g, x, T, 2 * g->L, x);
    linear(x, T, C, g->token_table, NULL, g->V, logits);
    free(x);
}

/* Is logit j one of the k largest? */
static bool is_large(const float *logits, int64_t V, int64_t j, int64_t k)
{
    int64_t larger = 0;
    for (int64_t i = 0; i < V; i++)
        larger += logits[i] > logits[j];
    return larger < k;
}

static int64_t sample(const float *logits, int64_t V, double temperature, int64_t top_k, double u)
{
    float *p = floats(V);
    for (int64_t j = 0; j < V; j++)
        p[j] = is_large(logits, V, j, top_k) ? logits[j] / temperature : -INFINITY;
    softmax(p, V);
    double cumulated = 0;
    for (int64_t j = 0; j < V; j++) {
        cumulated += p[j];
        if (cumulated > u)
            return j;
    }
    return V - 1;
}

tensor *generate(const tensor *start, const tensor *u, double temperature, int64_t top_k, const tensor *token_table,
                 const tensor *position_table, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo,
                 const tensor *W1, const tensor *b1, const tensor *W2, const tensor *b2, const tensor *gamma,
                 const tensor *beta)
{
    const struct gpt g = {.token_table = token_table->f32,
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
    int64_t B = start->shape[0], T = start->shape[1], new_tokens = u->shape[0], all = T + new_tokens;
    tensor *result = tensor_i64(B, all);
    float *logits = floats(g.M * g.V);
    for (int64_t b = 0; b < B; b++) {
        int64_t *tokens = result->i64 + b * all;
        memcpy(tokens, start->i64 + b * T, T * sizeof *tokens);
        for (int64_t s = 0; s < new_tokens; s++) {
            int64_t length = T + s, seen = length < g.M ? length : g.M;
            run(&g, tokens + length - seen, seen, logits);
            tokens[length] = sample(logits + (seen - 1) * g.V, g.V, temperature, top_k, u->f64[s * B + b]);
        }
    }
    return result;
}
