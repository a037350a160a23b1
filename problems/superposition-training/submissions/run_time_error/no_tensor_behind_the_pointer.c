/* Mistake: writes to *losses before there is a tensor. */
#include "problem.h"

/* Gradients of one batch are added to dW and db; returns its loss. */
static float backward(const float *x, int64_t B, int64_t I, int64_t F, int64_t H, const float *importance,
                      const float *W, const float *b, float *dW, float *db)
{
    float loss = 0, *h = malloc(H * sizeof(float)), *dh = malloc(H * sizeof(float));
    for (int64_t n = 0; n < B; n++) {
        for (int64_t i = 0; i < I; i++) {
            const float *in = x + (n * I + i) * F, *w = W + i * F * H;
            for (int64_t k = 0; k < H; k++) {
                h[k] = dh[k] = 0;
                for (int64_t f = 0; f < F; f++)
                    h[k] += in[f] * w[f * H + k];
            }
            for (int64_t f = 0; f < F; f++) {
                float sum = b[i * F + f];
                for (int64_t k = 0; k < H; k++)
                    sum += h[k] * w[f * H + k];
                float out = sum > 0 ? sum : 0;
                float miss = out - fabsf(in[f]);
                loss += importance[i * F + f] * miss * miss / (B * F);
                float d = sum > 0 ? 2 * importance[i * F + f] * miss / (B * F) : 0;
                db[i * F + f] += d;
                for (int64_t k = 0; k < H; k++) {
                    dW[(i * F + f) * H + k] += d * h[k];
                    dh[k] += d * w[f * H + k];
                }
            }
            for (int64_t f = 0; f < F; f++)
                for (int64_t k = 0; k < H; k++)
                    dW[(i * F + f) * H + k] += in[f] * dh[k];
        }
    }
    free(h);
    free(dh);
    return loss;
}

struct adam {
    int64_t n, step;
    float *weight, *gradient, *m, *v;
};

static struct adam adam_of(float *weight, int64_t n)
{
    float *memory = calloc(3 * n, sizeof(float));
    return (struct adam){n, 0, weight, memory, memory + n, memory + 2 * n};
}

static void adam_step(struct adam *a, float lr)
{
    a->step++;
    float c1 = 1 - powf(0.9f, a->step), c2 = 1 - powf(0.999f, a->step);
    for (int64_t e = 0; e < a->n; e++) {
        float g = a->gradient[e];
        a->weight[e] *= 1 - lr * 0.01f;
        a->m[e] = 0.9f * a->m[e] + 0.1f * g;
        a->v[e] = 0.999f * a->v[e] + 0.001f * g * g;
        a->weight[e] -= lr * (a->m[e] / c1) / (sqrtf(a->v[e] / c2) + 1e-8f);
        a->gradient[e] = 0;
    }
}

static double rate(const char *schedule, int64_t step, int64_t steps)
{
    if (strcmp(schedule, "linear") == 0)
        return 1 - (double)step / steps;
    if (strcmp(schedule, "cosine") == 0)
        return cos(0.5 * M_PI * step / (steps - 1));
    return 1;
}

void train(const tensor *W, const tensor *b, const tensor *batches, const tensor *importance, double lr,
           const char *schedule, tensor **new_W, tensor **new_b, tensor **losses)
{
    int64_t S = batches->shape[0], B = batches->shape[1], I = W->shape[0], F = W->shape[1], H = W->shape[2];
    *new_W = tensor_f32(I, F, H);
    *new_b = tensor_f32(I, F);
    *losses = NULL;
    memcpy((*new_W)->f32, W->f32, I * F * H * sizeof(float));
    memcpy((*new_b)->f32, b->f32, I * F * sizeof(float));
    struct adam aW = adam_of((*new_W)->f32, I * F * H), ab = adam_of((*new_b)->f32, I * F);
    for (int64_t s = 0; s < S; s++) {
        const float *x = batches->f32 + s * B * I * F;
        (*losses)->f32[s] = backward(x, B, I, F, H, importance->f32, aW.weight, ab.weight, aW.gradient, ab.gradient);
        float now = lr * rate(schedule, s, S);
        adam_step(&aW, now);
        adam_step(&ab, now);
    }
}
