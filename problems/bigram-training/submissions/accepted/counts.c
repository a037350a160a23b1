/* Only the counts of pairs matter: row i of the gradient is (n_i softmax(row i) - counts of its followers) / places. */
#include "problem.h"

struct cell {
    double w, m, v;
    int64_t count; /* of this pair in the batch */
};

/* The loss of all places with this token; moves nothing. Leaves the softmax in p. */
static double row_loss(const struct cell *row, int64_t V, double *p, int64_t *ret_n)
{
    double largest = -INFINITY, sum = 0, loss = 0;
    *ret_n = 0;
    for (int64_t v = 0; v < V; v++)
        largest = fmax(largest, row[v].w);
    for (int64_t v = 0; v < V; v++) {
        sum += p[v] = exp(row[v].w - largest);
        *ret_n += row[v].count;
    }
    for (int64_t v = 0; v < V; v++) {
        loss += (double)row[v].count * (log(sum) + largest - row[v].w);
        p[v] /= sum;
    }
    return loss;
}

static void move(struct cell *cell, double g, double lr, double known1, double known2)
{
    cell->m += 0.1 * (g - cell->m);
    cell->v += 0.001 * (g * g - cell->v);
    cell->w *= 1 - 0.01 * lr;
    cell->w -= lr * (cell->m / known1) / (sqrt(cell->v / known2) + 1e-8);
}

void train(const tensor *table, const tensor *inputs, const tensor *targets, double learning_rate, tensor **trained,
           tensor **losses)
{
    int64_t V = table->shape[0], K = inputs->shape[0], places = tensor_size(inputs) / K;
    struct cell *cells = calloc((size_t)(V * V), sizeof *cells);
    double *p = malloc((size_t)V * sizeof *p);
    *losses = tensor_f32(K);
    *trained = tensor_f32(V, V);
    for (int64_t i = 0; i < V * V; i++)
        cells[i].w = table->f32[i];
    for (int64_t k = 0; k < K; k++) {
        double loss = 0, known1 = 1 - pow(0.9, (double)(k + 1)), known2 = 1 - pow(0.999, (double)(k + 1));
        for (int64_t i = 0; i < V * V; i++)
            cells[i].count = 0;
        for (int64_t e = k * places; e < (k + 1) * places; e++)
            cells[inputs->i64[e] * V + targets->i64[e]].count++;
        for (int64_t i = 0; i < V; i++) {
            struct cell *row = cells + i * V;
            int64_t n;
            loss += row_loss(row, V, p, &n);
            for (int64_t v = 0; v < V; v++)
                move(&row[v], ((double)n * p[v] - (double)row[v].count) / (double)places, learning_rate, known1,
                     known2);
        }
        (*losses)->f32[k] = (float)(loss / (double)places);
    }
    for (int64_t i = 0; i < V * V; i++)
        (*trained)->f32[i] = (float)cells[i].w;
    free(cells);
    free(p);
}
