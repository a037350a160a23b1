/* kernels_reduce.inc.h - sums in double, extremes and where they are. Included by kernels_template.h only. */

/* Half a vector of floats widened, or a vector of doubles: D lanes of x as doubles. */
#if T_BITS == 32
#define WIDE(p) widen(p)
#else
#define WIDE(p) load_f64(p)
#endif
#define D LANES_f64

/* a + b. Zen 5 widens and adds in the same two units: a product with 1, which the compiler does not know to be 1, adds
 * in the other two, and a sum of floats takes three quarters of the time (with AVX2 half). */
SIMD_INLINE v_f64 F(plus)(v_f64 a, v_f64 b, v_f64 one)
{
    return T_BITS == 32 ? fmav_f64(a, one, b) : a + b;
}
#define PLUS(a, b) F(plus)(a, b, one)

/* The lines of n elements, fetched ahead, in arrays that are not in the nearer caches anyway. */
#define FAR_BYTES       ((size_t)1 << 20)
#define EACH_LINE(p, n) UNROLL for (size_t line = 0; line < (n) * sizeof(T); line += 64) AHEAD((const char *)(p) + line)

/* The sum of what add(s, i) adds to s, a vector of doubles from element i on; last(i), a double, for what is left.
 * Eight chains hide the latency of the additions. */
#define SUM_LOOP(n, ahead, add, last)                                                                                  \
    v_f64 s0 = {0}, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;                                     \
    size_t i = 0;                                                                                                      \
    for (; i + 8 * D <= n; i += 8 * D) {                                                                               \
        if (far)                                                                                                       \
            ahead(i);                                                                                                  \
        s0 = add(s0, i), s1 = add(s1, i + D), s2 = add(s2, i + 2 * D), s3 = add(s3, i + 3 * D);                        \
        s4 = add(s4, i + 4 * D), s5 = add(s5, i + 5 * D), s6 = add(s6, i + 6 * D), s7 = add(s7, i + 7 * D);            \
    }                                                                                                                  \
    for (; i + 2 * D <= n; i += 2 * D)                                                                                 \
        s0 = add(s0, i), s1 = add(s1, i + D);                                                                          \
    if (i + D <= n)                                                                                                    \
        s2 = add(s2, i), i += D;                                                                                       \
    double rest = 0;                                                                                                   \
    for (; i < n; i++)                                                                                                 \
        rest += last(i);                                                                                               \
    return hsum_f64(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7))) + rest

SIMD_INLINE double F(sum_with)(size_t n, const T *x, v_f64 one, bool far)
{
#define FAR(i)    EACH_LINE(x + (i), 8 * D)
#define ADD(s, i) PLUS(WIDE(x + (i)), s)
#define LAST(i)   (double)x[i]
    SUM_LOOP(n, FAR, ADD, LAST);
#undef FAR
#undef ADD
#undef LAST
}

static double F(sum)(size_t n, const T *x)
{
    return F(sum_with)(n, x, unknown_one(), n * sizeof(T) >= FAR_BYTES);
}

static double F(dot)(size_t n, const T *x, const T *y)
{
#define FAR(i)                                                                                                         \
    {                                                                                                                  \
        EACH_LINE(x + (i), 8 * D) EACH_LINE(y + (i), 8 * D)                                                            \
    }
#define ADD(s, i) (s) + WIDE(x + (i)) * WIDE(y + (i))
#define LAST(i)   (double)x[i] * (double)y[i]
    bool far = n * sizeof(T) >= FAR_BYTES;
    SUM_LOOP(n, FAR, ADD, LAST);
#undef FAR
#undef ADD
#undef LAST
}

static double F(sum_squares)(size_t n, const T *x, double mean)
{
#define FAR(i)    EACH_LINE(x + (i), 8 * D)
#define ADD(s, i) (s) + PLUS(WIDE(x + (i)), minus) * PLUS(WIDE(x + (i)), minus)
#define LAST(i)   ((double)x[i] - mean) * ((double)x[i] - mean)
    v_f64 one = unknown_one(), minus = set_f64(-mean);
    bool far = n * sizeof(T) >= FAR_BYTES;
    SUM_LOOP(n, FAR, ADD, LAST);
#undef FAR
#undef ADD
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
    v_f64 one = unknown_one();
    bool far = T_BITS == 32 && rows * cols * sizeof(T) >= FAR_BYTES; /* as in sum_columns */
    for (size_t r = 0; r < rows; r++, x += cols) {
        if (far)
            for (size_t c = 0; c < cols; c += 64 / sizeof(T))
                AHEAD(x + c)
        y[r] = (T)F(sum_with)(cols, x, one, false);
    }
}

/* `width` columns of `rows` rows, eight rows at a time onto double sums that stay in the nearest cache. */
enum { F(AXIS_COLS) = 1024 };

static void F(sum_columns)(size_t rows, size_t cols, size_t width, const T *x, T *y)
{
    /* Fetched ahead: the same columns of the first eight rows that lie AHEAD_BYTES away. Doubles, which need no
     * widening, are read as fast as memory gives them without. */
    size_t ahead = (AHEAD_BYTES / sizeof(T) / (8 * cols) + 1) * 8 * cols;
    bool far = T_BITS == 32 && rows * cols * sizeof(T) >= FAR_BYTES;
    double sum[F(AXIS_COLS)];
    v_f64 one = unknown_one();
    memset(sum, 0, width * sizeof *sum);
    for (; rows >= 8; rows -= 8, x += 8 * cols) {
        const T *x2 = x + 2 * cols, *x4 = x + 4 * cols, *x6 = x + 6 * cols;
        size_t c = 0;
        for (; c + D <= width; c += D) {
            if (far)
                UNROLL for (size_t r = 0; r < 8; r++) __builtin_prefetch(x + ahead + r * cols + c);
            v_f64 a = PLUS(WIDE(x + c), WIDE(x + cols + c)), b = PLUS(WIDE(x2 + c), WIDE(x2 + cols + c));
            v_f64 d = PLUS(WIDE(x4 + c), WIDE(x4 + cols + c)), e = PLUS(WIDE(x6 + c), WIDE(x6 + cols + c));
            store_f64(sum + c, PLUS(PLUS(PLUS(a, b), PLUS(d, e)), load_f64(sum + c)));
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
#undef PLUS
#undef D
#undef SUM_LOOP
#undef EXTREME
#undef EACH_LINE
#undef FAR_BYTES
