/* kernels_int.inc.h - the int64 kernels and the conversions as loops that the compiler turns into vector code of the
 * including file's instruction set. Included by kernels_<isa>.c only. Signed overflow wraps, by way of unsigned. */

#define INT_ZIP(name, expr)                                                                                            \
    static void name##_i64(size_t n, const int64_t *x, const int64_t *y, int64_t *z)                                   \
    {                                                                                                                  \
        for (size_t i = 0; i < n; i++) {                                                                               \
            int64_t a = x[i], b = y[i];                                                                                \
            z[i] = (expr);                                                                                             \
        }                                                                                                              \
    }                                                                                                                  \
    static void name##_as_i64(size_t n, const int64_t *x, const int64_t *y, int64_t *z)                                \
    {                                                                                                                  \
        int64_t b = *y;                                                                                                \
        for (size_t i = 0; i < n; i++) {                                                                               \
            int64_t a = x[i];                                                                                          \
            z[i] = (expr);                                                                                             \
        }                                                                                                              \
    }                                                                                                                  \
    static void name##_sa_i64(size_t n, const int64_t *x, const int64_t *y, int64_t *z)                                \
    {                                                                                                                  \
        int64_t a = *x;                                                                                                \
        for (size_t i = 0; i < n; i++) {                                                                               \
            int64_t b = y[i];                                                                                          \
            z[i] = (expr);                                                                                             \
        }                                                                                                              \
    }

INT_ZIP(add, (int64_t)((uint64_t)a + (uint64_t)b))
INT_ZIP(sub, (int64_t)((uint64_t)a - (uint64_t)b))
INT_ZIP(mul, (int64_t)((uint64_t)a *(uint64_t)b))
INT_ZIP(max2, a > b ? a : b)
INT_ZIP(min2, a < b ? a : b)

static int64_t sum_i64(size_t n, const int64_t *x)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (uint64_t)x[i];
    return (int64_t)sum;
}

static int64_t max_i64(size_t n, const int64_t *x)
{
    int64_t best = x[0];
    for (size_t i = 1; i < n; i++)
        best = x[i] > best ? x[i] : best;
    return best;
}

static int64_t min_i64(size_t n, const int64_t *x)
{
    int64_t best = x[0];
    for (size_t i = 1; i < n; i++)
        best = x[i] < best ? x[i] : best;
    return best;
}

static size_t find_i64(const int64_t *x, int64_t value)
{
    size_t i = 0;
    while (x[i] != value)
        i++;
    return i;
}

static size_t argmax_i64(size_t n, const int64_t *x)
{
    return find_i64(x, max_i64(n, x));
}

static size_t argmin_i64(size_t n, const int64_t *x)
{
    return find_i64(x, min_i64(n, x));
}

#define CONVERT(name, from, to)                                                                                        \
    static void name(size_t n, const from *x, to *y)                                                                   \
    {                                                                                                                  \
        for (size_t i = 0; i < n; i++)                                                                                 \
            y[i] = (to)x[i];                                                                                           \
    }

CONVERT(f32_to_f64, float, double)
CONVERT(f64_to_f32, double, float)
CONVERT(i64_to_f32, int64_t, float)
CONVERT(i64_to_f64, int64_t, double)
