/* Mistake: reads u as if it had a row for each sequence. */
#include "problem.h"

void forward(const tensor *table, const tensor *idx, const tensor *targets, tensor **logits, tensor **loss)
{
    int64_t V = table->shape[0], B = idx->shape[0], T = idx->shape[1];
    *logits = tensor_f32(B * T, V);
    float total = 0;
    for (int64_t p = 0; p < B * T; p++) {
        float *row = (*logits)->f32 + p * V;
        float largest = -INFINITY, sum = 0;
        for (int64_t j = 0; j < V; j++) {
            row[j] = table->f32[idx->i64[p] * V + j];
            largest = fmaxf(largest, row[j]);
        }
        for (int64_t j = 0; j < V; j++)
            sum += expf(row[j] - largest);
        total += logf(sum) - (row[targets->i64[p]] - largest);
    }
    *loss = tensor_scalar_f32(total / (B * T));
}

tensor *generate(const tensor *table, const tensor *start, int64_t max_new_tokens, const tensor *u)
{
    int64_t V = table->shape[0], B = start->shape[0], length = 1 + max_new_tokens;
    tensor *result = tensor_i64(B, length);
    for (int64_t b = 0; b < B; b++) {
        int64_t *tokens = result->i64 + b * length;
        tokens[0] = start->i64[b];
        for (int64_t s = 0; s < max_new_tokens; s++) {
            const float *row = table->f32 + tokens[s] * V;
            double largest = -INFINITY, sum = 0, cumulated = 0;
            for (int64_t j = 0; j < V; j++)
                largest = fmax(largest, row[j]);
            for (int64_t j = 0; j < V; j++)
                sum += exp(row[j] - largest);
            int64_t next = 0;
            for (; next < V - 1; next++) {
                cumulated += exp(row[next] - largest) / sum;
                if (cumulated > u->f64[b * max_new_tokens + s])
                    break;
            }
            tokens[s + 1] = next;
        }
    }
    return result;
}
