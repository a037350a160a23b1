/* Mistake: returns the memory of the losses instead of the tensor, and frees nothing but the name. */
#include "problem.h"

enum { TOKEN, POSITION, WQ, WK, WV, WO, W_1, B_1, W_2, B_2, GAMMA, BETA, WEIGHTS };

struct model {
    float *w[WEIGHTS], *g[WEIGHTS], *m[WEIGHTS], *v[WEIGHTS]; /* weights, their gradients, Adam's memory */
    int64_t size[WEIGHTS];
    int64_t V, C, N, H, D;
};

static float *floats(int64_t n)
{
    return calloc(n, sizeof(float));
}

/* --- y = x W' + b --- */

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

/* Adds to dx, dW and db. */
static void linear_back(const float *x, int64_t rows, int64_t in, const float *W, int64_t out, const float *dy,
                        float *dx, float *dW, float *db)
{
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t o = 0; o < out; o++) {
            float d = dy[r * out + o];
            if (db)
                db[o] += d;
            for (int64_t i = 0; i < in; i++) {
                dx[r * in + i] += d * W[o * in + i];
                dW[o * in + i] += d * x[r * in + i];
            }
        }
    }
}

/* --- norm: u = (x - mean) / root, y = u gamma + beta --- */

static void norm(const struct model *g, int which, const float *x, int64_t rows, float *u, float *root, float *y)
{
    int64_t C = g->C;
    const float *gamma = g->w[GAMMA] + which * C, *beta = g->w[BETA] + which * C;
    for (int64_t r = 0; r < rows; r++) {
        float mean = 0, var = 0;
        for (int64_t c = 0; c < C; c++)
            mean += x[r * C + c] / C;
        for (int64_t c = 0; c < C; c++)
            var += (x[r * C + c] - mean) * (x[r * C + c] - mean) / C;
        root[r] = sqrtf(var + 1e-5f);
        for (int64_t c = 0; c < C; c++) {
            u[r * C + c] = (x[r * C + c] - mean) / root[r];
            y[r * C + c] = u[r * C + c] * gamma[c] + beta[c];
        }
    }
}

/* Adds to dx. */
static void norm_back(const struct model *g, int which, const float *u, const float *root, int64_t rows,
                      const float *dy, float *dx)
{
    int64_t C = g->C;
    const float *gamma = g->w[GAMMA] + which * C;
    float *d_gamma = g->g[GAMMA] + which * C, *d_beta = g->g[BETA] + which * C;
    for (int64_t r = 0; r < rows; r++, u += C, dy += C, dx += C) {
        float mean = 0, along = 0;
        for (int64_t c = 0; c < C; c++) {
            mean += dy[c] * gamma[c] / C;
            along += dy[c] * gamma[c] * u[c] / C;
            d_gamma[c] += dy[c] * u[c];
            d_beta[c] += dy[c];
        }
        for (int64_t c = 0; c < C; c++)
            dx[c] += (dy[c] * gamma[c] - mean - u[c] * along) / root[r];
    }
}

/* --- attention of one head; the heads' numbers lie `step` apart --- */

static void softmax(float *row, int64_t n)
{
    float largest = row[0], sum = 0;
    for (int64_t j = 1; j < n; j++)
        largest = fmaxf(largest, row[j]);
    for (int64_t j = 0; j < n; j++)
        sum += row[j] = expf(row[j] - largest);
    for (int64_t j = 0; j < n; j++)
        row[j] /= sum;
}

static void attend(const float *q, const float *k, const float *v, int64_t T, int64_t H, int64_t step, float *share,
                   float *y)
{
    for (int64_t i = 0; i < T; i++) {
        int64_t seen = i + 1;
        float *row = share + i * T;
        for (int64_t j = 0; j < seen; j++) {
            row[j] = 0;
            for (int64_t h = 0; h < H; h++)
                row[j] += q[i * step + h] * k[j * step + h] / sqrtf(H);
        }
        softmax(row, seen);
        for (int64_t h = 0; h < H; h++) {
            y[i * step + h] = 0;
            for (int64_t j = 0; j < seen; j++)
                y[i * step + h] += row[j] * v[j * step + h];
        }
    }
}

/* Adds to dq, dk and dv. */
static void attend_back(const float *q, const float *k, const float *v, const float *share, int64_t T, int64_t H,
                        int64_t step, const float *dy, float *dq, float *dk, float *dv)
{
    float *d = floats(T);
    for (int64_t i = 0; i < T; i++) {
        const float *row = share + i * T;
        int64_t seen = i + 1;
        float mean = 0;
        for (int64_t j = 0; j < seen; j++) {
            d[j] = 0;
            for (int64_t h = 0; h < H; h++) {
                d[j] += dy[i * step + h] * v[j * step + h];
                dv[j * step + h] += row[j] * dy[i * step + h];
            }
            mean += row[j] * d[j];
        }
        for (int64_t j = 0; j < seen; j++) {
            float d_score = row[j] * (d[j] - mean) / sqrtf(H);
            for (int64_t h = 0; h < H; h++) {
                dq[i * step + h] += d_score * k[j * step + h];
                dk[j * step + h] += d_score * q[i * step + h];
            }
        }
    }
    free(d);
}

/* --- one line --- */

struct pass {
    float *x, *n[3], *u[3], *root[3];
    float *q, *k, *v, *share, *all, *hidden, *p;
};

/* Fills `a`; returns the sum of the losses. */
static float forward(const struct model *g, const int64_t *line, int64_t T, struct pass *a)
{
    int64_t C = g->C, D = g->D, width = g->N * g->H;
    float *add = floats(T * C), loss = 0;
    for (int64_t e = 0; e < T * C; e++)
        a->x[e] = g->w[TOKEN][line[e / C] * C + e % C] + g->w[POSITION][e];

    norm(g, 0, a->x, T, a->u[0], a->root[0], a->n[0]);
    linear(a->n[0], T, C, g->w[WQ], NULL, width, a->q);
    linear(a->n[0], T, C, g->w[WK], NULL, width, a->k);
    linear(a->n[0], T, C, g->w[WV], NULL, width, a->v);
    for (int64_t n = 0, at = 0; n < g->N; n++, at += g->H)
        attend(a->q + at, a->k + at, a->v + at, T, g->H, width, a->share + n * T * T, a->all + at);
    linear(a->all, T, width, g->w[WO], NULL, C, add);
    for (int64_t e = 0; e < T * C; e++)
        a->x[e] += add[e];

    norm(g, 1, a->x, T, a->u[1], a->root[1], a->n[1]);
    linear(a->n[1], T, C, g->w[W_1], g->w[B_1], D, a->hidden);
    for (int64_t e = 0; e < T * D; e++)
        a->hidden[e] = fmaxf(a->hidden[e], 0);
    linear(a->hidden, T, D, g->w[W_2], g->w[B_2], C, add);
    for (int64_t e = 0; e < T * C; e++)
        a->x[e] += add[e];

    norm(g, 2, a->x, T, a->u[2], a->root[2], a->n[2]);
    linear(a->n[2], T, C, g->w[TOKEN], NULL, g->V, a->p);
    for (int64_t t = 0; t < T; t++) {
        softmax(a->p + t * g->V, g->V);
        loss -= logf(a->p[t * g->V + line[t + 1]]);
    }
    free(add);
    return loss;
}

/* Adds the gradients of one line, whose places count 1 / `places` each. */
static void backward(const struct model *g, const int64_t *line, int64_t T, float places, const struct pass *a)
{
    int64_t C = g->C, D = g->D, width = g->N * g->H;
    float *dx = floats(T * C), *dn = floats(T * C), *d_hidden = floats(T * D), *d_all = floats(T * width);
    float *dq = floats(T * width), *dk = floats(T * width), *dv = floats(T * width);

    for (int64_t t = 0; t < T; t++)
        a->p[t * g->V + line[t + 1]] -= 1;
    for (int64_t e = 0; e < T * g->V; e++)
        a->p[e] /= places;
    linear_back(a->n[2], T, C, g->w[TOKEN], g->V, a->p, dn, g->g[TOKEN], NULL);
    norm_back(g, 2, a->u[2], a->root[2], T, dn, dx);

    linear_back(a->hidden, T, D, g->w[W_2], C, dx, d_hidden, g->g[W_2], g->g[B_2]);
    for (int64_t e = 0; e < T * D; e++)
        if (a->hidden[e] <= 0)
            d_hidden[e] = 0;
    memset(dn, 0, T * C * sizeof(float));
    linear_back(a->n[1], T, C, g->w[W_1], D, d_hidden, dn, g->g[W_1], g->g[B_1]);
    norm_back(g, 1, a->u[1], a->root[1], T, dn, dx);

    linear_back(a->all, T, width, g->w[WO], C, dx, d_all, g->g[WO], NULL);
    for (int64_t n = 0, at = 0; n < g->N; n++, at += g->H)
        attend_back(a->q + at, a->k + at, a->v + at, a->share + n * T * T, T, g->H, width, d_all + at, dq + at, dk + at,
                    dv + at);
    memset(dn, 0, T * C * sizeof(float));
    linear_back(a->n[0], T, C, g->w[WQ], width, dq, dn, g->g[WQ], NULL);
    linear_back(a->n[0], T, C, g->w[WK], width, dk, dn, g->g[WK], NULL);
    linear_back(a->n[0], T, C, g->w[WV], width, dv, dn, g->g[WV], NULL);
    norm_back(g, 0, a->u[0], a->root[0], T, dn, dx);

    for (int64_t e = 0; e < T * C; e++) {
        g->g[TOKEN][line[e / C] * C + e % C] += dx[e];
        g->g[POSITION][e] += dx[e];
    }
    float *all[] = {dx, dn, d_hidden, d_all, dq, dk, dv};
    for (int i = 0; i < 7; i++)
        free(all[i]);
}

static void adamw(struct model *g, float lr, int64_t step)
{
    float c1 = 1 - powf(0.9f, step), c2 = 1 - powf(0.999f, step);
    for (int i = 0; i < WEIGHTS; i++) {
        float *w = g->w[i], *m = g->m[i], *v = g->v[i];
        for (int64_t e = 0; e < g->size[i]; e++) {
            float d = g->g[i][e];
            w[e] *= 1 - lr * 0.01f;
            m[e] = 0.9f * m[e] + 0.1f * d;
            v[e] = 0.999f * v[e] + 0.001f * d * d;
            w[e] -= lr * (m[e] / c1) / (sqrtf(v[e] / c2) + 1e-8f);
        }
        memset(g->g[i], 0, g->size[i] * sizeof(float));
    }
}

tensor *train(const tensor *batches, const tensor *token_table, const tensor *position_table, const tensor *Wq,
              const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
              const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta, double lr)
{
    const tensor *given[] = {token_table, position_table, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta};
    struct model g = {.V = token_table->shape[0],
                      .C = token_table->shape[1],
                      .N = Wq->shape[0],
                      .H = Wq->shape[1],
                      .D = W1->shape[0]};
    for (int i = 0; i < WEIGHTS; i++) {
        g.size[i] = tensor_size(given[i]);
        g.w[i] = given[i]->f32;
        g.g[i] = floats(g.size[i]);
        g.m[i] = floats(g.size[i]);
        g.v[i] = floats(g.size[i]);
    }
    int64_t S = batches->shape[0], B = batches->shape[1], T = batches->shape[2] - 1, width = g.N * g.H;
    struct pass a = {.x = floats(T * g.C),
                     .q = floats(T * width),
                     .k = floats(T * width),
                     .v = floats(T * width),
                     .share = floats(g.N * T * T),
                     .all = floats(T * width),
                     .hidden = floats(T * g.D),
                     .p = floats(T * g.V)};
    for (int r = 0; r < 3; r++) {
        a.n[r] = floats(T * g.C);
        a.u[r] = floats(T * g.C);
        a.root[r] = floats(T);
    }
    tensor *losses = tensor_f32(S);
    for (int64_t s = 0; s < S; s++) {
        float loss = 0;
        for (int64_t b = 0; b < B; b++) {
            const int64_t *line = batches->i64 + (s * B + b) * (T + 1);
            loss += forward(&g, line, T, &a);
            backward(&g, line, T, B * T, &a);
        }
        losses->f32[s] = loss / (B * T);
        adamw(&g, lr, s + 1);
    }
    return *losses;
}
