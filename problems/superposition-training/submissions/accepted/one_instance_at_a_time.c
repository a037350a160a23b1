/* Instances have nothing to do with each other but the number of the step: so each is trained to its end before the
 * next begins, and adds its part to the losses. W and b of an instance stand in one array, so that one loop is the
 * optimiser. In double. */
#include "problem.h"

struct instance {
    int64_t F, H, size; /* size = F * H + F */
    double *p, *g, *m, *v;
};

static double learn_from(const struct instance *in, const float *x, const float *importance, double rows)
{
    int64_t F = in->F, H = in->H;
    const double *W = in->p, *b = in->p + F * H;
    double *dW = in->g, *db = in->g + F * H, loss = 0;
    for (int64_t f = 0; f < F; f++) {
        double sum = b[f];
        for (int64_t k = 0; k < H; k++)
            for (int64_t e = 0; e < F; e++)
                sum += x[e] * W[e * H + k] * W[f * H + k];
        double miss = fmax(sum, 0) - fabs((double)x[f]), scale = importance[f] / (rows * (double)F);
        loss += scale * miss * miss;
        if (sum <= 0)
            continue;
        double d = 2 * scale * miss;
        db[f] += d;
        for (int64_t k = 0; k < H; k++)
            for (int64_t e = 0; e < F; e++) {
                dW[e * H + k] += d * x[e] * W[f * H + k];
                dW[f * H + k] += d * x[e] * W[e * H + k];
            }
    }
    return loss;
}

static void adamw(const struct instance *in, double lr, int64_t t)
{
    double c1 = 1 - pow(0.9, (double)t), c2 = 1 - pow(0.999, (double)t);
    for (int64_t e = 0; e < in->size; e++) {
        double g = in->g[e];
        in->m[e] += 0.1 * (g - in->m[e]);
        in->v[e] += 0.001 * (g * g - in->v[e]);
        in->p[e] -= lr * 0.01 * in->p[e] + lr * (in->m[e] / c1) / (sqrt(in->v[e] / c2) + 1e-8);
        in->g[e] = 0;
    }
}

void train(const tensor *W, const tensor *b, const tensor *batches, const tensor *importance, double lr,
           const char *schedule, tensor **new_W, tensor **new_b, tensor **losses)
{
    int64_t S = batches->shape[0], B = batches->shape[1], I = W->shape[0], F = W->shape[1], H = W->shape[2];
    double *total = calloc((size_t)S, sizeof *total);
    *new_W = tensor_f32(I, F, H);
    *new_b = tensor_f32(I, F);
    *losses = tensor_f32(S);
    for (int64_t i = 0; i < I; i++) {
        struct instance in = {.F = F, .H = H, .size = F * H + F};
        in.p = calloc((size_t)(4 * in.size), sizeof *in.p);
        in.g = in.p + in.size, in.m = in.g + in.size, in.v = in.m + in.size;
        for (int64_t e = 0; e < in.size; e++)
            in.p[e] = e < F * H ? W->f32[i * F * H + e] : b->f32[i * F + e - F * H];
        for (int64_t s = 0; s < S; s++) {
            for (int64_t n = 0; n < B; n++)
                total[s] +=
                    learn_from(&in, batches->f32 + ((s * B + n) * I + i) * F, importance->f32 + i * F, (double)B);
            double part = (double)s / (double)S, angle = acos(-1) / 2 * (double)s / (double)(S - 1);
            adamw(&in,
                  lr * (*schedule == 'l'                         ? 1 - part
                        : *schedule == 'c' && schedule[2] == 's' ? cos(angle)
                                                                 : 1),
                  s + 1);
        }
        for (int64_t e = 0; e < in.size; e++)
            *(e < F * H ? &(*new_W)->f32[i * F * H + e] : &(*new_b)->f32[i * F + e - F * H]) = (float)in.p[e];
        free(in.p);
    }
    for (int64_t s = 0; s < S; s++)
        (*losses)->f32[s] = (float)total[s];
}
