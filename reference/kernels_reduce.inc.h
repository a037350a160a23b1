/* kernels_reduce.inc.h - sums in double, extremes and where they are. Included by kernels_template.h only. */

/* Half a vector of floats widened, or a vector of doubles: D lanes of x as doubles. */
#if T_BITS == 32
#define WIDE(p) widen(p)
#else
#define WIDE(p) load_f64(p)
#endif
#define D LANES_f64

/* The lines of n elements, fetched ahead, in arrays that are not in the nearer caches anyway. */
#define FAR_BYTES       ((size_t)1 << 20)
#define EACH_LINE(p, n) UNROLL for (size_t line = 0; line < (n) * sizeof(T); line += 64) AHEAD((const char *)(p) + line)

/* The sum of term(i), a vector of doubles from element i on; last(i), a double, for what is left. Eight chains hide the
 * latency of the additions. */
#define SUM_LOOP(n, ahead, term, last)                                                                                 \
    v_f64 s0 = {0}, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;                                     \
    bool far = n * sizeof(T) >= FAR_BYTES;                                                                             \
    size_t i = 0;                                                                                                      \
    for (; i + 8 * D <= n; i += 8 * D) {                                                                               \
        if (far)                                                                                                       \
            ahead(i);                                                                                                  \
        s0 += term(i), s1 += term(i + D), s2 += term(i + 2 * D), s3 += term(i + 3 * D);                                \
        s4 += term(i + 4 * D), s5 += term(i + 5 * D), s6 += term(i + 6 * D), s7 += term(i + 7 * D);                    \
    }                                                                                                                  \
    for (; i + D <= n; i += D)                                                                                         \
        s0 += term(i);                                                                                                 \
    double rest = 0;                                                                                                   \
    for (; i < n; i++)                                                                                                 \
        rest += last(i);                                                                                               \
    return hsum_f64(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))) + rest

static double F(sum)(size_t n, const T *x)
{
#define FAR(i)  EACH_LINE(x + (i), 8 * D)
#define TERM(i) WIDE(x + (i))
#define LAST(i) (double)x[i]
    SUM_LOOP(n, FAR, TERM, LAST);
#undef FAR
#undef TERM
#undef LAST
}

static double F(dot)(size_t n, const T *x, const T *y)
{
#define FAR(i)  {EACH_LINE(x + (i), 8 * D) EACH_LINE(y + (i), 8 * D)}
#define TERM(i) WIDE(x + (i)) * WIDE(y + (i))
#define LAST(i) (double)x[i] * (double)y[i]
    SUM_LOOP(n, FAR, TERM, LAST);
#undef FAR
#undef TERM
#undef LAST
}

static double F(sum_squares)(size_t n, const T *x, double mean)
{
#define FAR(i)  EACH_LINE(x + (i), 8 * D)
#define TERM(i) (WIDE(x + (i)) - mean) * (WIDE(x + (i)) - mean)
#define LAST(i) ((double)x[i] - mean) * ((double)x[i] - mean)
    SUM_LOOP(n, FAR, TERM, LAST);
#undef FAR
#undef TERM
#undef LAST
}

/* Extremes: maxv loses a NaN that another element follows, so NaN is looked for apart, two vectors to a comparison. */
#define EXTREME(name, op, better)                                                                                      \
    static T F(name)(size_t n, const T *x)                                                                             \
    {                                                                                                                  \
        T best = x[0];                                                                                                 \
        size_t i = 0;                                                                                                  \
        if (n >= 4 * L) {                                                                                              \
            V a = F(load)(x), b = F(load)(x + L), c = F(load)(x + 2 * L), d = F(load)(x + 3 * L);                      \
            bool far = n * sizeof(T) >= FAR_BYTES;                                                                     \
            M nan = F(or)(F(unord)(a, b), F(unord)(c, d));                                                             \
            for (i = 4 * L; i + 4 * L <= n; i += 4 * L) {                                                              \
                V e = F(load)(x + i), f = F(load)(x + i + L), g = F(load)(x + i + 2 * L), h = F(load)(x + i + 3 * L);  \
                if (far)                                                                                               \
                    EACH_LINE(x + i, 4 * L)                                                                            \
                nan = F(or)(nan, F(or)(F(unord)(e, f), F(unord)(g, h)));                                               \
                a = F(op)(a, e), b = F(op)(b, f), c = F(op)(c, g), d = F(op)(d, h);                                    \
            }                                                                                                          \
            if (F(any)(nan))                                                                                           \
                return (T)NAN;                                                                                         \
            T lane[L];                                                                                                 \
            F(store)(lane, F(op)(F(op)(a, b), F(op)(c, d)));                                                           \
            for (size_t l = 0; l < L; l++)                                                                             \
                best = lane[l] better best ? lane[l] : best;                                                           \
        }                                                                                                              \
        for (; i < n; i++)                                                                                             \
            best = x[i] better best || x[i] != x[i] ? x[i] : best;                                                     \
        return best;                                                                                                   \
    }

EXTREME(max, maxv, >)
EXTREME(min, minv, <)

/* The first element equal to `value`, or the first NaN where value is one. */
static size_t F(find)(size_t n, const T *x, T value)
{
    size_t i = 0;
    if (value != value) {
        while (x[i] == x[i])
            i++;
        return i;
    }
    V v = F(set)(value);
    for (; i + 2 * L <= n; i += L)
        if (F(any)(F(equal)(F(load)(x + i), v)))
            break;
    while (x[i] != value)
        i++;
    return i;
}

static size_t F(argmax)(size_t n, const T *x)
{
    return F(find)(n, x, F(max)(n, x));
}

static size_t F(argmin)(size_t n, const T *x)
{
    return F(find)(n, x, F(min)(n, x));
}

static void F(sum_axis1)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t r = 0; r < rows; r++)
        y[r] = (T)F(sum)(cols, x + r * cols);
}

/* `width` columns of `rows` rows, eight rows at a time onto double sums that stay in the nearest cache. */
enum { F(AXIS_COLS) = 1024 };

static void F(sum_columns)(size_t rows, size_t cols, size_t width, const T *x, T *y)
{
    double sum[F(AXIS_COLS)];
    memset(sum, 0, width * sizeof *sum);
    for (; rows >= 8; rows -= 8, x += 8 * cols) {
        const T *x4 = x + 4 * cols;
        size_t c = 0;
        for (; c + D <= width; c += D) {
            v_f64 low = (WIDE(x + c) + WIDE(x + cols + c)) + (WIDE(x + 2 * cols + c) + WIDE(x + 3 * cols + c));
            v_f64 high = (WIDE(x4 + c) + WIDE(x4 + cols + c)) + (WIDE(x4 + 2 * cols + c) + WIDE(x4 + 3 * cols + c));
            store_f64(sum + c, load_f64(sum + c) + (low + high));
        }
        for (; c < width; c++)
            for (size_t r = 0; r < 8; r++)
                sum[c] += (double)x[r * cols + c];
    }
    for (; rows > 0; rows--, x += cols)
        for (size_t c = 0; c < width; c++)
            sum[c] += (double)x[c];
    for (size_t c = 0; c < width; c++)
        y[c] = (T)sum[c];
}

static void F(sum_axis0)(size_t rows, size_t cols, const T *x, T *y)
{
    for (size_t c = 0; c < cols; c += F(AXIS_COLS))
        F(sum_columns)(rows, cols, cols - c < F(AXIS_COLS) ? cols - c : F(AXIS_COLS), x + c, y + c);
}

#undef WIDE
#undef D
#undef SUM_LOOP
#undef EXTREME
#undef EACH_LINE
#undef FAR_BYTES
