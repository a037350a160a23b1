/* A table of log probabilities, made once, serves both functions. In double. */
#include "problem.h"

static double *log_probabilities(const tensor *table)
{
    int64_t V = table->shape[0];
    double *logp = malloc((size_t)(V * V) * sizeof *logp);
    for (int64_t i = 0; i < V; i++) {
        const float *row = table->f32 + i * V;
        double largest = row[0], sum = 0;
        for (int64_t j = 1; j < V; j++)
            largest = fmax(largest, row[j]);
        for (int64_t j = 0; j < V; j++)
            sum += exp(row[j] - largest);
        for (int64_t j = 0; j < V; j++)
            logp[i * V + j] = row[j] - largest - log(sum);
    }
    return logp;
}

void forward(const tensor *table, const tensor *idx, const tensor *targets, tensor **logits, tensor **loss)
{
    int64_t V = table->shape[0], positions = tensor_size(idx);
    double *logp = log_probabilities(table), sum = 0;
    *logits = tensor_f32(positions, V);
    for (int64_t p = 0; p < positions; p++) {
        memcpy((*logits)->f32 + p * V, table->f32 + idx->i64[p] * V, (size_t)V * sizeof(float));
        sum -= logp[idx->i64[p] * V + targets->i64[p]];
    }
    *loss = tensor_scalar_f32((float)(sum / (double)positions));
}

tensor *generate(const tensor *table, const tensor *start, int64_t max_new_tokens, const tensor *u)
{
    int64_t V = table->shape[0], B = start->shape[0];
    double *logp = log_probabilities(table);
    tensor *result = tensor_i64(B, 1 + max_new_tokens);
    int64_t *token = result->i64;
    for (int64_t b = 0; b < B; b++) {
        *token = start->i64[b];
        for (int64_t s = 0; s < max_new_tokens; s++, token++) {
            double left = u->f64[s * B + b];
            int64_t next = 0;
            while (next < V - 1 && (left -= exp(logp[*token * V + next])) >= 0)
                next++;
            token[1] = next;
        }
        token++;
    }
    return result;
}
