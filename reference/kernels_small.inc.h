/* kernels_small.inc.h - products A B of at most one vector of columns and SHALLOW_DEPTH of depth, as of an attention's
 * small heads: B stays in registers and the rows of C, however many, are computed one after the other. Included by
 * kernels_template.h only, where SHALLOW_DEPTH > 0.
 *
 * Two sums a row, of the even and the odd columns of A: multiply-adds of one sum wait for each other, and a
 * 16 x 16 x 16 of floats took 31 ns with two, 40 and more with one and four rows in turn.
 */
#if SHALLOW_DEPTH > 0

/* Where SIMD_PICKS: every fourth element of a whole vector of A comes from registers and not from memory, or the loads
 * would take longer than the multiply-adds: 31 instead of 34 ns for 16 x 16 x 16 on Zen 5. */
SIMD_INLINE bool F(is_picked)(size_t depth, size_t k)
{
    return SIMD_PICKS && k % 4 == 3 && k / L < depth / L;
}

SIMD_INLINE void F(rows_any)(size_t depth, bool part, bool accumulate, const T *a, size_t a_row, const T *b, size_t ldb,
                             T *c, size_t ldc, size_t m, size_t n)
{
    F(p) p = F(part)(part ? n : L);
    V x[SHALLOW_DEPTH], r[SHALLOW_DEPTH];
    UNROLL for (size_t k = 0; k < SHALLOW_DEPTH; k++) if (k < depth) x[k] =
        part ? F(load_part)(b + k * ldb, p) : F(load)(b + k * ldb);
    for (; m > 0; m--, a += a_row, c += ldc) {
        V sum[2] = {F(set)(0), F(set)(0)};
        UNROLL for (size_t k = 0; k < SHALLOW_DEPTH; k++) if (k < depth)
        {
            if (F(is_picked)(depth, k) && k % L == 3)
                r[k / L] = F(load)(a + k - 3);
            sum[k % 2] += (F(is_picked)(depth, k) ? F(pick)(r[k / L], (F(i)){0} + (int)(k % L)) : F(set)(a[k])) * x[k];
        }
        if (depth > 1)
            sum[0] += sum[1];
        if (part)
            F(store_part)(c, p, accumulate ? F(load_part)(c, p) + sum[0] : sum[0]);
        else
            F(store)(c, accumulate ? F(load)(c) + sum[0] : sum[0]);
    }
}

/* Up to half a vector of columns: two rows of C in one vector, so that no lane idles. An odd last row is paired with
 * itself. */
SIMD_INLINE void F(halves_any)(size_t depth, bool accumulate, const T *a, size_t a_row, const T *b, size_t ldb, T *c,
                               size_t ldc, size_t m, size_t n)
{
    enum { H = L / 2 };
    V x[SHALLOW_DEPTH], r[SHALLOW_DEPTH];
    F(i) lane[H];
    UNROLL for (size_t k = 0; k < SHALLOW_DEPTH; k++) if (k < depth) x[k] = F(load_twice)(b + k * ldb, n);
    UNROLL for (size_t k = 0; k < H; k++) lane[k] = F(lane_of_half)(k);
    for (size_t i = 0; i < m; i += 2, a += 2 * a_row, c += 2 * ldc) {
        const T *a1 = i + 1 < m ? a + a_row : a;
        T *c1 = i + 1 < m ? c + ldc : c;
        V sum[2] = {F(set)(0), F(set)(0)};
        UNROLL for (size_t k = 0; k < SHALLOW_DEPTH; k++) if (k < depth)
        {
            if (k % H == 0)
                r[k / H] = F(load_halves)(a + k, a1 + k, depth - k < H ? depth - k : H);
            sum[k % 2] += F(pick)(r[k / H], lane[k % H]) * x[k];
        }
        if (depth > 1)
            sum[0] += sum[1];
        F(store_halves)(c, c1, n, accumulate ? F(load_halves)(c, c1, n) + sum[0] : sum[0]);
    }
}

#define SHALLOW_FN(name, any, ...)                                                                                     \
    static void F(name)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c, size_t ldc, size_t m,    \
                        size_t n, size_t k, unsigned how)                                                              \
    {                                                                                                                  \
        (void)a_col, (void)k;                                                                                          \
        F(any)(__VA_ARGS__, how & GEMM_ADD, a, a_row, b, ldb, c, ldc, m, n);                                           \
    }
#define ROWS(k)   SHALLOW_FN(rows_##k##_0, rows_any, k, 0) SHALLOW_FN(rows_##k##_1, rows_any, k, 1)
#define HALVES(k) SHALLOW_FN(halves_##k, halves_any, k)
SHALLOW_DEPTHS(ROWS)
SHALLOW_DEPTHS(HALVES)
#define ROWS_NAMES(k) {F(rows_##k##_0), F(rows_##k##_1), F(halves_##k)},
static F(product_fn) *const F(shallow)[SHALLOW_DEPTH][3] = {SHALLOW_DEPTHS(ROWS_NAMES)};
#undef SHALLOW_FN
#undef ROWS
#undef HALVES
#undef ROWS_NAMES
#endif
