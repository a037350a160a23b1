/* kernels_panel.inc.h - a piece of B as a panel of NR columns that stays in the nearest caches, for all the tiles of a
 * strip: copied, turned, or filled by the strip's first tile while that computes. Included by kernels_template.h only.
 */

enum {
    F(KC) = TILE_KC,                  /* columns of A at a time */
    F(MC) = 256 * 4 / (int)sizeof(T), /* MC x KC of A stays in the second cache */
    F(LINE) = 64 / (int)sizeof(T),
};

/* A block of L x L elements turned, L vectors at a time: log2(L) rounds, each exchanging blocks of `s` off the
 * diagonal. */
SIMD_INLINE void F(turn)(const T *x, size_t ldx, T *y, size_t ldy)
{
    V r[L];
    UNROLL for (size_t i = 0; i < L; i++) r[i] = F(load)(x + i * ldx);
    F(turn_registers)(r);
    UNROLL for (size_t i = 0; i < L; i++) F(store)(y + i * ldy, r[i]);
}

static void F(transpose)(size_t rows, size_t cols, const T *x, size_t ldx, T *y, size_t ldy)
{
    size_t r = 0;
    for (; r + L <= rows; r += L) {
        size_t c = 0;
        for (; c + L <= cols; c += L)
            F(turn)(x + r * ldx + c, ldx, y + c * ldy + r, ldy);
        for (; c < cols; c++)
            for (size_t i = r; i < r + L; i++)
                y[c * ldy + i] = x[i * ldx + c];
    }
    for (; r < rows; r++)
        for (size_t c = 0; c < cols; c++)
            y[c * ldy + r] = x[r * ldx + c];
}

/* panel[k][NR] = a piece of B of k rows and `width` columns, 0 in the columns beyond. */
static void F(pack)(size_t k, size_t width, const T *b, size_t ldb, bool turned, T *panel)
{
    if (width < F(NR))
        memset(panel, 0, k * F(NR) * sizeof(T));
    if (turned) {
        F(transpose)(width, k, b, ldb, panel, F(NR));
        return;
    }
    if (width == F(NR)) {
        for (size_t i = 0; i < k; i++)
            UNROLL for (size_t j = 0; j < TILE_NV; j++)
                F(store)(panel + i * F(NR) + j * L, F(load)(b + i * ldb + j * L));
        return;
    }
    for (size_t i = 0; i < k; i++)
        memcpy(panel + i * F(NR), b + i * ldb, width * sizeof(T));
}

/* A tile of mr rows and all vectors that reads B's rows in place and leaves them in `panel`, which costs a sixth of
 * what a copy of its own does: the stores are done beside the arithmetic. B comes from afar by then, its rows too far
 * apart for the processor to fetch them ahead: the next panel's are called for meanwhile. */
SIMD_INLINE void F(tile_any_filling)(size_t mr, const struct F(tile) * t, T *panel)
{
    V acc[TILE_VECTORS];
    UNROLL for (size_t i = 0; i < TILE_VECTORS; i++) acc[i] = F(set)(0);
    const T *a[F(BASES)], *b = t->b;
    size_t row = t->a_row, col = t->a_col, b_row = t->b_row;
    UNROLL for (size_t i = 0; i < F(BASES); i++) a[i] = t->a + 3 * i * row;
    F(p) p = F(part)(L);
    for (size_t k = t->k; k > 0; k--, b += b_row, panel += F(NR)) {
        UNROLL for (size_t j = F(LINE); j <= F(NR); j += F(LINE)) __builtin_prefetch(b + F(NR) + j - 1, 0, 2);
        F(tile_column)(mr, TILE_NV, false, a, row, col, b, p, acc);
        UNROLL for (size_t j = 0; j < TILE_NV; j++) F(store)(panel + j * L, F(load)(b + j * L));
    }
    if (t->accumulate)
        F(tile_store)(mr, TILE_NV, false, true, t->c, t->ldc, p, acc);
    else
        F(tile_store)(mr, TILE_NV, false, false, t->c, t->ldc, p, acc);
}

#define FILL(mr)                                                                                                       \
    static void F(tile_##mr##_filling)(const struct F(tile) * t, T * panel)                                            \
    {                                                                                                                  \
        F(tile_any_filling)(mr, t, panel);                                                                             \
    }
#define FILL_NAME(mr) F(tile_##mr##_filling),
TILE_ROWS(FILL)
static void (*const F(tiles_filling)[TILE_MR])(const struct F(tile) *, T *) = {TILE_ROWS(FILL_NAME)};
#undef FILL
#undef FILL_NAME

/* A strip of NR columns whose B is read in place by the first tile only. */
static void F(strip_filling)(size_t rows, struct F(tile) * t, T *panel)
{
    size_t tiles = (rows + TILE_MR - 1) / TILE_MR, mr = (rows + tiles - 1) / tiles;
    F(tiles_filling)[mr - 1](t, panel);
    if (rows == mr)
        return;
    t->a += mr * t->a_row;
    t->c += mr * t->ldc;
    t->b = panel;
    t->b_row = F(NR);
    F(strip)(rows - mr, F(NR), t);
}
