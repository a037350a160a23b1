/* kernels_rows.inc.h - along each row: softmax and its kin, layer norm, cross-entropy. Included by kernels_template.h
 * only.
 *
 * Three passes over a row that stays in the nearest cache beat one pass with a running maximum, which pays for a second
 * exp.
 */

enum {
    F(ROW_KEPT) = 16384 / sizeof(T), /* rows up to this long are held in a buffer before they are streamed out */
    F(ROW_BLOCK) = 128 * L,          /* elements that are summed in T; the sums of blocks, in double */
};

/* The largest of the row, -T_MAX for an empty one; any NaN will do what it must in the exponentials that follow. */
static inline T F(row_max)(size_t n, const T *x)
{
    V a = F(set)(-T_MAX), b = a, c = a, d = a;
    size_t i = 0;
    for (; i + 4 * L <= n; i += 4 * L) {
        a = F(maxv)(a, F(load)(x + i));
        b = F(maxv)(b, F(load)(x + i + L));
        c = F(maxv)(c, F(load)(x + i + 2 * L));
        d = F(maxv)(d, F(load)(x + i + 3 * L));
    }
    for (; i + L <= n; i += L)
        a = F(maxv)(a, F(load)(x + i));
    if (i < n) {
        /* The last L elements again, or the first few padded with the first. */
        if (n >= L) {
            b = F(maxv)(b, F(load)(x + n - L));
        } else {
            T lane[L];
            for (size_t l = 0; l < L; l++)
                lane[l] = x[l < n ? l : 0];
            b = F(maxv)(b, F(load)(lane));
        }
    }
    return F(hmax)(F(maxv)(F(maxv)(a, b), F(maxv)(c, d)));
}

/* y = exp(scale x - max), and its sum; y NULL: the sum alone. */
static inline __attribute__((always_inline)) T F(block_exp)(size_t n, const T *x, T scale, T max, T *y)
{
    V m = F(set)(max), s0 = F(set)(0), s1 = s0;
    size_t i = 0;
    for (; i + 2 * L <= n; i += 2 * L) {
        V e0 = F(exp_negative)(F(load)(x + i) * scale - m);
        V e1 = F(exp_negative)(F(load)(x + i + L) * scale - m);
        s0 += e0, s1 += e1;
        if (y)
            F(store)(y + i, e0), F(store)(y + i + L, e1);
    }
    for (; i < n; i += L) {
        F(p) p = F(part)(n - i < L ? n - i : L);
        V e = F(exp_negative)(F(load_part)(x + i, p) * scale - m);
        if (y)
            F(store_part)(y + i, p, e);
        s1 += F(keep_part)(e, p);
    }
    return F(hsum)(s0 + s1);
}

static inline __attribute__((always_inline)) T F(row_exp)(size_t n, const T *x, T scale, T max, T *y)
{
    if (n <= F(ROW_BLOCK))
        return F(block_exp)(n, x, scale, max, y);
    double sum = 0;
    for (; n > F(ROW_BLOCK); n -= F(ROW_BLOCK), x += F(ROW_BLOCK)) {
        sum += (double)F(block_exp)(F(ROW_BLOCK), x, scale, max, y);
        y = y ? y + F(ROW_BLOCK) : NULL;
    }
    return (T)(sum + (double)F(block_exp)(n, x, scale, max, y));
}

static void F(softmax)(size_t rows, size_t cols, const T *x, T *y)
{
    T kept[F(ROW_KEPT)];
    bool stream = rows * cols * sizeof(T) >= STREAM_BYTES && x != y && cols <= F(ROW_KEPT) &&
                  (uintptr_t)y % SIMD_BYTES == 0 && cols % L == 0;
    for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
        T *e = stream ? kept : y;
        T max = F(row_max)(cols, x), inverse = 1 / F(row_exp)(cols, x, 1, max, e);
        if (!stream) {
            F(mul_as)(cols, e, &inverse, y);
            continue;
        }
        for (size_t i = 0; i < cols; i += L)
            F(stream)(y + i, F(load)(e + i) * inverse);
    }
    stream_fence();
}

static void F(log_softmax)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
        T max = F(row_max)(cols, x);
        V log_sum = F(logv)(F(set)(F(row_exp)(cols, x, 1, max, NULL))), m = F(set)(max);
        LOOP(cols, cols, y, , F(load)(x + i) - m - log_sum, F(load_part)(x + i, p) - m - log_sum)
    }
}

static void F(softmax_grad)(size_t rows, size_t cols, const T *y, const T *dy, T *dx)
{
    for (size_t r = 0; r < rows; r++, y += cols, dy += cols, dx += cols) {
        V mean = F(set)((T)F(dot)(cols, y, dy));
        LOOP(cols, cols, dx, , F(load)(y + i) * (F(load)(dy + i) - mean),
             F(load_part)(y + i, p) * (F(load_part)(dy + i, p) - mean))
    }
}

static inline T F(block_sum)(size_t n, const T *x)
{
    V s0 = F(set)(0), s1 = s0, s2 = s0, s3 = s0;
    size_t i = 0;
    for (; i + 4 * L <= n; i += 4 * L) {
        s0 += F(load)(x + i), s1 += F(load)(x + i + L);
        s2 += F(load)(x + i + 2 * L), s3 += F(load)(x + i + 3 * L);
    }
    for (; i < n; i += L)
        s0 += F(load_part)(x + i, F(part)(n - i < L ? n - i : L));
    return F(hsum)((s0 + s1) + (s2 + s3));
}

/* The sum of x - near, and of its square. */
static inline void F(block_deviations)(size_t n, const T *x, T near, T *ret_sum, T *ret_squares)
{
    V s0 = F(set)(0), s1 = s0, q0 = s0, q1 = s0;
    size_t i = 0;
    for (; i + 2 * L <= n; i += 2 * L) {
        V d0 = F(load)(x + i) - near, d1 = F(load)(x + i + L) - near;
        s0 += d0, s1 += d1;
        q0 += d0 * d0, q1 += d1 * d1;
    }
    for (; i < n; i += L) {
        F(p) p = F(part)(n - i < L ? n - i : L);
        V d0 = F(keep_part)(F(load_part)(x + i, p) - near, p);
        s0 += d0, q0 += d0 * d0;
    }
    *ret_sum = F(hsum)(s0 + s1);
    *ret_squares = F(hsum)(q0 + q1);
}

/* (x - mean) / sqrt(var + eps) = (x - near) scale + shift. The first mean is only near: the second pass takes the mean
 * of what is left over, so that a large common offset costs no digits (Chan, Golub, LeVeque 1983). */
struct F(moments) {
    T near, scale, shift;
};

static inline struct F(moments) F(moments_of)(T near, T left, T squares, T eps)
{
    T var = squares - left * left, scale = (T)(1 / sqrt((double)(var > 0 || var != var ? var : 0) + (double)eps));
    return (struct F(moments)){near, scale, -left * scale};
}

static __attribute__((noinline)) struct F(moments) F(long_row_moments)(size_t n, const T *x, T eps)
{
    double sum = 0, left = 0, squares = 0, part = 1 / (double)n;
    for (size_t i = 0; i < n; i += F(ROW_BLOCK))
        sum += (double)F(block_sum)(n - i < F(ROW_BLOCK) ? n - i : F(ROW_BLOCK), x + i);
    T near = (T)(sum * part);
    for (size_t i = 0; i < n; i += F(ROW_BLOCK)) {
        T one, two;
        F(block_deviations)(n - i < F(ROW_BLOCK) ? n - i : F(ROW_BLOCK), x + i, near, &one, &two);
        left += (double)one, squares += (double)two;
    }
    return F(moments_of)(near, (T)(left * part), (T)(squares * part), eps);
}

static inline struct F(moments) F(row_moments)(size_t n, const T *x, T eps)
{
    if (n > F(ROW_BLOCK))
        return F(long_row_moments)(n, x, eps);
    T near = F(block_sum)(n, x) / (T)n, left, squares;
    F(block_deviations)(n, x, near, &left, &squares);
    return F(moments_of)(near, left / (T)n, squares / (T)n, eps);
}

/* y = normalised gamma + beta, gamma and beta given or not: decided outside the loop. */
#define NORMALISE(g, b, gp, bp)                                                                                        \
    do {                                                                                                               \
        if (stream) {                                                                                                  \
            for (size_t i = 0; i < cols; i += L)                                                                       \
                F(stream)(y + i, ((F(load)(x + i) - near) * scale + shift) g b);                                       \
        } else {                                                                                                       \
            LOOP(cols, cols, y, , ((F(load)(x + i) - near) * scale + shift) g b,                                       \
                 ((F(load_part)(x + i, p) - near) * scale + shift) gp bp)                                              \
        }                                                                                                              \
    } while (0)

static void F(layernorm)(size_t rows, size_t cols, const T *x, const T *gamma, const T *beta, T eps, T *y)
{
    bool stream = rows * cols * sizeof(T) >= STREAM_BYTES && x != y && (uintptr_t)y % SIMD_BYTES == 0 && cols % L == 0;
    for (size_t r = 0; r < rows; r++, x += cols, y += cols) {
        struct F(moments) h = F(row_moments)(cols, x, eps);
        V near = F(set)(h.near), scale = F(set)(h.scale), shift = F(set)(h.shift);
        if (gamma && beta)
            NORMALISE(*F(load)(gamma + i), +F(load)(beta + i), *F(load_part)(gamma + i, p), +F(load_part)(beta + i, p));
        else if (gamma)
            NORMALISE(*F(load)(gamma + i), , *F(load_part)(gamma + i, p), );
        else if (beta)
            NORMALISE(, +F(load)(beta + i), , +F(load_part)(beta + i, p));
        else
            NORMALISE(, , , );
    }
    stream_fence();
}

/* Logarithms are taken a vector of rows at a time: one alone would cost as much as a row of 65. */
static double F(cross_entropy)(size_t rows, size_t cols, const T *logits, const int64_t *target, T *grad)
{
    double loss = 0;
    for (size_t r0 = 0; r0 < rows; r0 += L) {
        size_t count = rows - r0 < L ? rows - r0 : L;
        T sum[L], gap[L];
        for (size_t l = 0; l < L; l++)
            sum[l] = 1, gap[l] = 0;
        for (size_t l = 0; l < count; l++) {
            const T *x = logits + (r0 + l) * cols;
            T *g = grad ? grad + (r0 + l) * cols : NULL;
            size_t t = (size_t)target[r0 + l];
            T max = F(row_max)(cols, x);
            gap[l] = max - x[t];
            sum[l] = g ? F(row_exp)(cols, x, 1, max, g) : F(row_exp)(cols, x, 1, max, NULL);
            if (g) {
                T scale = 1 / (sum[l] * (T)rows);
                F(mul_as)(cols, g, &scale, g);
                g[t] -= 1 / (T)rows;
            }
        }
        V each = F(logv)(F(load)(sum)) + F(load)(gap);
        for (size_t l = 0; l < count; l++)
            loss += (double)each[l];
    }
    return loss / (double)rows;
}

#undef NORMALISE
