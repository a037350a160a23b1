/* kernels_scalar.inc.h - the kernels over arrays of T as plain loops; F(name) is the function's name for this type.
 * Included by kernels_scalar.c alone, once for each type. */

#define MAP(name, expr)                                                                                                \
    static void F(name)(size_t n, const T *x, T *y)                                                                    \
    {                                                                                                                  \
        for (size_t i = 0; i < n; i++) {                                                                               \
            double a = x[i];                                                                                           \
            y[i] = (T)(expr);                                                                                          \
        }                                                                                                              \
    }

MAP(neg, -a)
MAP(abs, fabs(a))
MAP(square, a *a)
MAP(sqrt, sqrt(a))
MAP(rsqrt, 1 / sqrt(a))
MAP(reciprocal, 1 / a)
MAP(exp, exp(a))
MAP(log, log(a))
MAP(tanh, tanh(a))
MAP(sigmoid, (a < 0 ? exp(a) : 1) / (1 + exp(-fabs(a))))
MAP(relu, a < 0 ? 0 : a)
MAP(gelu, a * 0.5 * erfc(-a * 0.70710678118654752440))
MAP(gelu_tanh,
    a / (1 + exp(-1.59576912160573071176 * (a + 0.044715 * a * a * a)))) /* (1 + tanh y) / 2 = 1 / (1 + e^-2y) */

/* The three forms of z = f(a, b) in T's own arithmetic, so that add, sub, mul and div round once. */
#define ZIP(name, expr)                                                                                                \
    static T F(name##_one)(T a, T b)                                                                                   \
    {                                                                                                                  \
        return (expr);                                                                                                 \
    }                                                                                                                  \
    static void F(name)(size_t n, const T *x, const T *y, T *z)                                                        \
    {                                                                                                                  \
        for (size_t i = 0; i < n; i++)                                                                                 \
            z[i] = F(name##_one)(x[i], y[i]);                                                                          \
    }                                                                                                                  \
    static void F(name##_as)(size_t n, const T *x, const T *y, T *z)                                                   \
    {                                                                                                                  \
        T b = *y;                                                                                                      \
        for (size_t i = 0; i < n; i++)                                                                                 \
            z[i] = F(name##_one)(x[i], b);                                                                             \
    }                                                                                                                  \
    static void F(name##_sa)(size_t n, const T *x, const T *y, T *z)                                                   \
    {                                                                                                                  \
        T a = *x;                                                                                                      \
        for (size_t i = 0; i < n; i++)                                                                                 \
            z[i] = F(name##_one)(a, y[i]);                                                                             \
    }

ZIP(add, a + b)
ZIP(sub, a - b)
ZIP(mul, a *b)
ZIP(div, a / b)
ZIP(max2, a != a ? a : b != b ? b : a > b ? a : b)
ZIP(min2, a != a ? a : b != b ? b : a < b ? a : b)
ZIP(relu_grad, a > 0 ? b : 0)
ZIP(tanh_grad, b *(1 - a * a))
ZIP(sigmoid_grad, b *a *(1 - a))

static void F(axpy)(size_t n, T a, const T *x, T *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = (T)((double)y[i] + (double)a * (double)x[i]);
}

static void F(fill)(size_t n, T value, T *y)
{
    for (size_t i = 0; i < n; i++)
        y[i] = value;
}

static double F(sum)(size_t n, const T *x)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)x[i];
    return sum;
}

static double F(dot)(size_t n, const T *x, const T *y)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (double)x[i] * (double)y[i];
    return sum;
}

static double F(sum_squares)(size_t n, const T *x, double mean)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += ((double)x[i] - mean) * ((double)x[i] - mean);
    return sum;
}

static size_t F(argmax)(size_t n, const T *x)
{
    size_t best = 0;
    for (size_t i = 1; i < n && x[best] == x[best]; i++)
        if (x[i] > x[best] || x[i] != x[i])
            best = i;
    return best;
}

static size_t F(argmin)(size_t n, const T *x)
{
    size_t best = 0;
    for (size_t i = 1; i < n && x[best] == x[best]; i++)
        if (x[i] < x[best] || x[i] != x[i])
            best = i;
    return best;
}

static T F(max)(size_t n, const T *x)
{
    return x[F(argmax)(n, x)];
}

static T F(min)(size_t n, const T *x)
{
    return x[F(argmin)(n, x)];
}

static void F(sum_axis0)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t c = 0; c < cols; c++) {
        double sum = 0;
        for (size_t r = 0; r < rows; r++)
            sum += (double)x[r * cols + c];
        y[c] = (T)sum;
    }
}

static void F(sum_axis1)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t r = 0; r < rows; r++)
        y[r] = (T)F(sum)(cols, x + r * cols);
}

static void F(add_row)(size_t rows, size_t cols, const T *x, const T *row, T *y)
{
    for (size_t r = 0; r < rows; r++)
        F(add)(cols, x + r * cols, row, y + r * cols);
}

static void F(transpose)(size_t rows, size_t cols, const T *x, size_t ldx, T *y, size_t ldy)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < cols; c++)
            y[c * ldy + r] = x[r * ldx + c];
}

/* Row i of C in pieces of 256 columns, carried in double. */
static void F(gemm)(enum kernels_gemm form, bool accumulate, size_t m, size_t n, size_t k, const T *a, size_t lda,
                    const T *b, size_t ldb, T *c, size_t ldc)
{
    bool a_turned = form == GEMM_TN || form == GEMM_TT, b_turned = form == GEMM_NT || form == GEMM_TT;
    size_t a_row = a_turned ? 1 : lda, a_col = a_turned ? lda : 1;
    size_t b_row = b_turned ? 1 : ldb, b_col = b_turned ? ldb : 1;
    for (size_t i = 0; i < m; i++)
        for (size_t j0 = 0; j0 < n; j0 += 256) {
            size_t width = n - j0 < 256 ? n - j0 : 256;
            double sum[256];
            for (size_t j = 0; j < width; j++)
                sum[j] = accumulate ? (double)c[i * ldc + j0 + j] : 0;
            for (size_t p = 0; p < k; p++) {
                double f = (double)a[i * a_row + p * a_col];
                for (size_t j = 0; j < width; j++)
                    sum[j] += f * (double)b[p * b_row + (j0 + j) * b_col];
            }
            for (size_t j = 0; j < width; j++)
                c[i * ldc + j0 + j] = (T)sum[j];
        }
}

static void F(gemm_batch)(enum kernels_gemm form, bool accumulate, size_t count, size_t m, size_t n, size_t k,
                          const T *a, size_t lda, size_t stride_a, const T *b, size_t ldb, size_t stride_b, T *c,
                          size_t ldc, size_t stride_c)
{
    for (size_t i = 0; i < count; i++)
        F(gemm)(form, accumulate, m, n, k, a + i * stride_a, lda, b + i * stride_b, ldb, c + i * stride_c, ldc);
}

/* sum(exp(x - max)) and max, from which softmax, its logarithm and the cross-entropy follow. */
static double F(sum_exp)(size_t n, const T *x, double *ret_max)
{
    double max = (double)F(max)(n, x), sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += exp((double)x[i] - max);
    *ret_max = max;
    return sum;
}

static void F(softmax)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t r = 0; cols > 0 && r < rows; r++, x += cols, y += cols) {
        double max, sum = F(sum_exp)(cols, x, &max);
        for (size_t c = 0; c < cols; c++)
            y[c] = (T)(exp((double)x[c] - max) / sum);
    }
}

static void F(log_softmax)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t r = 0; cols > 0 && r < rows; r++, x += cols, y += cols) {
        double max, log_sum = log(F(sum_exp)(cols, x, &max));
        for (size_t c = 0; c < cols; c++)
            y[c] = (T)((double)x[c] - max - log_sum);
    }
}

static void F(softmax_grad)(size_t rows, size_t cols, const T *y, const T *dy, T *dx)
{
    for (size_t r = 0; r < rows; r++, y += cols, dy += cols, dx += cols) {
        double mean = F(dot)(cols, y, dy);
        for (size_t c = 0; c < cols; c++)
            dx[c] = (T)((double)y[c] * ((double)dy[c] - mean));
    }
}

static void F(layernorm)(size_t rows, size_t cols, const T *x, const T *gamma, const T *beta, T eps, T *y)
{
    for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
        double near = F(sum)(cols, x) / (double)cols, rest = 0;
        for (size_t c = 0; c < cols; c++)
            rest += (double)x[c] - near; /* what rounding left in the mean */
        double mean = near + rest / (double)cols;
        double scale = 1 / sqrt(F(sum_squares)(cols, x, mean) / (double)cols + (double)eps);
        for (size_t c = 0; c < cols; c++)
            y[c] = (T)(((double)x[c] - mean) * scale * (gamma ? (double)gamma[c] : 1) + (beta ? (double)beta[c] : 0));
    }
}

static double F(cross_entropy)(size_t rows, size_t cols, const T *logits, const int64_t *target, T *grad)
{
    double loss = 0;
    for (size_t r = 0; r < rows; r++) {
        const T *x = logits + r * cols;
        double max, sum = F(sum_exp)(cols, x, &max);
        loss += log(sum) + (max - (double)x[target[r]]); /* the gap first: a large maximum would swallow the log */
        for (size_t c = 0; grad && c < cols; c++)
            grad[r * cols + c] = (T)((exp((double)x[c] - max) / sum - ((int64_t)c == target[r])) / (double)rows);
    }
    return loss / (double)rows;
}

/* One query: its scores are computed twice, so that no array of tk values is needed. */
static void F(attend)(size_t seen, size_t c, T scale, const T *q, const T *k, const T *v, T *out)
{
    double max = -INFINITY, sum = 0;
    for (size_t j = 0; j < seen; j++) {
        double score = (double)scale * F(dot)(c, q, k + j * c);
        max = score > max || score != score ? score : max;
    }
    for (size_t h = 0; h < c; h += 256) {
        double acc[256] = {0};
        size_t width = c - h < 256 ? c - h : 256;
        sum = 0;
        for (size_t j = 0; j < seen; j++) {
            double weight = exp((double)scale * F(dot)(c, q, k + j * c) - max);
            sum += weight;
            for (size_t i = 0; i < width; i++)
                acc[i] += weight * (double)v[j * c + h + i];
        }
        for (size_t i = 0; i < width; i++)
            out[h + i] = (T)(acc[i] / sum);
    }
}

static void F(attention)(size_t count, size_t tq, size_t tk, size_t c, T scale, bool causal, const T *q, const T *k,
                         const T *v, T *out)
{
    for (size_t b = 0; b < count; b++, k += tk * c, v += tk * c)
        for (size_t i = 0; i < tq; i++, q += c, out += c) {
            size_t seen = !causal ? tk : i + tk + 1 < tq ? 0 : i + 1 + tk - tq;
            F(attend)(seen, c, scale, q, k, v, out);
        }
}

static void F(adam)(size_t n, T *p, const T *g, T *m, T *v, const struct kernels_adam *h)
{
    double rate = adam_rate(h), root = adam_root(h);
    for (size_t i = 0; i < n; i++) {
        double old = (double)p[i] * (h->decoupled ? 1 - h->lr * h->weight_decay : 1);
        double slope = (double)g[i] + (h->decoupled ? 0 : h->weight_decay * (double)p[i]);
        double mean = h->beta1 * (double)m[i] + (1 - h->beta1) * slope;
        double square = h->beta2 * (double)v[i] + (1 - h->beta2) * slope * slope;
        p[i] = (T)(old - rate * mean / (sqrt(square) * root + h->eps));
        m[i] = (T)mean;
        v[i] = (T)square;
    }
}

static void F(sgd)(size_t n, T *p, const T *g, T *buffer, const struct kernels_sgd *h)
{
    for (size_t i = 0; i < n; i++) {
        double slope = (double)g[i] + h->weight_decay * (double)p[i], move = slope;
        if (buffer) {
            move = h->first ? slope : h->momentum * (double)buffer[i] + (1 - h->dampening) * slope;
            buffer[i] = (T)move;
            if (h->nesterov)
                move = slope + h->momentum * move;
        }
        p[i] = (T)((double)p[i] - h->lr * move);
    }
}

static void F(gather)(size_t count, size_t dim, const T *table, const int64_t *index, T *out)
{
    for (size_t i = 0; i < count; i++)
        memcpy(out + i * dim, table + (size_t)index[i] * dim, dim * sizeof(T));
}

static void F(scatter_add)(size_t count, size_t dim, const T *x, const int64_t *index, T *table)
{
    for (size_t i = 0; i < count; i++)
        for (size_t d = 0; d < dim; d++)
            table[(size_t)index[i] * dim + d] += x[i * dim + d];
}

static void F(embed_mean)(size_t count, size_t len, size_t dim, const T *table, const int64_t *index, T *out)
{
    for (size_t b = 0; b < count; b++)
        for (size_t d = 0; d < dim; d++) {
            double sum = 0;
            for (size_t l = 0; l < len; l++)
                sum += (double)table[(size_t)index[b * len + l] * dim + d];
            out[b * dim + d] = (T)(sum / (double)len);
        }
}

static void F(dropout)(size_t n, const T *x, double p, uint64_t seed, T *y)
{
    uint32_t threshold = dropout_threshold(p);
    T scale = (T)(1 / (1 - p));
    for (size_t i = 0; i < n; i++)
        y[i] = dropout_bits(dropout_keys(seed, i), (uint32_t)i) >= threshold ? x[i] * scale : 0;
}

#undef MAP
#undef ZIP
