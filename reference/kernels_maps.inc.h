/* kernels_maps.inc.h - y = f(x) and z = f(x, y), element by element. Included by kernels_template.h only.
 *
 * A loop runs over whole vectors, the rest goes through partial loads and stores. A large output that is not also an
 * input is written by non-temporal stores, which want an aligned address: its first elements are done as a partial
 * vector.
 */

/* How many elements at the front of y make it aligned, where it is to be streamed; n where it is not. */
static inline size_t F(stream_from)(size_t n, const T *x0, const T *x1, const T *y)
{
    if (n * sizeof(T) < STREAM_BYTES || x0 == y || x1 == y)
        return n;
    return (SIMD_BYTES - (uintptr_t)y % SIMD_BYTES) % SIMD_BYTES / sizeof(T);
}

/* For one input: the processor's own prefetch stops at the end of a page, and leaves heavy kernels waiting; four pages
 * ahead gains a tenth to a third. Two inputs keep memory busy by themselves, and fetching ahead costs them a tenth. */
#define AHEAD_BYTES 16384
#define AHEAD(p)    __builtin_prefetch((const char *)(p) + AHEAD_BYTES);

/* `ahead` fetches an input where the output is streamed. out[i..] = vector, an expression of i, for whole vectors; =
 * rest, an expression of i and the partial mask p, for what is left. */
#define LOOP(n, from, out, ahead, vector, rest)                                                                        \
    size_t i = 0;                                                                                                      \
    if (from < n) {                                                                                                    \
        if (from > 0) {                                                                                                \
            F(p) p = F(part)(from);                                                                                    \
            F(store_part)(out, p, rest);                                                                               \
        }                                                                                                              \
        for (i = from; i + L <= n; i += L) {                                                                           \
            ahead;                                                                                                     \
            F(stream)(out + i, vector);                                                                                \
        }                                                                                                              \
        stream_fence();                                                                                                \
    }                                                                                                                  \
    for (; i + 4 * L <= n; i += L) {                                                                                   \
        F(store)(out + i, vector), i += L;                                                                             \
        F(store)(out + i, vector), i += L;                                                                             \
        F(store)(out + i, vector), i += L;                                                                             \
        F(store)(out + i, vector);                                                                                     \
    }                                                                                                                  \
    for (; i + L <= n; i += L)                                                                                         \
        F(store)(out + i, vector);                                                                                     \
    if (i < n) {                                                                                                       \
        F(p) p = F(part)(n - i);                                                                                       \
        F(store_part)(out + i, p, rest);                                                                               \
    }

#define MAP(name, expr)                                                                                                \
    SIMD_INLINE V F(name##_one)(V a)                                                                                   \
    {                                                                                                                  \
        return (expr);                                                                                                 \
    }                                                                                                                  \
    static void F(name)(size_t n, const T *x, T *y)                                                                    \
    {                                                                                                                  \
        size_t from = F(stream_from)(n, x, x, y);                                                                      \
        LOOP(n, from, y, AHEAD(x + i), F(name##_one)(F(load)(x + i)), F(name##_one)(F(load_part)(x + i, p)))           \
    }

MAP(neg, -a)
MAP(abs, (V)((F(i))a & ~(F(i))F(set)(-(T)0)))
MAP(square, a *a)
MAP(sqrt, F(sqrtv)(a))
MAP(rsqrt, 1 / F(sqrtv)(a))
MAP(reciprocal, 1 / a)
MAP(exp, F(expv)(a))
MAP(log, F(logv)(a))
MAP(tanh, F(tanhv)(a))
MAP(sigmoid, F(sigmoidv)(a))
MAP(relu, F(maxv)(F(set)(0), a))
MAP(gelu, F(geluv)(a))
MAP(gelu_tanh, F(gelu_tanhv)(a))

#define ZIP(name, expr)                                                                                                \
    SIMD_INLINE V F(name##_one)(V a, V b)                                                                              \
    {                                                                                                                  \
        return (expr);                                                                                                 \
    }                                                                                                                  \
    static void F(name)(size_t n, const T *x, const T *y, T *z)                                                        \
    {                                                                                                                  \
        size_t from = F(stream_from)(n, x, y, z);                                                                      \
        LOOP(n, from, z, , F(name##_one)(F(load)(x + i), F(load)(y + i)),                                              \
             F(name##_one)(F(load_part)(x + i, p), F(load_part)(y + i, p)))                                            \
    }                                                                                                                  \
    static void F(name##_as)(size_t n, const T *x, const T *y, T *z)                                                   \
    {                                                                                                                  \
        V b = F(set)(*y);                                                                                              \
        size_t from = F(stream_from)(n, x, x, z);                                                                      \
        LOOP(n, from, z, AHEAD(x + i), F(name##_one)(F(load)(x + i), b), F(name##_one)(F(load_part)(x + i, p), b))     \
    }                                                                                                                  \
    static void F(name##_sa)(size_t n, const T *x, const T *y, T *z)                                                   \
    {                                                                                                                  \
        V a = F(set)(*x);                                                                                              \
        size_t from = F(stream_from)(n, y, y, z);                                                                      \
        LOOP(n, from, z, AHEAD(y + i), F(name##_one)(a, F(load)(y + i)), F(name##_one)(a, F(load_part)(y + i, p)))     \
    }

ZIP(add, a + b)
ZIP(sub, a - b)
ZIP(mul, a *b)
ZIP(div, a / b)
/* maxv hands on NaN in b; NaN in a is put back. */
ZIP(max2, F(select)(F(unord)(a, a), a, F(maxv)(a, b)))
ZIP(min2, F(select)(F(unord)(a, a), a, F(minv)(a, b)))
ZIP(relu_grad, F(select)(F(lt)(F(set)(0), a), b, F(set)(0)))
ZIP(tanh_grad, b *(1 - a * a))
ZIP(sigmoid_grad, b *a *(1 - a))

static void F(axpy)(size_t n, T a, const T *x, T *y)
{
    V f = F(set)(a);
    LOOP(n, n, y, , F(load)(y + i) + f * F(load)(x + i), F(load_part)(y + i, p) + f * F(load_part)(x + i, p))
}

static void F(fill)(size_t n, T value, T *y)
{
    V f = F(set)(value);
    size_t from = F(stream_from)(n, NULL, NULL, y);
    LOOP(n, from, y, , f, f)
}

static void F(add_row)(size_t rows, size_t cols, const T *x, const T *row, T *y)
{
    for (size_t r = 0; r < rows; r++)
        F(add)(cols, x + r * cols, row, y + r * cols);
}

#undef MAP
#undef ZIP
