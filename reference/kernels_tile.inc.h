/* kernels_tile.inc.h - the arithmetic of every matrix product: register tiles of up to TILE_MR rows x TILE_NV vectors
 * of C, and strips of C made of them. A is read in place, an element at a time, with two strides, so that its
 * transposed form costs nothing. Included by kernels_template.h only.
 */

/* A product, or a part of one: C[m,n] = or += A B, where a_row and a_col are A's strides in elements. Its arguments
 * stand in this order so that x86 has in registers whatever the first loads wait for, which a pointer to them
 * would make wait for memory. */
typedef void F(product_fn)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c, size_t ldc, size_t m,
                           size_t n, size_t k, unsigned how);

struct F(tile) {
    const T *a, *b;
    size_t k, a_row, a_col, b_row; /* strides in elements */
    T *c;
    size_t ldc;
    bool accumulate;
};

SIMD_INLINE void F(tile_store_as)(size_t mr, size_t nv, bool part, bool accumulate, T *c, size_t ldc, F(p) p,
                                  const V acc[TILE_VECTORS])
{
    UNROLL for (size_t i = 0; i < TILE_VECTORS; i++) if (i < mr * nv)
    {
        T *at = c + i / nv * ldc + i % nv * L;
        if (part && i % nv == nv - 1)
            F(store_part)(at, p, accumulate ? F(load_part)(at, p) + acc[i] : acc[i]);
        else
            F(store)(at, accumulate ? F(load)(at) + acc[i] : acc[i]);
    }
}

/* C = or += the accumulators; which, is asked once and not for each vector. */
SIMD_INLINE void F(tile_store)(size_t mr, size_t nv, bool part, bool accumulate, T *c, size_t ldc, F(p) p,
                               const V acc[TILE_VECTORS])
{
    if (accumulate)
        F(tile_store_as)(mr, nv, part, true, c, ldc, p, acc);
    else
        F(tile_store_as)(mr, nv, part, false, c, ldc, p, acc);
}

/* acc[mr, nv] += the next column of A times the next row of B; mr, nv, part are known at compile time, so that acc is
 * registers only. Every third row of A has a pointer, from which two more are one and two strides away: as many
 * addresses as x86 forms without arithmetic. They are hidden from the compiler, which would keep one pointer for each
 * row, in memory. */
enum { F(BASES) = (TILE_TALL + 2) / 3 };

SIMD_INLINE void F(tile_column)(size_t mr, size_t nv, bool part, const T **a, size_t row, size_t col, const T *b,
                                F(p) p, V acc[TILE_VECTORS])
{
    V x[TILE_NV];
    UNROLL for (size_t j = 0; j < TILE_NV; j++) if (j < nv) x[j] =
        part && SIMD_MASKED_LOADS && j == nv - 1 ? F(load_part)(b + j * L, p) : F(load)(b + j * L);
    UNROLL for (size_t i = 0; i < TILE_TALL; i++) if (i < mr)
    {
        V f = F(set)(a[i / 3][i % 3 * row]);
        UNROLL for (size_t j = 0; j < TILE_NV; j++) if (j < nv) acc[i * nv + j] += f * x[j];
    }
    UNROLL for (size_t i = 0; i < F(BASES); i++) if (3 * i < mr)
    {
        a[i] += col;
        __asm__("" : "+r"(a[i]));
    }
}

/* mr rows x nv vectors, the last of them partial where `part`. Two columns a round: the end of a short loop is
 * foreseen. */
SIMD_INLINE void F(tile_any)(size_t mr, size_t nv, bool part, const T *a, size_t a_row, size_t a_col, const T *b,
                             size_t ldb, T *c, size_t ldc, size_t n, size_t k, unsigned how)
{
    V acc[TILE_VECTORS];
    UNROLL for (size_t i = 0; i < TILE_VECTORS; i++) acc[i] = F(set)(0);
    const T *at[F(BASES)];
    UNROLL for (size_t i = 0; i < F(BASES); i++) at[i] = a + 3 * i * a_row;
    F(p) p = F(part)(part ? n - (nv - 1) * L : L);
    for (; k >= 2; k -= 2)
        UNROLL for (int u = 0; u < 2; u++, b += ldb) F(tile_column)(mr, nv, part, at, a_row, a_col, b, p, acc);
    if (k)
        F(tile_column)(mr, nv, part, at, a_row, a_col, b, p, acc);
    F(tile_store)(mr, nv, part, how & GEMM_ADD, c, ldc, p, acc);
}

/* One function for each number of rows, of vectors, and for a whole or partial last vector. */
#define TILE(mr, nv, part)                                                                                             \
    static void F(tile_##mr##_##nv##_##part)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c,     \
                                             size_t ldc, size_t m, size_t n, size_t k, unsigned how)                   \
    {                                                                                                                  \
        (void)m;                                                                                                       \
        F(tile_any)(mr, nv, part, a, a_row, a_col, b, ldb, c, ldc, n, k, how);                                         \
    }
#define TILE_NAMES(mr, nv)                                                                                             \
    {                                                                                                                  \
        F(tile_##mr##_##nv##_0), F(tile_##mr##_##nv##_1)                                                               \
    }
#if TILE_NV == 2
#define TILES(mr)    TILE(mr, 1, 0) TILE(mr, 1, 1) TILE(mr, 2, 0) TILE(mr, 2, 1)
#define TILE_ROW(mr) {TILE_NAMES(mr, 1), TILE_NAMES(mr, 2)},
#else
#define TILES(mr)                                                                                                      \
    TILE(mr, 1, 0)                                                                                                     \
    TILE(mr, 1, 1) TILE(mr, 2, 0) TILE(mr, 2, 1) TILE(mr, 3, 0) TILE(mr, 3, 1) TILE(mr, 4, 0) TILE(mr, 4, 1)
#define TILE_ROW(mr) {TILE_NAMES(mr, 1), TILE_NAMES(mr, 2), TILE_NAMES(mr, 3), TILE_NAMES(mr, 4)},
#endif
#define TALL(mr)     TILE(mr, 1, 0) TILE(mr, 1, 1)
#define TALL_ROW(mr) {TILE_NAMES(mr, 1)},
TILE_ROWS(TILES)
TILE_TALL_ROWS(TALL)
static F(product_fn) *const F(tiles)[TILE_TALL][TILE_NV][2] = {TILE_ROWS(TILE_ROW) TILE_TALL_ROWS(TALL_ROW)};

enum { F(NR) = TILE_NV * F(LANES) };

/* A strip of C: m rows x n <= NR columns, the rows shared out evenly over tiles. */
static inline void F(strip_of)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c, size_t ldc,
                               size_t m, size_t n, size_t k, unsigned how)
{
    size_t tiles = n <= L ? (m + TILE_TALL - 1) / TILE_TALL : (m + TILE_MR - 1) / TILE_MR;
    size_t least = m / tiles, more = m % tiles;
    F(product_fn) *const *tile = &F(tiles)[least - 1][(n - 1) / L][n % L != 0];
    for (; tiles > 0; tiles--) {
        size_t rows = least + (more > 0);
        tile[more > 0 ? TILE_NV * 2 : 0](a, a_row, a_col, b, ldb, c, ldc, rows, n, k, how);
        more -= more > 0;
        a += rows * a_row;
        c += rows * ldc;
    }
}

/* The same for the operands in `t`. */
static inline void F(strip)(size_t rows, size_t width, const struct F(tile) * t)
{
    F(strip_of)
    (t->a, t->a_row, t->a_col, t->b, t->b_row, t->c, t->ldc, rows, width, t->k, t->accumulate ? GEMM_ADD : 0);
}

/* C = or += A B with B read in place. */
static void F(direct)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c, size_t ldc, size_t m,
                      size_t n, size_t k, unsigned how)
{
    for (; n > F(NR); n -= F(NR), b += F(NR), c += F(NR))
        F(strip_of)(a, a_row, a_col, b, ldb, c, ldc, m, F(NR), k, how);
    F(strip_of)(a, a_row, a_col, b, ldb, c, ldc, m, n, k, how);
}

#undef TILE
#undef TALL
#undef TALL_ROW
#undef TILES
#undef TILE_ROW
#undef TILE_NAMES
