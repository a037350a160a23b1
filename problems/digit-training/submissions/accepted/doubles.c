/* In double from end to end, with the parameters behind one table, so that Adam is one loop. */
#include "problem.h"

enum { PIXELS = 784, INNER = 512, DIGITS = 10, PARAMETERS = 4 };

struct parameter {
    size_t size;
    double *w, *g, *m, *v;
};

static struct parameter take(const tensor *t)
{
    struct parameter p = {.size = (size_t)tensor_size(t)};
    p.w = malloc(p.size * sizeof(double));
    p.g = calloc(p.size, sizeof(double));
    p.m = calloc(p.size, sizeof(double));
    p.v = calloc(p.size, sizeof(double));
    for (size_t i = 0; i < p.size; i++)
        p.w[i] = t->f32[i];
    return p;
}

static void adam(struct parameter *p, double lr, int64_t step)
{
    double correct_m = 1 - pow(0.9, (double)step), correct_v = 1 - pow(0.999, (double)step);
    for (size_t i = 0; i < p->size; i++) {
        p->m[i] += 0.1 * (p->g[i] - p->m[i]);
        p->v[i] += 0.001 * (p->g[i] * p->g[i] - p->v[i]);
        p->w[i] -= lr * (p->m[i] / correct_m) / (sqrt(p->v[i] / correct_v) + 1e-8);
        p->g[i] = 0;
    }
}

/* Adds one image's share to the gradients; returns its loss. */
static double learn(struct parameter p[PARAMETERS], const float *x, int64_t label, double share)
{
    double h[INNER], z[DIGITS], dh[INNER] = {0}, largest = -INFINITY, sum = 0;
    for (int i = 0; i < INNER; i++) {
        h[i] = p[1].w[i];
        for (int j = 0; j < PIXELS; j++)
            h[i] += p[0].w[i * PIXELS + j] * x[j];
        h[i] = fmax(h[i], 0);
    }
    for (int c = 0; c < DIGITS; c++) {
        z[c] = p[3].w[c];
        for (int i = 0; i < INNER; i++)
            z[c] += p[2].w[c * INNER + i] * h[i];
        largest = fmax(largest, z[c]);
    }
    for (int c = 0; c < DIGITS; c++)
        sum += exp(z[c] - largest);
    for (int c = 0; c < DIGITS; c++) {
        double dz = (exp(z[c] - largest) / sum - (c == label)) * share;
        p[3].g[c] += dz;
        for (int i = 0; i < INNER; i++) {
            p[2].g[c * INNER + i] += dz * h[i];
            dh[i] += dz * p[2].w[c * INNER + i];
        }
    }
    for (int i = 0; i < INNER; i++) {
        if (h[i] == 0)
            continue;
        p[1].g[i] += dh[i];
        for (int j = 0; j < PIXELS; j++)
            p[0].g[i * PIXELS + j] += dh[i] * x[j];
    }
    return log(sum) + largest - z[label];
}

tensor *train(const tensor *images, const tensor *labels, const tensor *W1, const tensor *b1, const tensor *W2,
              const tensor *b2, int64_t batch_size, int64_t epochs, double lr)
{
    struct parameter p[PARAMETERS] = {take(W1), take(b1), take(W2), take(b2)};
    int64_t N = images->shape[0], batches = (N + batch_size - 1) / batch_size;
    tensor *losses = tensor_f32(epochs * batches);
    for (int64_t step = 0; step < epochs * batches; step++) {
        int64_t from = step % batches * batch_size;
        int64_t to = from + batch_size < N ? from + batch_size : N;
        double share = 1 / (double)(to - from), loss = 0;
        for (int64_t n = from; n < to; n++)
            loss += share * learn(p, images->f32 + n * PIXELS, labels->i64[n], share);
        losses->f32[step] = (float)loss;
        for (int i = 0; i < PARAMETERS; i++)
            adam(&p[i], lr, step + 1);
    }
    return losses;
}
