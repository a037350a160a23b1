/* Automatic differentiation, number by number: every sum and product is written on a tape, with the slopes towards its
 * two operands. Gradients come from reading the tape backwards; no formula of a gradient stands here but those of five
 * operations. In double. */
#include "problem.h"

struct node {
    double value, grad, slope[2];
    int from[2];
};

static struct node *tape;
static int count, capacity;

static int write_down(double value, int a, double slope_a, int b, double slope_b)
{
    if (count == capacity) {
        capacity = 2 * capacity + 4096;
        tape = realloc(tape, (size_t)capacity * sizeof *tape);
    }
    tape[count] = (struct node){value, 0, {slope_a, slope_b}, {a, b}};
    return count++;
}

static double value(int a)
{
    return tape[a].value;
}

static int constant(double v)
{
    return write_down(v, 0, 0, 0, 0);
}

static int add(int a, int b)
{
    return write_down(value(a) + value(b), a, 1, b, 1);
}

static int multiply(int a, int b)
{
    return write_down(value(a) * value(b), a, value(b), b, value(a));
}

static int scale(int a, double factor)
{
    return write_down(value(a) * factor, a, factor, a, 0);
}

static int power(int a, double exponent)
{
    return write_down(pow(value(a), exponent), a, exponent * pow(value(a), exponent - 1), a, 0);
}

static int exponential(int a)
{
    return write_down(exp(value(a)), a, exp(value(a)), a, 0);
}

static int logarithm(int a)
{
    return write_down(log(value(a)), a, 1 / value(a), a, 0);
}

static int relu(int a)
{
    return write_down(fmax(value(a), 0), a, value(a) > 0, a, 0);
}

/* sum of x[i] * w[i] */
static int dot(const int *x, int w, int64_t n)
{
    int sum = multiply(x[0], w);
    for (int i = 1; i < n; i++)
        sum = add(sum, multiply(x[i], w + i));
    return sum;
}

static int total(const int *x, int64_t n)
{
    int sum = x[0];
    for (int64_t i = 1; i < n; i++)
        sum = add(sum, x[i]);
    return sum;
}

static int *numbers(int64_t n)
{
    return malloc((size_t)n * sizeof(int));
}

/* The weights are the first nodes: each field is the number of a tensor's first one. */
struct model {
    int token, position, Wq, Wk, Wv, Wo, W1, b1, W2, b2, gamma, beta;
    int64_t V, C, N, H, D;
};

static int *norm(const struct model *g, const int *x, int which)
{
    int64_t C = g->C;
    int *n = numbers(C), *squares = numbers(C);
    int mean = scale(total(x, C), 1 / (double)C);
    for (int64_t c = 0; c < C; c++) {
        n[c] = add(x[c], scale(mean, -1));
        squares[c] = power(n[c], 2);
    }
    int spread = power(add(scale(total(squares, C), 1 / (double)C), constant(1e-5)), -0.5);
    for (int c = 0; c < C; c++)
        n[c] = add(multiply(multiply(n[c], spread), g->gamma + which * (int)C + c), g->beta + which * (int)C + c);
    return n;
}

/* e[j] = exp(score[j] - largest); returns their sum. */
static int exponentials(const int *score, int64_t n, int *e)
{
    double largest = -INFINITY;
    for (int64_t j = 0; j < n; j++)
        largest = fmax(largest, value(score[j]));
    for (int64_t j = 0; j < n; j++)
        e[j] = exponential(add(score[j], constant(-largest)));
    return total(e, n);
}

/* What one head collects for token i; keys and values: rows of `width`. */
static void collect(const struct model *g, const int *query, const int *keys, const int *values, int64_t i,
                    int64_t width, int *got)
{
    int *score = numbers(i + 1), *parts = numbers(i + 1);
    for (int64_t j = 0; j <= i; j++) {
        int sum = multiply(query[0], keys[j * width]);
        for (int64_t h = 1; h < g->H; h++)
            sum = add(sum, multiply(query[h], keys[j * width + h]));
        score[j] = scale(sum, 1 / sqrt((double)g->H));
    }
    int over = power(exponentials(score, i + 1, score), -1);
    for (int64_t h = 0; h < g->H; h++) {
        for (int64_t j = 0; j <= i; j++)
            parts[j] = multiply(score[j], values[j * width + h]);
        got[h] = multiply(total(parts, i + 1), over);
    }
}

/* The sum of the losses of one line of T + 1 tokens. */
static int line_loss(const struct model *g, const int64_t *line, int64_t T)
{
    int C = (int)g->C, D = (int)g->D, width = (int)(g->N * g->H), V = (int)g->V;
    int *keys = numbers(T * width), *values = numbers(T * width), *query = numbers(width), *all = numbers(width);
    int *x = numbers(C), *hidden = numbers(D), *logit = numbers(V), *losses = numbers(T);
    for (int t = 0; t < T; t++) {
        for (int c = 0; c < C; c++)
            x[c] = add(g->token + (int)line[t] * C + c, g->position + t * C + c);
        int *n = norm(g, x, 0);
        for (int k = 0; k < width; k++) {
            query[k] = dot(n, g->Wq + k * C, C);
            keys[t * width + k] = dot(n, g->Wk + k * C, C);
            values[t * width + k] = dot(n, g->Wv + k * C, C);
        }
        for (int k = 0; k < width; k += (int)g->H)
            collect(g, query + k, keys + k, values + k, t, width, all + k);
        for (int c = 0; c < C; c++)
            x[c] = add(x[c], dot(all, g->Wo + c * width, width));
        n = norm(g, x, 1);
        for (int d = 0; d < D; d++)
            hidden[d] = relu(add(dot(n, g->W1 + d * C, C), g->b1 + d));
        for (int c = 0; c < C; c++)
            x[c] = add(x[c], add(dot(hidden, g->W2 + c * D, D), g->b2 + c));
        n = norm(g, x, 2);
        for (int v = 0; v < V; v++)
            logit[v] = dot(n, g->token + v * C, C);
        int right = logit[line[t + 1]];
        double most = value(logit[0]);
        for (int v = 1; v < V; v++)
            most = fmax(most, value(logit[v]));
        int sum = exponentials(logit, V, logit);
        losses[t] = add(add(logarithm(sum), constant(most)), scale(right, -1));
    }
    return total(losses, T);
}

static void read_backwards(int loss)
{
    for (int i = 0; i < count; i++)
        tape[i].grad = 0;
    tape[loss].grad = 1;
    for (int i = loss; i >= 0; i--)
        for (int k = 0; k < 2; k++)
            tape[tape[i].from[k]].grad += tape[i].grad * tape[i].slope[k];
}

static int put(const tensor *t)
{
    int first = count;
    for (int64_t e = 0; e < tensor_size(t); e++)
        constant(t->f32[e]);
    return first;
}

tensor *train(const tensor *batches, const tensor *token_table, const tensor *position_table, const tensor *Wq,
              const tensor *Wk, const tensor *Wv, const tensor *Wo, const tensor *W1, const tensor *b1,
              const tensor *W2, const tensor *b2, const tensor *gamma, const tensor *beta, double lr)
{
    int64_t S = batches->shape[0], B = batches->shape[1], T = batches->shape[2] - 1;
    struct model g = {.V = token_table->shape[0],
                      .C = token_table->shape[1],
                      .N = Wq->shape[0],
                      .H = Wq->shape[1],
                      .D = W1->shape[0]};
    g.token = put(token_table);
    g.position = put(position_table);
    g.Wq = put(Wq);
    g.Wk = put(Wk);
    g.Wv = put(Wv);
    g.Wo = put(Wo);
    g.W1 = put(W1);
    g.b1 = put(b1);
    g.W2 = put(W2);
    g.b2 = put(b2);
    g.gamma = put(gamma);
    g.beta = put(beta);

    int weights = count;
    double *m = calloc((size_t)weights, sizeof *m), *v = calloc((size_t)weights, sizeof *v);
    tensor *losses = tensor_f32(S);
    for (int64_t s = 0; s < S; s++) {
        int sum = constant(0);
        for (int64_t b = 0; b < B; b++)
            sum = add(sum, line_loss(&g, batches->i64 + (s * B + b) * (T + 1), T));
        int loss = scale(sum, 1 / (double)(B * T));
        losses->f32[s] = (float)value(loss);
        read_backwards(loss);
        double c1 = 1 - pow(0.9, (double)s + 1), c2 = 1 - pow(0.999, (double)s + 1);
        for (int w = 0; w < weights; w++) {
            double gradient = tape[w].grad;
            m[w] = 0.9 * m[w] + 0.1 * gradient;
            v[w] = 0.999 * v[w] + 0.001 * gradient * gradient;
            tape[w].value *= 1 - lr * 0.01;
            tape[w].value -= lr * (m[w] / c1) / (sqrt(v[w] / c2) + 1e-8);
        }
        count = weights;
    }
    return losses;
}
