/* The columns of Wo that belong to a head can be applied by the head itself: then nothing is laid side by side, and
 * every head adds its share to the result. Score and value are folded into the weights of a head too: query . key is
 * x[i] (Wq' Wk) x[j], and Wo times value is (Wo Wv) x[j], two C x C matrices a head. In double. */
#include "problem.h"

/* to[a][b] = sum over h of one[h][a] * two[h][b]; one[h][a] stands at h * along + a * across. */
static void fold(const float *one, int64_t along, int64_t across, const float *two, int64_t H, int64_t C, double *to)
{
    for (int64_t a = 0; a < C; a++)
        for (int64_t b = 0; b < C; b++) {
            double sum = 0;
            for (int64_t h = 0; h < H; h++)
                sum += (double)one[a * across + h * along] * two[h * C + b];
            to[a * C + b] = sum;
        }
}

/* x' M y */
static double form(const float *x, const double *M, const float *y, int64_t C)
{
    double sum = 0;
    for (int64_t a = 0; a < C; a++)
        for (int64_t b = 0; b < C; b++)
            sum += x[a] * M[a * C + b] * y[b];
    return sum;
}

/* What token i sees of tokens 0..i: the mean of their vectors, weighted by the softmax of the scores. */
static void look(const float *x, int64_t i, const double *M, double scale, int64_t C, double *seen)
{
    double largest = -INFINITY, total = 0;
    for (int64_t c = 0; c < C; c++)
        seen[c] = 0;
    for (int64_t j = 0; j <= i; j++) {
        double score = form(x + i * C, M, x + j * C, C) * scale;
        if (score > largest) {
            double shrink = exp(largest - score);
            total *= shrink;
            for (int64_t c = 0; c < C; c++)
                seen[c] *= shrink;
            largest = score;
        }
        double weight = exp(score - largest);
        total += weight;
        for (int64_t c = 0; c < C; c++)
            seen[c] += weight * x[j * C + c];
    }
    for (int64_t c = 0; c < C; c++)
        seen[c] /= total;
}

tensor *forward(const tensor *x, const tensor *Wq, const tensor *Wk, const tensor *Wv, const tensor *Wo)
{
    int64_t B = x->shape[0], T = x->shape[1], C = x->shape[2], N = Wq->shape[0], H = Wq->shape[1];
    double *sum = calloc((size_t)(B * T * C), sizeof *sum), *seen = malloc((size_t)C * sizeof *seen);
    double *ask = malloc((size_t)(C * C) * sizeof *ask), *tell = malloc((size_t)(C * C) * sizeof *tell);
    for (int64_t n = 0; n < N; n++) {
        fold(Wq->f32 + n * H * C, C, 1, Wk->f32 + n * H * C, H, C, ask);
        fold(Wo->f32 + n * H, 1, N * H, Wv->f32 + n * H * C, H, C, tell);
        for (int64_t t = 0; t < B * T; t++) {
            look(x->f32 + t / T * T * C, t % T, ask, 1 / sqrt((double)H), C, seen);
            for (int64_t c = 0; c < C; c++)
                for (int64_t d = 0; d < C; d++)
                    sum[t * C + c] += tell[c * C + d] * seen[d];
        }
    }
    tensor *result = tensor_f32(B, T, C);
    for (int64_t e = 0; e < tensor_size(result); e++)
        result->f32[e] = (float)sum[e];
    return result;
}
