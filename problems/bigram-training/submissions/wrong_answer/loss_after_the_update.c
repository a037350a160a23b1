/* Mistake: writes down the loss after the table has been updated. */
#include "problem.h"

static float *zeros(int64_t n)
{
    return calloc((size_t)n, sizeof(float));
}

/* The loss of one place; adds its share to the gradient. */
static float place(const float *row, float *grad, int64_t answer, int64_t V, int64_t places)
{
    float largest = row[0], sum = 0;
    for (int64_t v = 1; v < V; v++)
        if (row[v] > largest)
            largest = row[v];
    for (int64_t v = 0; v < V; v++)
        sum += expf(row[v] - largest);
    for (int64_t v = 0; v < V; v++)
        grad[v] += (expf(row[v] - largest) / sum - (v == answer)) / places;
    return logf(sum) + largest - row[answer];
}

static void adamw(float *w, const float *g, float *m, float *v, int64_t n, double lr, int64_t s)
{
    for (int64_t i = 0; i < n; i++) {
        w[i] -= lr * 0.01 * w[i];
        m[i] = 0.9f * m[i] + 0.1f * g[i];
        v[i] = 0.999f * v[i] + 0.001f * g[i] * g[i];
        double m_hat = m[i] / (1 - pow(0.9, s));
        double v_hat = v[i] / (1 - pow(0.999, s));
        w[i] -= lr * m_hat / (sqrt(v_hat) + 1e-8);
    }
}

void train(const tensor *table, const tensor *inputs, const tensor *targets, double learning_rate, tensor **trained,
           tensor **losses)
{
    int64_t V = table->shape[0], K = inputs->shape[0], places = inputs->shape[1] * inputs->shape[2];
    float *w = zeros(V * V), *g = zeros(V * V), *m = zeros(V * V), *v = zeros(V * V);
    memcpy(w, table->f32, V * V * sizeof(float));
    *losses = tensor_f32(K);
    for (int64_t k = 0; k < K; k++) {
        float loss = 0;
        memset(g, 0, V * V * sizeof(float));
        for (int64_t p = 0; p < places; p++) {
            int64_t i = inputs->i64[k * places + p], j = targets->i64[k * places + p];
            loss += place(w + i * V, g + i * V, j, V, places);
        }
        adamw(w, g, m, v, V * V, learning_rate, k + 1);
        loss = 0;
        for (int64_t p = 0; p < places; p++) {
            int64_t i = inputs->i64[k * places + p], j = targets->i64[k * places + p];
            loss += place(w + i * V, g + i * V, j, V, places);
        }
        (*losses)->f32[k] = loss / places;
    }
    *trained = tensor_f32(V, V);
    memcpy((*trained)->f32, w, V * V * sizeof(float));
}
