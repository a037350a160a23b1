/* kernels_tile.inc.h - the arithmetic of every matrix product: register tiles of up to TILE_MR rows x TILE_NV vectors
 * of C, and strips of C made of them. A is read in place, an element at a time, with two strides, so that its
 * transposed form costs nothing. Included by kernels_template.h only.
 */

struct F(tile) {
    const T *a, *b;
    size_t k, a_row, a_col, b_row; /* strides in elements */
    T *c;
    size_t ldc;
    size_t columns; /* in the last vector */
    bool accumulate;
};

/* C = or += the accumulators. */
SIMD_INLINE void F(tile_store)(size_t mr, size_t nv, bool part, bool accumulate, T *c, size_t ldc, F(p) p,
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
SIMD_INLINE void F(tile_any)(size_t mr, size_t nv, bool part, const struct F(tile) * t)
{
    V acc[TILE_VECTORS];
    UNROLL for (size_t i = 0; i < TILE_VECTORS; i++) acc[i] = F(set)(0);
    const T *a[F(BASES)], *b = t->b;
    size_t row = t->a_row, col = t->a_col, b_row = t->b_row, k = t->k;
    UNROLL for (size_t i = 0; i < F(BASES); i++) a[i] = t->a + 3 * i * row;
    F(p) p = F(part)(part ? t->columns : L);
    for (; k >= 2; k -= 2)
        UNROLL for (int u = 0; u < 2; u++, b += b_row) F(tile_column)(mr, nv, part, a, row, col, b, p, acc);
    for (; k > 0; k--, b += b_row)
        F(tile_column)(mr, nv, part, a, row, col, b, p, acc);
    if (t->accumulate)
        F(tile_store)(mr, nv, part, true, t->c, t->ldc, p, acc);
    else
        F(tile_store)(mr, nv, part, false, t->c, t->ldc, p, acc);
}

/* One function for each number of rows, of vectors, and for a whole or partial last vector. */
#define TILE(mr, nv, part)                                                                                             \
    static void F(tile_##mr##_##nv##_##part)(const struct F(tile) * t)                                                 \
    {                                                                                                                  \
        F(tile_any)(mr, nv, part, t);                                                                                  \
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
static void (*const F(tiles)[TILE_TALL][TILE_NV][2])(const struct F(tile) *) = {TILE_ROWS(TILE_ROW)
                                                                                    TILE_TALL_ROWS(TALL_ROW)};

enum { F(NR) = TILE_NV * F(LANES) };

/* A strip of C: `rows` rows x `width` <= NR columns, its rows shared out evenly over tiles. t->a, t->c are the strip's
 * first and are moved along. By pointer: a copy would read with wide loads what was just written with narrow stores. */
static inline void F(strip)(size_t rows, size_t width, struct F(tile) * t)
{
    size_t nv = (width + L - 1) / L;
    t->columns = width - (nv - 1) * L;
    size_t most = nv == 1 ? TILE_TALL : TILE_MR;
    if (rows <= most) {
        F(tiles)[rows - 1][nv - 1][t->columns < L](t);
        return;
    }
    size_t tiles = (rows + most - 1) / most, least = rows / tiles, more = rows % tiles;
    for (size_t i = 0; i < tiles; i++) {
        size_t mr = least + (i < more);
        F(tiles)[mr - 1][nv - 1][t->columns < L](t);
        t->a += mr * t->a_row;
        t->c += mr * t->ldc;
    }
}

#undef TILE
#undef TALL
#undef TALL_ROW
#undef TILES
#undef TILE_ROW
#undef TILE_NAMES
