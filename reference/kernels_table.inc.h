/* kernels_table.inc.h - struct KERNELS_T: the kernels over arrays of T. Included by kernels.h alone, once for each
 * type. */
struct KERNELS_T {
    void (*map[MAP_COUNT])(size_t n, const T *x, T *y);
    void (*zip[ZIP_COUNT][FORM_COUNT])(size_t n, const T *x, const T *y, T *z);
    void (*axpy)(size_t n, T a, const T *x, T *y); /* y += a x */
    void (*fill)(size_t n, T value, T *y);

    /* Whole arrays. The empty sum is 0; max, min, argmax and argmin need n >= 1. */
    double (*sum)(size_t n, const T *x);
    double (*dot)(size_t n, const T *x, const T *y);
    double (*sum_squares)(size_t n, const T *x, double mean); /* sum of (x - mean)^2: the second pass of a variance */
    T (*max)(size_t n, const T *x);
    T (*min)(size_t n, const T *x);
    size_t (*argmax)(size_t n, const T *x); /* first of equals; the first NaN is the largest */
    size_t (*argmin)(size_t n, const T *x); /* first of equals; the first NaN is the smallest */

    /* x is [rows, cols]. The output of these two must not be x. */
    void (*sum_axis0)(size_t rows, size_t cols, const T *x, T *y);             /* y[cols] */
    void (*sum_axis1)(size_t rows, size_t cols, const T *x, T *y);             /* y[rows] */
    void (*add_row)(size_t rows, size_t cols, const T *x, const T *row, T *y); /* y[r,c] = x[r,c] + row[c] */

    /* y[cols, rows] = x[rows, cols] transposed; ldx, ldy: elements from one row to the next. y must not overlap x. */
    void (*transpose)(size_t rows, size_t cols, const T *x, size_t ldx, T *y, size_t ldy);

    /* C[m,n] = A B, or C += A B where `accumulate`; lda, ldb, ldc: elements from one stored row to the next. k = 0
     * gives 0. C must not overlap A or B. gemm_batch: `count` products, whose operands are stride_a, stride_b, stride_c
     * elements apart (a stride of 0 shares an operand; stride_c must keep the results apart). */
    void (*gemm)(enum kernels_gemm form, bool accumulate, size_t m, size_t n, size_t k, const T *a, size_t lda,
                 const T *b, size_t ldb, T *c, size_t ldc);
    void (*gemm_batch)(enum kernels_gemm form, bool accumulate, size_t count, size_t m, size_t n, size_t k, const T *a,
                       size_t lda, size_t stride_a, const T *b, size_t ldb, size_t stride_b, T *c, size_t ldc,
                       size_t stride_c);

    /* Along each row of x[rows, cols]. A row of -inf alone gives NaN, as in PyTorch. */
    void (*softmax)(size_t rows, size_t cols, const T *x, T *y);
    void (*log_softmax)(size_t rows, size_t cols, const T *x, T *y);
    void (*softmax_grad)(size_t rows, size_t cols, const T *y, const T *dy, T *dx); /* dx = y (dy - sum(y dy)) */

    /* y = (x - mean) / sqrt(var + eps) * gamma + beta along each row, var biased. gamma and beta [cols]; NULL: 1 and 0.
     */
    void (*layernorm)(size_t rows, size_t cols, const T *x, const T *gamma, const T *beta, T eps, T *y);

    /* Mean over the rows of -log softmax(logits)[target]; with grad (may be NULL, may be logits): its gradient
     * (softmax - onehot) / rows. Targets lie in 0..cols-1. No rows give NaN. */
    double (*cross_entropy)(size_t rows, size_t cols, const T *logits, const int64_t *target, T *grad);

    /* out[count,tq,c] = softmax(mask(scale Q K')) V; Q is [count,tq,c], K and V are [count,tk,c]. causal: query i sees
     * the keys 0..i + tk - tq (the last query sees all); a query that sees none gives NaN. out must not be an input. */
    void (*attention)(size_t count, size_t tq, size_t tk, size_t c, T scale, bool causal, const T *q, const T *k,
                      const T *v, T *out);

    /* One step over a block of n parameters p with gradients g. adam: m and v are its moments, 0 before step 1.
     * sgd: `buffer` is the momentum; NULL where momentum is 0. */
    void (*adam)(size_t n, T *p, const T *g, T *m, T *v, const struct kernels_adam *h);
    void (*sgd)(size_t n, T *p, const T *g, T *buffer, const struct kernels_sgd *h);

    /* Rows of table[_, dim] by index. gather: out[i] = table[index[i]]; scatter_add: table[index[i]] += x[i], in order;
     * embed_mean: out[b] = mean over l of table[index[b,l]], x and out as [count,dim]. len = 0 gives NaN. */
    void (*gather)(size_t count, size_t dim, const T *table, const int64_t *index, T *out);
    void (*scatter_add)(size_t count, size_t dim, const T *x, const int64_t *index, T *table);
    void (*embed_mean)(size_t count, size_t len, size_t dim, const T *table, const int64_t *index, T *out);

    /* y[i] = keep ? x[i] / (1 - p) : 0, where keep depends on (seed, i) alone: every table draws the same mask, and the
     * same call over a gradient is the backward pass. Not PyTorch's stream; seeded exercises take that from
     * torch_random.h. */
    void (*dropout)(size_t n, const T *x, double p, uint64_t seed, T *y);
};
