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
    F(tile_store)(mr, TILE_NV, false, t->accumulate, t->c, t->ldc, p, acc);
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

#ifdef TILE_TURNING
/* The same for B transposed, 16 bytes of each of its rows at a time. Its loads take as long as the arithmetic of 8
 * rows: the tile is smaller. */
SIMD_INLINE void F(tile_any_turning)(size_t mr, const struct F(tile) * t, T *panel)
{
    enum { COLUMNS = 16 / sizeof(T) };
    V acc[TILE_VECTORS];
    UNROLL for (size_t i = 0; i < TILE_VECTORS; i++) acc[i] = F(set)(0);
    const T *a[F(BASES)], *b = t->b;
    size_t row = t->a_row, col = t->a_col, ldb = t->b_row, k = t->k;
    UNROLL for (size_t i = 0; i < F(BASES); i++) a[i] = t->a + 3 * i * row;
    F(p) p = F(part)(L);
    for (; k >= COLUMNS; k -= COLUMNS, b += COLUMNS, panel += COLUMNS * F(NR)) {
        UNROLL for (size_t j = 0; j < TILE_NV; j++)
        {
            V r[COLUMNS];
            F(turn_lanes)(b + j * L * ldb, ldb, r);
            UNROLL for (size_t u = 0; u < COLUMNS; u++) F(store)(panel + u * F(NR) + j * L, r[u]);
        }
        UNROLL for (size_t u = 0; u < COLUMNS; u++)
            F(tile_column)(mr, TILE_NV, false, a, row, col, panel + u * F(NR), p, acc);
    }
    for (; k > 0; k--, b++, panel += F(NR)) {
        for (size_t j = 0; j < F(NR); j++)
            panel[j] = b[j * ldb];
        F(tile_column)(mr, TILE_NV, false, a, row, col, panel, p, acc);
    }
    F(tile_store)(mr, TILE_NV, false, t->accumulate, t->c, t->ldc, p, acc);
}

#define TURN_TILE(mr)                                                                                                  \
    static void F(tile_##mr##_turning)(const struct F(tile) * t, T * panel)                                            \
    {                                                                                                                  \
        F(tile_any_turning)(mr, t, panel);                                                                             \
    }
#define TURN_NAME(mr) F(tile_##mr##_turning),
TILE_TURNING_ROWS(TURN_TILE)
static void (*const F(tiles_turning)[TILE_TURNING])(const struct F(tile) *, T *) = {TILE_TURNING_ROWS(TURN_NAME)};
#undef TURN_TILE
#undef TURN_NAME
#endif

/* A strip of NR columns. Its first tile alone reads B where it lies, except where B's rows lie multiples of 1024 bytes
 * apart and are turned: so many at a time would not stay in the nearest cache. */
static void F(strip_of_panel)(size_t rows, bool turned, struct F(tile) * t, T *panel)
{
    size_t tiles = (rows + TILE_MR - 1) / TILE_MR, mr = (rows + tiles - 1) / tiles;
    if (!turned)
        F(tiles_filling)[mr - 1](t, panel);
#ifdef TILE_TURNING
    else if (t->b_row * sizeof(T) % 1024 != 0) {
        mr = rows < TILE_TURNING ? rows : TILE_TURNING;
        F(tiles_turning)[mr - 1](t, panel);
    }
#endif
    else {
        F(pack)(t->k, F(NR), t->b, t->b_row, true, panel);
        mr = 0;
    }
    if (rows == mr)
        return;
    t->a += mr * t->a_row;
    t->c += mr * t->ldc;
    t->b = panel;
    t->b_row = F(NR);
    F(strip)(rows - mr, F(NR), t);
}
