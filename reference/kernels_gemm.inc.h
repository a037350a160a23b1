/* kernels_gemm.inc.h - matrix products of any form and size, by the strips of kernels_tile.inc.h. Included by
 * kernels_template.h only.
 *
 * B is read in place where that is as fast, and else brought just in time to panels of TILE_NV vectors (Goto and van de
 * Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008, without its copy of A). k is cut in equal blocks by
 * its size alone, so that an element of C is computed alike however the rows are shared out.
 */

static size_t F(even_block)(size_t n, size_t most)
{
    size_t blocks = (n + most - 1) / most;
    return (n + blocks - 1) / blocks;
}

/* Up to this depth B is used where it lies from end to end; a longer sum is one of blocks, like those of packed B. */
enum { F(DEPTH_IN_PLACE) = 1024 };

static inline size_t F(block_in_place)(size_t k)
{
    return k <= F(DEPTH_IN_PLACE) ? k : F(even_block)(k, F(KC));
}

/* The operands of one product. */
struct F(product) {
    bool accumulate, b_turned, narrow, in_place; /* the last two are decided for all rows, whoever computes them */
    size_t m, n, k;
    const T *a, *b;
    size_t a_row, a_col, ldb;
    T *c;
    size_t ldc;
};

/* C += or = a B for one or two rows: B's rows are streamed, four at a time. The tiles would walk B column by column. */
static void F(product_row)(const struct F(product) * g, const T *a, T *c)
{
    if (!g->accumulate)
        F(fill)(g->n, 0, c);
    for (size_t k = 0; k < g->k;) {
        const T *b = g->b + k * g->ldb;
        if (k + 4 <= g->k) {
            V f0 = F(set)(a[k * g->a_col]), f1 = F(set)(a[(k + 1) * g->a_col]);
            V f2 = F(set)(a[(k + 2) * g->a_col]), f3 = F(set)(a[(k + 3) * g->a_col]);
            const T *b1 = b + g->ldb, *b2 = b1 + g->ldb, *b3 = b2 + g->ldb;
            LOOP(g->n, g->n, c, ,
                 F(load)(c + i) + f0 * F(load)(b + i) + f1 * F(load)(b1 + i) + f2 * F(load)(b2 + i) +
                     f3 * F(load)(b3 + i),
                 F(load_part)(c + i, p) + f0 * F(load_part)(b + i, p) + f1 * F(load_part)(b1 + i, p) +
                     f2 * F(load_part)(b2 + i, p) + f3 * F(load_part)(b3 + i, p))
            k += 4;
        } else {
            F(axpy)(g->n, a[k * g->a_col], b, c);
            k++;
        }
    }
}

enum { F(ROW_DEPTH) = 256, F(ROW_WIDTH) = 4096 };

/* The same in parts of ROW_DEPTH rows of B, so that a long sum is one of short ones. */
static void F(product_deep_row)(const struct F(product) * g, const T *a, T *c)
{
    T part[F(ROW_WIDTH)] __attribute__((aligned(64)));
    if (!g->accumulate)
        F(fill)(g->n, 0, c);
    for (size_t j = 0; j < g->n; j += F(ROW_WIDTH))
        for (size_t k = 0; k < g->k; k += F(ROW_DEPTH)) {
            struct F(product) h = *g;
            h.accumulate = false;
            h.n = g->n - j < F(ROW_WIDTH) ? g->n - j : F(ROW_WIDTH);
            h.k = g->k - k < F(ROW_DEPTH) ? g->k - k : F(ROW_DEPTH);
            h.b = g->b + k * g->ldb + j;
            F(product_row)(&h, a + k * g->a_col, part);
            F(add)(h.n, c + j, part, c + j);
        }
}

static void F(product_direct)(const struct F(product) * g)
{
    size_t kc = F(block_in_place)(g->k);
    for (size_t k = 0; k < g->k; k += kc)
        F(direct)
    (g->a + k * g->a_col, g->a_row, g->a_col, g->b + k * g->ldb, g->ldb, g->c, g->ldc, g->m, g->n,
     g->k - k < kc ? g->k - k : kc, g->accumulate || k > 0 ? GEMM_ADD : 0);
}

/* Whether C = A B is better computed as C' = B' A': A is stored turned, so that its rows are vectors along m, and C is
 * so narrow that vectors along n would be filled in part. What is saved must pay for turning C. */
static inline bool F(is_narrow)(bool a_turned, size_t m, size_t n, size_t k)
{
    size_t idle = (n + L - 1) / L * L - n;
    return SIMD_MASKED_LOADS && a_turned && n <= TILE_MR && m >= F(NR) && k >= 1 && idle * k >= 8 * L;
}

/* L rows of C, L columns of them at a time, from C' (rows NR apart). */
SIMD_INLINE void F(store_turned)(const T *turned, size_t rows, size_t cols, T *c, size_t ldc, bool accumulate)
{
    for (size_t j = 0; j < cols; j += L) {
        V r[L];
        F(p) p = F(part)(cols - j < L ? cols - j : L);
        UNROLL for (size_t i = 0; i < L; i++) r[i] = F(load)(turned + (j + i) * F(NR));
        F(turn_registers)(r);
        UNROLL for (size_t i = 0; i < L; i++) if (i < rows)
            F(store_part)(c + i * ldc + j, p, accumulate ? r[i] + F(load_part)(c + i * ldc + j, p) : r[i]);
    }
}

static void F(product_narrow)(const struct F(product) * g)
{
    T turned[(TILE_MR + L - 1) / L * L * F(NR)] __attribute__((aligned(64))) = {0};
    size_t kc = F(block_in_place)(g->k), b_row = g->b_turned ? g->ldb : 1, b_col = g->b_turned ? 1 : g->ldb;
    for (size_t i = 0; i < g->m; i += F(NR)) {
        size_t width = g->m - i < F(NR) ? g->m - i : F(NR);
        for (size_t k = 0; k < g->k; k += kc)
            F(strip)
        (g->n, width,
         &(struct F(tile)){.a = g->b + k * b_col,
                           .b = g->a + k * g->a_col + i,
                           .k = g->k - k < kc ? g->k - k : kc,
                           .a_row = b_row,
                           .a_col = b_col,
                           .b_row = g->a_col,
                           .c = turned,
                           .ldc = F(NR),
                           .accumulate = k > 0});
        for (size_t r = 0; r < width; r += L)
            F(store_turned)
        (turned + r, width - r < L ? width - r : L, g->n, g->c + (i + r) * g->ldc, g->ldc, g->accumulate);
    }
}

/* Whether the panels are spared: where B lies in the nearest cache or is used but once; and where A lies in the second
 * one and B there too, or at least its rows lie so close together that the processor fetches them ahead, but not
 * multiples of 256 bytes apart: NR columns of those fall on few sets of the caches. The limits were measured with
 * 64-byte vectors; narrower ones hide less of a row's way from afar. Edges of C need partial loads, or none. */
static inline bool F(is_in_place)(bool b_turned, size_t m, size_t n, size_t k, size_t ldb)
{
    size_t row = ldb * sizeof(T), b = k * row, a = k * m * sizeof(T);
    return !b_turned && (n % L == 0 || SIMD_MASKED_LOADS) &&
           (m <= TILE_MR || b <= SIMD_BYTES << 10 ||
            (a <= SIMD_BYTES << 13 && row <= SIMD_BYTES << 6 &&
             (b <= SIMD_BYTES << 13 || (b <= SIMD_BYTES << 15 && row % 256 != 0))));
}

static __attribute__((noinline)) void F(product_blocked)(const struct F(product) * g)
{
    T panel[F(KC) * F(NR)] __attribute__((aligned(64)));
    size_t mc = F(even_block)(g->m, F(MC)), kc = F(even_block)(g->k, F(KC));
    for (size_t i = 0; i < g->m; i += mc)
        for (size_t k = 0; k < g->k; k += kc)
            for (size_t j = 0; j < g->n; j += F(NR)) {
                size_t rows = g->m - i < mc ? g->m - i : mc, width = g->n - j < F(NR) ? g->n - j : F(NR);
                struct F(tile) t = {.a = g->a + i * g->a_row + k * g->a_col,
                                    .b = g->b_turned ? g->b + j * g->ldb + k : g->b + k * g->ldb + j,
                                    .k = g->k - k < kc ? g->k - k : kc,
                                    .a_row = g->a_row,
                                    .a_col = g->a_col,
                                    .b_row = g->ldb,
                                    .c = g->c + i * g->ldc + j,
                                    .ldc = g->ldc,
                                    .accumulate = g->accumulate || k > 0};
                if (width == F(NR)) {
                    F(strip_of_panel)(rows, g->b_turned, &t, panel);
                    continue;
                }
                if (g->b_turned || !SIMD_MASKED_LOADS) {
                    F(pack)(t.k, width, t.b, g->ldb, g->b_turned, panel);
                    t.b = panel;
                    t.b_row = F(NR);
                }
                F(strip)(rows, width, &t);
            }
}

static void F(product)(const struct F(product) * g)
{
    if (g->m == 0 || g->n == 0)
        return;
    if (g->k == 0) {
        for (size_t i = 0; i < g->m && !g->accumulate; i++)
            F(fill)(g->n, 0, g->c + i * g->ldc);
        return;
    }
    if (g->narrow)
        F(product_narrow)(g);
    else if (!g->b_turned && g->m <= 2)
        for (size_t i = 0; i < g->m; i++)
            (g->k > F(ROW_DEPTH) || g->accumulate ? F(product_deep_row) : F(product_row))(g, g->a + i * g->a_row,
                                                                                          g->c + i * g->ldc);
    else if (g->in_place)
        F(product_direct)(g);
    else
        F(product_blocked)(g);
}

static struct F(product) F(product_of)(enum kernels_gemm form, bool accumulate, size_t m, size_t n, size_t k,
                                       const T *a, size_t lda, const T *b, size_t ldb, T *c, size_t ldc)
{
    bool a_turned = form == GEMM_TN || form == GEMM_TT;
    return (struct F(product)){.accumulate = accumulate,
                               .b_turned = form == GEMM_NT || form == GEMM_TT,
                               .narrow = F(is_narrow)(a_turned, m, n, k),
                               .in_place = F(is_in_place)(form == GEMM_NT || form == GEMM_TT, m, n, k, ldb),
                               .m = m,
                               .n = n,
                               .k = k,
                               .a = a,
                               .b = b,
                               .a_row = a_turned ? 1 : lda,
                               .a_col = a_turned ? lda : 1,
                               .ldb = ldb,
                               .c = c,
                               .ldc = ldc};
}

/* Rows are shared out in whole tiles, and never so few that another way of computing them would be chosen. */
static void F(product_part)(void *product, size_t part)
{
    struct F(product) g = *(const struct F(product) *)product;
    size_t parts = pool_threads(), chunk = (g.m / parts + TILE_MR - 1) / TILE_MR * TILE_MR, from = part * chunk;
    size_t to = part == parts - 1 || from + chunk > g.m ? g.m : from + chunk;
    if (from >= g.m)
        return;
    g.a += from * g.a_row;
    g.c += from * g.ldc;
    g.m = to - from;
    F(product)(&g);
}

/* Products of any size. */
static __attribute__((noinline)) void F(gemm_any)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c,
                                                  size_t ldc, size_t m, size_t n, size_t k, unsigned how)
{
    enum kernels_gemm form = how & ~GEMM_ADD;
    struct F(product) g = F(product_of)(form, how & GEMM_ADD, m, n, k, a,
                                        form == GEMM_NN || form == GEMM_NT ? a_row : a_col, b, ldb, c, ldc);
    size_t threads = pool_threads();
    if (threads > 1 && 2.0 * (double)m * (double)n * (double)k >= POOL_MIN_FLOPS && m / threads > TILE_MR * threads)
        pool_run(threads, F(product_part), &g);
    else
        F(product)(&g);
}

#if SIMD_MASKED_LOADS
static F(product_fn) F(turned);
enum { F(TURN_DEPTH) = 64 };
#endif

/* What computes a product of that size: at 8 x 8 x 8 every instruction before the first load counts. What threads might
 * share is left to gemm_any. */
SIMD_INLINE F(product_fn) * F(choose)(size_t m, size_t n, size_t k, size_t ldb, enum kernels_gemm form)
{
#if SHALLOW_DEPTH > 0
    if (form == GEMM_NN && n - 1 < L && k - 1 < SHALLOW_DEPTH)
        return F(shallow)[k - 1][n <= L / 2 ? 2 : n < L];
#endif
    if (k - 1 >= 256 || n - 1 >= 256 || m - 1 >= 128 || (!SIMD_MASKED_LOADS && n % L != 0))
        return F(gemm_any);
    if (form == GEMM_NN || (form == GEMM_TN && !F(is_narrow)(true, m, n, k))) {
        if (n <= F(NR) && m <= (n <= L ? TILE_TALL : TILE_MR))
            return F(tiles)[m - 1][(n - 1) / L][n % L != 0];
        if (n <= F(NR) || (F(is_in_place)(false, m, n, k, ldb) && (m > 2 || n <= 4 * F(NR))))
            return F(direct);
    }
#if SIMD_MASKED_LOADS
    if (form == GEMM_NT && n % F(NR) != 0 && k >= L / 4 && k <= F(TURN_DEPTH))
        return F(turned);
#endif
    return F(gemm_any);
}

#if SIMD_MASKED_LOADS
/* A B' for a shallow B whose rows are no multiple of NR: NR of them at a time are turned first, in blocks of L x L
 * whose idle rows are copies of the last, so that no row is read beyond its end. Elements beyond k and columns beyond n
 * are never used. */
static void F(turned)(const T *a, size_t a_row, size_t a_col, const T *b, size_t ldb, T *c, size_t ldc, size_t m,
                      size_t n, size_t k, unsigned how)
{
    T panel[F(TURN_DEPTH) * F(NR)] __attribute__((aligned(64)));
    how &= GEMM_ADD;
    for (size_t width; n > 0; n -= width, b += width * ldb, c += width) {
        width = n < F(NR) ? n : F(NR);
        for (size_t j = 0; j < width; j += L)
            for (size_t d = 0; d < k; d += L) {
                F(p) p = F(part)(k - d < L ? k - d : L);
                V r[L];
                UNROLL for (size_t i = 0; i < L; i++) r[i] =
                    F(load_part)(b + (j + i < width ? j + i : width - 1) * ldb + d, p);
                F(turn_registers)(r);
                UNROLL for (size_t i = 0; i < L; i++) F(store)(panel + (d + i) * F(NR) + j, r[i]);
            }
        F(choose)(m, width, k, F(NR), GEMM_NN)(a, a_row, a_col, panel, F(NR), c, ldc, m, width, k, how);
    }
}
#endif

static void F(gemm)(enum kernels_gemm form, bool accumulate, size_t m, size_t n, size_t k, const T *a, size_t lda,
                    const T *b, size_t ldb, T *c, size_t ldc)
{
    bool turned = form == GEMM_TN || form == GEMM_TT;
    F(choose)
    (m, n, k, ldb, form)(a, turned ? 1 : lda, turned ? lda : 1, b, ldb, c, ldc, m, n, k,
                         form | (accumulate ? GEMM_ADD : 0));
}

struct F(batch) {
    struct F(product) first;
    F(product_fn) * run; /* gemm_any: F(product), which asks no helpers, being run by them */
    unsigned how;
    size_t stride_a, stride_b, stride_c;
};

static void F(batch_part)(void *batch, size_t part)
{
    const struct F(batch) *all = batch;
    struct F(product) g = all->first;
    g.a += part * all->stride_a;
    g.b += part * all->stride_b;
    g.c += part * all->stride_c;
    if (all->run == F(gemm_any))
        F(product)(&g);
    else
        all->run(g.a, g.a_row, g.a_col, g.b, g.ldb, g.c, g.ldc, g.m, g.n, g.k, all->how);
}

/* One product of a batch is computed as it would be alone, bit by bit. */
static void F(gemm_batch)(enum kernels_gemm form, bool accumulate, size_t count, size_t m, size_t n, size_t k,
                          const T *a, size_t lda, size_t stride_a, const T *b, size_t ldb, size_t stride_b, T *c,
                          size_t ldc, size_t stride_c)
{
    if (count == 1) { /* whose rows threads may share */
        F(gemm)(form, accumulate, m, n, k, a, lda, b, ldb, c, ldc);
        return;
    }
    struct F(batch) all = {.first = F(product_of)(form, accumulate, m, n, k, a, lda, b, ldb, c, ldc),
                           .run = F(choose)(m, n, k, ldb, form),
                           .how = form | (accumulate ? GEMM_ADD : 0),
                           .stride_a = stride_a,
                           .stride_b = stride_b,
                           .stride_c = stride_c};
    if (2.0 * (double)count * (double)m * (double)n * (double)k >= POOL_MIN_FLOPS) {
        pool_run(count, F(batch_part), &all);
        return;
    }
    for (size_t i = 0; i < count; i++)
        F(batch_part)(&all, i);
}
