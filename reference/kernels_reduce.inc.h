/* kernels_reduce.inc.h - sums in double, extremes and where they are. Included by kernels_template.h only. */

/* Half a vector of floats widened, or a vector of doubles: D lanes of x as doubles. */
#if T_BITS == 32
#define WIDE(p) widen(p)
#else
#define WIDE(p) load_f64(p)
#endif
#define D LANES_f64

/* sum over i of term(i), where term is an expression of doubles at element i: eight chains hide the additions' latency.
 */
#define SUM_LOOP(n, term, last)                                                                                        \
    v_f64 s[8] = {{0}};                                                                                                \
    size_t i = 0;                                                                                                      \
    for (; i + 8 * D <= n;)                                                                                            \
        UNROLL for (size_t u = 0; u < 8; u++, i += D) s[u] += term;                                                    \
    for (; i + D <= n; i += D)                                                                                         \
        s[0] += term;                                                                                                  \
    double rest = 0;                                                                                                   \
    for (; i < n; i++)                                                                                                 \
        rest += last;                                                                                                  \
    return hsum_f64(((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))) + rest

static double F(sum)(size_t n, const T *x)
{
    SUM_LOOP(n, WIDE(x + i), (double)x[i]);
}

static double F(dot)(size_t n, const T *x, const T *y)
{
    SUM_LOOP(n, WIDE(x + i) * WIDE(y + i), (double)x[i] * (double)y[i]);
}

static double F(sum_squares)(size_t n, const T *x, double mean)
{
    SUM_LOOP(n, (WIDE(x + i) - mean) * (WIDE(x + i) - mean), ((double)x[i] - mean) * ((double)x[i] - mean));
}

/* Extremes: maxv loses a NaN that another element follows, so NaN is looked for apart, two vectors to a comparison. */
#define EXTREME(name, op, better)                                                                                      \
    static T F(name)(size_t n, const T *x)                                                                             \
    {                                                                                                                  \
        T best = x[0];                                                                                                 \
        size_t i = 0;                                                                                                  \
        if (n >= 4 * L) {                                                                                              \
            V a = F(load)(x), b = F(load)(x + L), c = F(load)(x + 2 * L), d = F(load)(x + 3 * L);                      \
            M nan = F(or)(F(unord)(a, b), F(unord)(c, d));                                                             \
            for (i = 4 * L; i + 4 * L <= n; i += 4 * L) {                                                              \
                V e = F(load)(x + i), f = F(load)(x + i + L), g = F(load)(x + i + 2 * L), h = F(load)(x + i + 3 * L);  \
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

/* Columns c0..c0+width of `rows` rows, four rows at a time onto double sums that stay in the nearest cache. */
enum { F(AXIS_COLS) = 1024 };

static void F(sum_columns)(size_t rows, size_t cols, size_t width, const T *x, T *y)
{
    double sum[F(AXIS_COLS)];
    memset(sum, 0, width * sizeof *sum);
    for (size_t r = 0; r < rows;) {
        size_t c = 0;
        if (r + 4 <= rows) {
            const T *x0 = x + r * cols, *x1 = x0 + cols, *x2 = x1 + cols, *x3 = x2 + cols;
            for (; c + D <= width; c += D)
                store_f64(sum + c, load_f64(sum + c) + ((WIDE(x0 + c) + WIDE(x1 + c)) + (WIDE(x2 + c) + WIDE(x3 + c))));
            for (; c < width; c++)
                sum[c] += ((double)x0[c] + (double)x1[c]) + ((double)x2[c] + (double)x3[c]);
            r += 4;
            continue;
        }
        for (; c < width; c++)
            sum[c] += (double)x[r * cols + c];
        r++;
    }
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
