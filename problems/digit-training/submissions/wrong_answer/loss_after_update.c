/* Mistake: writes down the loss of a batch after the weights have learnt from it. */
#include "problem.h"

enum { PIXELS = 784, INNER = 512, DIGITS = 10 };

static float dW1[INNER * PIXELS], db1[INNER], dW2[DIGITS * INNER], db2[DIGITS]; /* gradients */
static float m[INNER * PIXELS + INNER + DIGITS * INNER + DIGITS];               /* Adam's two means */
static float v[INNER * PIXELS + INNER + DIGITS * INNER + DIGITS];

static void clear_gradients(void)
{
    memset(dW1, 0, sizeof dW1);
    memset(db1, 0, sizeof db1);
    memset(dW2, 0, sizeof dW2);
    memset(db2, 0, sizeof db2);
}

/* The loss of one image; its gradients, divided by the size of the batch, are added. */
static float learn(const float *x, int64_t label, const float *W1, const float *b1, const float *W2, const float *b2,
                   int64_t size)
{
    float h[INNER], z[DIGITS], dh[INNER] = {0}, largest = -INFINITY, sum = 0;
    for (int i = 0; i < INNER; i++) {
        h[i] = b1[i];
        for (int j = 0; j < PIXELS; j++)
            h[i] += W1[i * PIXELS + j] * x[j];
        if (h[i] < 0)
            h[i] = 0;
    }
    for (int c = 0; c < DIGITS; c++) {
        z[c] = b2[c];
        for (int i = 0; i < INNER; i++)
            z[c] += W2[c * INNER + i] * h[i];
        largest = fmaxf(largest, z[c]);
    }
    for (int c = 0; c < DIGITS; c++)
        sum += expf(z[c] - largest);
    for (int c = 0; c < DIGITS; c++) {
        float dz = (expf(z[c] - largest) / sum - (c == label)) / size;
        db2[c] += dz;
        for (int i = 0; i < INNER; i++) {
            dW2[c * INNER + i] += dz * h[i];
            dh[i] += dz * W2[c * INNER + i];
        }
    }
    for (int i = 0; i < INNER; i++) {
        if (h[i] > 0) {
            db1[i] += dh[i];
            for (int j = 0; j < PIXELS; j++)
                dW1[i * PIXELS + j] += dh[i] * x[j];
        }
    }
    return logf(sum) + largest - z[label];
}

/* One step of Adam; the means of these weights begin at `at`. */
static void adam(float *w, const float *g, int n, int at, double lr, int64_t step)
{
    for (int i = 0; i < n; i++) {
        float *mi = &m[at + i], *vi = &v[at + i];
        *mi = 0.9f * *mi + 0.1f * g[i];
        *vi = 0.999f * *vi + 0.001f * g[i] * g[i];
        double m_hat = *mi / (1 - pow(0.9, step));
        double v_hat = *vi / (1 - pow(0.999, step));
        w[i] -= lr * m_hat / (sqrt(v_hat) + 1e-8);
    }
}

tensor *train(const tensor *images, const tensor *labels, const tensor *W1, const tensor *b1, const tensor *W2,
              const tensor *b2, int64_t batch_size, int64_t epochs, double lr)
{
    int64_t N = images->shape[0];
    int64_t batches = (N + batch_size - 1) / batch_size;
    tensor *losses = tensor_f32(epochs * batches);
    int64_t step = 0;
    memset(m, 0, sizeof m);
    memset(v, 0, sizeof v);
    for (int64_t epoch = 0; epoch < epochs; epoch++) {
        for (int64_t from = 0; from < N; from += batch_size) {
            int64_t size = from + batch_size <= N ? batch_size : N - from;
            float loss = 0;
            clear_gradients();
            for (int64_t n = from; n < from + size; n++)
                loss += learn(images->f32 + n * PIXELS, labels->i64[n], W1->f32, b1->f32, W2->f32, b2->f32, size);
            step++;
            adam(W1->f32, dW1, INNER * PIXELS, 0, lr, step);
            adam(b1->f32, db1, INNER, INNER * PIXELS, lr, step);
            adam(W2->f32, dW2, DIGITS * INNER, INNER * PIXELS + INNER, lr, step);
            adam(b2->f32, db2, DIGITS, INNER * PIXELS + INNER + DIGITS * INNER, lr, step);
            loss = 0;
            for (int64_t n = from; n < from + size; n++)
                loss += learn(images->f32 + n * PIXELS, labels->i64[n], W1->f32, b1->f32, W2->f32, b2->f32, size);
            losses->f32[step - 1] = loss / size;
        }
    }
    return losses;
}
