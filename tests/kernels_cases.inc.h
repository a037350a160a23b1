/* kernels_cases.inc.h - the comparisons of one table with the scalar one over arrays of T; F(name) is the name for that
 * type, TABLE the table's member. Included by test_kernels.c alone, once for each type.
 *
 * Every output lies between guards and is compared as a whole; lengths run over two of the widest vectors and the
 * unrolled loops; inputs and outputs start at every kind of address.
 */

static T F(any)(double low, double high)
{
    return (T)(low + (high - low) * uniform());
}

/* n values in [low, high), or whole numbers where `whole`, so that sums of products are exact whatever their order. */
static T *F(values)(struct guarded *g, size_t n, size_t shift, double low, double high, bool whole)
{
    T *x = guarded_new(g, n * sizeof(T), shift * sizeof(T));
    for (size_t i = 0; i < n; i++)
        x[i] = whole ? (T)floor(low + (high - low) * uniform()) : F(any)(low, high);
    return x;
}

/* The distance of `got` from `want` in units in the last place of want; huge where their classes differ. */
static double F(ulps)(T got, T want)
{
    if (want != want || got != got)
        return want != want && got != got ? 0 : 1e30;
    if (got == want)
        return 0;
    if (isinf(got) || isinf(want))
        return 1e30;
    T a = (T)fabs((double)want), step = F(next)(a) - a;
    return fabs((double)got - (double)want) / (double)step;
}

static void F(check_near)(const char *what, size_t n, const T *got, const T *want, double ulps, double absolute)
{
    for (size_t i = 0; i < n; i++)
        if (!(F(ulps)(got[i], want[i]) <= ulps) && !(fabs((double)got[i] - (double)want[i]) <= absolute))
            ck_abort_msg("%s of %zu: element %zu is %.17g, not %.17g", what, n, i, (double)got[i], (double)want[i]);
}

static void F(map_lengths)(const struct kernels *k)
{
    for (int op = 0; op < MAP_COUNT; op++)
        for (size_t n = 0; n <= LENGTHS; n++)
            for (size_t shift = 0; shift < 4; shift++) {
                struct guarded gx, gy, gw;
                T *x = F(values)(&gx, n, shift, op == MAP_LOG || op == MAP_SQRT || op == MAP_RSQRT ? 0 : -6, 6, false);
                T *y = guarded_new(&gy, n * sizeof(T), (shift + 1) % 4 * sizeof(T)), *want;
                want = guarded_new(&gw, n * sizeof(T), 0);
                kernels_scalar.TABLE.map[op](n, x, want);
                k->TABLE.map[op](n, x, y);
                F(check_near)(map_tests[op].name, n, y, want, map_tests[op].ulps, map_tests[op].absolute);
                k->TABLE.map[op](n, x, x);
                F(check_near)(map_tests[op].name, n, x, want, map_tests[op].ulps, map_tests[op].absolute);
                guarded_free(&gx), guarded_free(&gy), guarded_free(&gw);
            }
}

/* Every special value, each beside ordinary ones, in every lane. */
static void F(map_specials)(const struct kernels *k)
{
    static const double special[] = {0.0,    -0.0,   INFINITY, -INFINITY, 87.5, 88.8, -87.5, -88.8,
                                     -103.9, -104.5, 709.9,    -710,      -745, -746, 1e30,  -1e30,
                                     1e-40,  -1e-40, 1e-310,   -1e-310,   0.65, 9.1};
    T x[40], y[40], want[40];
    for (int op = 0; op < MAP_COUNT; op++)
        for (size_t s = 0; s < sizeof special / sizeof *special + 3; s++)
            for (size_t lane = 0; lane < 40; lane++) {
                for (size_t i = 0; i < 40; i++)
                    x[i] = (T)0.5;
                x[lane] =
                    s < sizeof special / sizeof *special ? (T)special[s] : F(nan)(s - sizeof special / sizeof *special);
                kernels_scalar.TABLE.map[op](40, x, want);
                k->TABLE.map[op](40, x, y);
                F(check_near)(map_tests[op].name, 40, y, want, map_tests[op].ulps, map_tests[op].absolute);
                if (op != MAP_RELU && want[lane] == 0)
                    REQUIRE(!signbit(want[lane]) == !signbit(y[lane]));
            }
}

static void F(zip_lengths)(const struct kernels *k)
{
    for (int op = 0; op < ZIP_COUNT; op++)
        for (int form = 0; form < FORM_COUNT; form++)
            for (size_t n = 0; n <= LENGTHS; n++) {
                struct guarded gx, gy, gz, gw;
                T *x = F(values)(&gx, n + 1, n % 3, -2, 2, false), *y = F(values)(&gy, n + 1, n % 4, -2, 2, false);
                T *z = guarded_new(&gz, n * sizeof(T), n % 2 * sizeof(T)), *want = guarded_new(&gw, n * sizeof(T), 0);
                kernels_scalar.TABLE.zip[op][form](n, x, y, want);
                k->TABLE.zip[op][form](n, x, y, z);
                F(check_near)("zip", n, z, want, op >= ZIP_TANH_GRAD ? 4 : 0, op >= ZIP_TANH_GRAD ? 1e-6 : 0);
                T *both = form == FORM_SCALAR_ARRAY ? y : x;
                k->TABLE.zip[op][form](n, x, y, both);
                if (n > 1 || form == FORM_ARRAYS)
                    F(check_near)("zip in place", n, both, want, op >= ZIP_TANH_GRAD ? 4 : 0, 1e-6);
                guarded_free(&gx), guarded_free(&gy), guarded_free(&gz), guarded_free(&gw);
            }
}

static void F(zip_specials)(const struct kernels *k)
{
    static const double special[] = {0, 1, -1, INFINITY, -INFINITY, NAN};
    T x[36], y[36], z[36], want[36];
    for (int i = 0; i < 36; i++)
        x[i] = (T)special[i / 6], y[i] = (T)special[i % 6];
    for (int op = 0; op < ZIP_COUNT; op++) {
        kernels_scalar.TABLE.zip[op][FORM_ARRAYS](36, x, y, want);
        k->TABLE.zip[op][FORM_ARRAYS](36, x, y, z);
        F(check_near)("zip of specials", 36, z, want, 0, 0);
    }
}

/* Outputs that are large enough go past the caches, from addresses aligned and not. */
static void F(streamed)(const struct kernels *k)
{
    size_t n = ((size_t)16 << 20) / sizeof(T) + 77;
    for (size_t shift = QUICK; shift < 2; shift++) {
        struct guarded gx, gy, gz;
        T *x = guarded_new(&gx, n * sizeof(T), shift * sizeof(T)), *y = guarded_new(&gy, n * sizeof(T), 0);
        T *z = guarded_new(&gz, n * sizeof(T), (3 - shift) * sizeof(T));
        for (size_t i = 0; i < n; i++)
            x[i] = (T)(i % 1001) - 500, y[i] = (T)(i % 77);
        k->TABLE.zip[ZIP_ADD][FORM_ARRAYS](n, x, y, z);
        for (size_t i = 0; i < n; i++)
            REQUIRE(z[i] == x[i] + y[i]);
        k->TABLE.map[MAP_RELU](n, x, z);
        for (size_t i = 0; i < n; i++)
            REQUIRE(z[i] == (x[i] > 0 ? x[i] : 0));
        k->TABLE.fill(n, 3, z);
        for (size_t i = 0; i < n; i++)
            REQUIRE(z[i] == 3);
        k->TABLE.softmax(n / 4096, 4096, x, z);
        kernels_scalar.TABLE.softmax(n / 4096, 4096, x, y);
        F(check_near)("streamed softmax", n / 4096 * 4096, z, y, 8, 1e-7);
        k->TABLE.layernorm(n / 4096, 4096, x, NULL, NULL, (T)1e-5, z);
        kernels_scalar.TABLE.layernorm(n / 4096, 4096, x, NULL, NULL, (T)1e-5, y);
        F(check_near)("streamed layer norm", n / 4096 * 4096, z, y, 8, 4e-6);
        k->TABLE.dropout(n, x, 0.25, 7, z);
        kernels_scalar.TABLE.dropout(n, x, 0.25, 7, y);
        F(check_near)("streamed dropout", n, z, y, 0, 0);
        guarded_free(&gx), guarded_free(&gy), guarded_free(&gz);
    }
}

static void F(reductions)(const struct kernels *k)
{
    for (size_t n = 0; n <= 2 * LENGTHS; n++) {
        struct guarded gx, gy;
        T *x = F(values)(&gx, n, n % 4, -9, 9, true), *y = F(values)(&gy, n, n % 3, -9, 9, true);
        REQUIRE(k->TABLE.sum(n, x) == kernels_scalar.TABLE.sum(n, x));
        double dot = kernels_scalar.TABLE.dot(n, x, y);
        REQUIRE(k->TABLE.dot(n, x, y) == dot);
        REQUIRE(k->TABLE.sum_squares(n, x, 2) == kernels_scalar.TABLE.sum_squares(n, x, 2));
        k->TABLE.axpy(n, 3, x, y);
        k->TABLE.axpy(n, -2, x, y);
        kernels_scalar.TABLE.axpy(n, -1, x, y); /* y is what it was */
        REQUIRE(k->TABLE.dot(n, x, y) == dot);
        if (n > 0) {
            REQUIRE(k->TABLE.max(n, x) == kernels_scalar.TABLE.max(n, x));
            REQUIRE(k->TABLE.min(n, x) == kernels_scalar.TABLE.min(n, x));
            REQUIRE(k->TABLE.argmax(n, x) == kernels_scalar.TABLE.argmax(n, x));
            REQUIRE(k->TABLE.argmin(n, x) == kernels_scalar.TABLE.argmin(n, x));
        }
        for (size_t at = 0; at < n; at++) {
            T kept = x[at];
            x[at] = (T)NAN;
            REQUIRE(isnan(k->TABLE.max(n, x)) && isnan(k->TABLE.min(n, x)) && isnan(k->TABLE.sum(n, x)));
            REQUIRE(k->TABLE.argmax(n, x) == at);
            REQUIRE(k->TABLE.argmin(n, x) == at);
            x[at] = (T)INFINITY;
            REQUIRE(k->TABLE.argmax(n, x) == at);
            REQUIRE(k->TABLE.max(n, x) == (T)INFINITY);
            x[at] = kept;
        }
        guarded_free(&gx), guarded_free(&gy);
    }
}

/* 100,003 values of five kinds, whose exact sums are known in long double. */
static void F(long_sums)(const struct kernels *k)
{
    enum { N = 100003, COLS = 21 };
    T *x = malloc(N * COLS * sizeof *x), y[COLS];
    for (int kind = 0; kind < 5; kind++) {
        long double exact = 0, squares = 0;
        for (size_t i = 0; i < N; i++) {
            x[i] = kind == 0   ? (T)0.1
                   : kind == 1 ? F(any)(0, 1)
                   : kind == 2 ? (T)1000 + F(any)(-1, 1)
                   : kind == 3 ? (T)(i % 2 ? -1e4 : 1e4) + F(any)(0, 1)
                               : (T)1 / (T)(i + 1);
            exact += (long double)x[i];
            squares += (long double)x[i] * (long double)x[i];
        }
        REQUIRE(fabsl(k->TABLE.sum(N, x) - exact) <= 1e-9L * fabsl(exact));
        REQUIRE(fabsl(k->TABLE.dot(N, x, x) - squares) <= 1e-9L * squares);
        k->TABLE.sum_axis1(1, N, x, y);
        REQUIRE(fabsl((long double)y[0] - exact) <= 1e-6L * fabsl(exact));
        for (size_t i = N; i-- > 0;) /* every column is the same sum */
            for (size_t c = 0; c < COLS; c++)
                x[i * COLS + c] = x[i];
        k->TABLE.sum_axis0(N, COLS, x, y);
        for (size_t c = 0; c < COLS; c++)
            REQUIRE(fabsl((long double)y[c] - exact) <= 1e-6L * fabsl(exact));
    }
    free(x);
}

/* Matrices of more than a mebibyte, which are fetched ahead, of columns in and not in whole vectors. */
static void F(large_axes)(const struct kernels *k)
{
    static const size_t cols[] = {3, 20, 128, 1000, 1025, 3001};
    for (size_t i = 0; i < sizeof cols / sizeof *cols; i++) {
        struct guarded gx, gy, gz;
        size_t rows = ((size_t)1 << 20) / sizeof(T) / cols[i] + 3, most = rows > cols[i] ? rows : cols[i];
        T *x = F(values)(&gx, rows * cols[i], i % 3, -9, 9, true);
        T *y = guarded_new(&gy, most * sizeof(T), sizeof(T)), *want = guarded_new(&gz, most * sizeof(T), 0);
        kernels_scalar.TABLE.sum_axis0(rows, cols[i], x, want);
        k->TABLE.sum_axis0(rows, cols[i], x, y);
        F(check_near)("sum_axis0 of many", cols[i], y, want, 0, 0);
        kernels_scalar.TABLE.sum_axis1(rows, cols[i], x, want);
        k->TABLE.sum_axis1(rows, cols[i], x, y);
        F(check_near)("sum_axis1 of many", rows, y, want, 0, 0);
        REQUIRE(k->TABLE.sum(rows * cols[i], x) == kernels_scalar.TABLE.sum(rows * cols[i], x));
        guarded_free(&gx), guarded_free(&gy), guarded_free(&gz);
    }
}

/* 1e8, 1 and -1e8 over and over: a sum carried in floats would lose the ones. Infinities stay what they are. */
static void F(cancelling)(const struct kernels *k)
{
    T x[3 * 100];
    for (size_t i = 0; i < 300; i++)
        x[i] = (T)(i % 3 == 0 ? 1e8 : i % 3 == 1 ? 1 : -1e8);
    for (size_t n = 0; n <= 300; n += 3)
        REQUIRE(k->TABLE.sum(n, x) == (double)n / 3);
    for (size_t at = 0; at < 300; at++) {
        T kept = x[at];
        x[at] = (T)INFINITY;
        REQUIRE(k->TABLE.sum(300, x) == INFINITY);
        if (at > 0) {
            T before = x[at - 1];
            x[at - 1] = -(T)INFINITY;
            REQUIRE(isnan(k->TABLE.sum(300, x)));
            x[at - 1] = before;
        }
        x[at] = kept;
    }
}

static void F(axes)(const struct kernels *k)
{
    for (size_t rows = 0; rows <= 9; rows++)
        for (size_t cols = 0; cols <= 2100; cols += cols < 40 ? 1 : 515) {
            struct guarded gx, gy, gr, gz;
            T *x = F(values)(&gx, rows * cols, 1, -9, 9, true), *row = F(values)(&gr, cols, 0, -9, 9, true), want[2200];
            T *y = guarded_new(&gy, (rows + cols) * sizeof(T), 0), *z = guarded_new(&gz, rows * cols * sizeof(T), 0);
            kernels_scalar.TABLE.sum_axis0(rows, cols, x, want);
            k->TABLE.sum_axis0(rows, cols, x, y + rows);
            F(check_near)("sum_axis0", cols, y + rows, want, 0, 0);
            kernels_scalar.TABLE.sum_axis1(rows, cols, x, want);
            k->TABLE.sum_axis1(rows, cols, x, y);
            F(check_near)("sum_axis1", rows, y, want, 0, 0);
            k->TABLE.add_row(rows, cols, x, row, z);
            for (size_t i = 0; i < rows * cols; i++)
                REQUIRE(z[i] == x[i] + row[i % cols]);
            k->TABLE.transpose(rows, cols, x, cols, z, rows);
            for (size_t i = 0; i < rows * cols; i++)
                REQUIRE(z[i % cols * rows + i / cols] == x[i]);
            guarded_free(&gx), guarded_free(&gy), guarded_free(&gr), guarded_free(&gz);
        }
}

/* One product in whole numbers, its rows spread apart; what lies between the rows must stay. */
static void F(product_of)(const struct kernels *k, enum kernels_gemm form, bool accumulate, size_t m, size_t n,
                          size_t d, size_t spread)
{
    bool a_turned = form == GEMM_TN || form == GEMM_TT, b_turned = form == GEMM_NT || form == GEMM_TT;
    size_t lda = (a_turned ? m : d) + spread, ldb = (b_turned ? d : n) + spread, ldc = n + spread;
    struct guarded ga, gb, gc, gw;
    T *a = F(values)(&ga, (a_turned ? d : m) * lda, spread, -4, 5, true);
    T *b = F(values)(&gb, (b_turned ? n : d) * ldb, 0, -4, 5, true);
    T *c = F(values)(&gc, m * ldc, spread, -4, 5, true), *want = guarded_new(&gw, m * ldc * sizeof(T), 0);
    memcpy(want, c, m * ldc * sizeof(T));
    kernels_scalar.TABLE.gemm(form, accumulate, m, n, d, a, lda, b, ldb, want, ldc);
    k->TABLE.gemm(form, accumulate, m, n, d, a, lda, b, ldb, c, ldc);
    if (m * ldc > 0 && memcmp(c, want, m * ldc * sizeof(T)))
        for (size_t i = 0; i < m * ldc; i++)
            if (c[i] != want[i])
                ck_abort_msg("gemm form %d %s m %zu n %zu k %zu spread %zu: [%zu,%zu] is %g, not %g", (int)form,
                             accumulate ? "+=" : "=", m, n, d, spread, i / ldc, i % ldc, (double)c[i], (double)want[i]);
    guarded_free(&ga), guarded_free(&gb), guarded_free(&gc), guarded_free(&gw);
}

static void F(products)(const struct kernels *k)
{
    static const size_t size[] = {0, 1, 2, 3, 5, 7, 8, 11, 12, 13, 16, 17, 24, 25, 31, 32, 33, 40};
    enum { SIZES = sizeof size / sizeof *size };
    for (size_t m = 0; m < SIZES; m++)
        for (size_t n = 0; n < SIZES; n += QUICK ? 3 : 1)
            for (size_t d = 0; d < SIZES; d += QUICK ? 4 : 1)
                for (enum kernels_gemm form = 0; form < GEMM_COUNT; form++)
                    F(product_of)(k, form, (m + n + d) % 2, size[m], size[n], size[d], (m + d) % 3);
    for (size_t n = 1; n <= 17; n++) /* each has a function of its own, for each depth */
        for (size_t d = 1; d <= 17; d++)
            for (size_t m = 1; m <= 7; m += 3)
                for (enum kernels_gemm form = 0; form < GEMM_COUNT; form++)
                    F(product_of)(k, form, (m + n + d) % 2, m, n, d, (n + d) % 3);
    static const size_t large[][3] = {{1, 700, 300}, {2, 65, 1000},   {3, 70, 801},  {200, 130, 900}, {97, 257, 401},
                                      {400, 10, 70}, {30, 1100, 130}, {530, 64, 70}, {20, 70, 512}};
    for (size_t s = 0; s < sizeof large / sizeof *large; s++)
        for (enum kernels_gemm form = 0; form < GEMM_COUNT; form++)
            for (size_t spread = 0; spread < 2; spread++)
                F(product_of)(k, form, spread == 1, large[s][0], large[s][1], large[s][2], spread);
    /* Every height of the tile that fills a panel of B, or with a spread that reads it in place. */
    for (size_t m = 7; m <= 25; m += QUICK ? 6 : 1)
        for (enum kernels_gemm form = 0; form < GEMM_COUNT; form++)
            F(product_of)(k, form, m % 2, m, 192, 701, form == GEMM_NN && m == 16);
}

/* A product of a batch is what it is alone, to the last bit, also where a size has a way of its own. */
static void F(batches_alone)(const struct kernels *k)
{
    enum { COUNT = 3, MOST = 40 };
    static const size_t sizes[] = {1, 2, 5, 8, 13, 16, 17, 33, 40};
    static T c[COUNT * MOST * MOST], alone[COUNT * MOST * MOST];
    struct guarded ga, gb;
    T *a = F(values)(&ga, COUNT * MOST * MOST, 0, -1, 1, false),
      *b = F(values)(&gb, COUNT * MOST * MOST, 0, -1, 1, false);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes * 9 * 9 * GEMM_COUNT; i++) {
        enum kernels_gemm form = (enum kernels_gemm)(i % GEMM_COUNT);
        size_t m = sizes[i / 4 % 9], n = sizes[i / 36 % 9], d = sizes[i / 324 % 9];
        size_t lda = form == GEMM_TN || form == GEMM_TT ? m : d, ldb = form == GEMM_NT || form == GEMM_TT ? d : n;
        k->TABLE.gemm_batch(form, false, COUNT, m, n, d, a, lda, m * d, b, ldb, n * d, c, n, m * n);
        for (size_t j = 0; j < COUNT; j++)
            k->TABLE.gemm(form, false, m, n, d, a + j * m * d, lda, b + j * n * d, ldb, alone + j * m * n, n);
        if (memcmp(c, alone, COUNT * m * n * sizeof(T)) != 0)
            ck_abort_msg("%s: form %d, %zux%zux%zu differs in a batch", k->name, (int)form, m, n, d);
    }
    guarded_free(&ga), guarded_free(&gb);
}

static void F(batches)(const struct kernels *k)
{
    enum { M = 9, N = 20, D = 6, COUNT = 5 };
    struct guarded ga, gb, gc, gw;
    T *a = F(values)(&ga, COUNT * M * D, 0, -4, 5, true), *b = F(values)(&gb, COUNT * N * D, 0, -4, 5, true);
    T *c = F(values)(&gc, COUNT * M * N, 0, -4, 5, true), *want = guarded_new(&gw, COUNT * M * N * sizeof(T), 0);
    for (int shared = 0; shared < 2; shared++)
        for (enum kernels_gemm form = 0; form < GEMM_COUNT; form++) {
            size_t lda = form == GEMM_TN || form == GEMM_TT ? M : D, ldb = form == GEMM_NT || form == GEMM_TT ? D : N;
            size_t stride_b = shared ? 0 : N * D;
            kernels_scalar.TABLE.gemm_batch(form, false, COUNT, M, N, D, a, lda, M * D, b, ldb, stride_b, want, N,
                                            M * N);
            k->TABLE.gemm_batch(form, false, COUNT, M, N, D, a, lda, M * D, b, ldb, stride_b, c, N, M * N);
            F(check_near)("gemm_batch", COUNT * M * N, c, want, 0, 0);
        }
    guarded_free(&ga), guarded_free(&gb), guarded_free(&gc), guarded_free(&gw);
}

static void F(rows)(const struct kernels *k)
{
    double tolerance = sizeof(T) == 4 ? 2e-6 : 1e-14;
    for (size_t cols = 1; cols <= 5000; cols += cols < LENGTHS ? 1 : 1237) {
        enum { ROWS = 5 };
        struct guarded gx, gy, gw, gg, gb, gd;
        size_t n = ROWS * cols;
        T *x = F(values)(&gx, n, cols % 3, -8, 8, false), *y = guarded_new(&gy, n * sizeof(T), cols % 2 * sizeof(T));
        T *want = guarded_new(&gw, n * sizeof(T), 0);
        T *gamma = F(values)(&gg, cols, 1, 0, 2, false), *beta = F(values)(&gb, cols, 2, -1, 1, false);
        x[cols / 2] = (T)-INFINITY; /* a masked score */
        kernels_scalar.TABLE.softmax(ROWS, cols, x, want);
        k->TABLE.softmax(ROWS, cols, x, y);
        /* A float x - max is rounded at 16, and the plain sum cols times. */
        F(check_near)("softmax", n, y, want, 16 + (double)cols / 50, 1e-30);
        kernels_scalar.TABLE.log_softmax(ROWS, cols, x, want);
        k->TABLE.log_softmax(ROWS, cols, x, y);
        F(check_near)("log_softmax", n, y, want, 8, tolerance);
        for (int given = 0; given < 4; given++) {
            x[cols / 2] = 1;
            const T *g = given & 1 ? gamma : NULL, *b = given & 2 ? beta : NULL;
            kernels_scalar.TABLE.layernorm(ROWS, cols, x, g, b, (T)1e-5, want);
            k->TABLE.layernorm(ROWS, cols, x, g, b, (T)1e-5, y);
            F(check_near)("layernorm", n, y, want, 8, 4 * tolerance); /* a mean of 8, rounded, times 1 / std */
        }
        kernels_scalar.TABLE.softmax(ROWS, cols, x, x);
        T *dy = F(values)(&gd, n, 0, -1, 1, false);
        kernels_scalar.TABLE.softmax_grad(ROWS, cols, x, dy, want);
        k->TABLE.softmax_grad(ROWS, cols, x, dy, y);
        F(check_near)("softmax_grad", n, y, want, 8, tolerance);
        guarded_free(&gx), guarded_free(&gy), guarded_free(&gw), guarded_free(&gg), guarded_free(&gb),
            guarded_free(&gd);
    }
}

/* A common offset of 1000 must cost a variance no digits. */
static void F(offset_norm)(const struct kernels *k)
{
    T x[1000], y[1000], want[1000];
    for (int i = 0; i < 1000; i++)
        x[i] = (T)1000 + F(any)(-1, 1);
    kernels_scalar.TABLE.layernorm(1, 1000, x, NULL, NULL, (T)1e-5, want);
    k->TABLE.layernorm(1, 1000, x, NULL, NULL, (T)1e-5, y);
    F(check_near)("layernorm at 1000", 1000, y, want, 0, sizeof(T) == 4 ? 1e-4 : 1e-12);
}

static void F(cross_entropies)(const struct kernels *k)
{
    double tolerance = sizeof(T) == 4 ? 1e-6 : 1e-13;
    for (size_t rows = 1; rows <= 40; rows += 3)
        for (size_t cols = 1; cols <= 70; cols++) {
            struct guarded gx, gd, gw;
            T *x = F(values)(&gx, rows * cols, 1, -8, 8, false), *grad = guarded_new(&gd, rows * cols * sizeof(T), 0);
            T *want = guarded_new(&gw, rows * cols * sizeof(T), 0);
            int64_t target[40];
            for (size_t r = 0; r < rows; r++)
                target[r] = (int64_t)(uniform() * (double)cols);
            double loss = kernels_scalar.TABLE.cross_entropy(rows, cols, x, target, want);
            REQUIRE(fabs(k->TABLE.cross_entropy(rows, cols, x, target, NULL) - loss) <= tolerance * (1 + fabs(loss)));
            REQUIRE(fabs(k->TABLE.cross_entropy(rows, cols, x, target, grad) - loss) <= tolerance * (1 + fabs(loss)));
            F(check_near)("gradient", rows * cols, grad, want, 8, tolerance);
            REQUIRE(k->TABLE.cross_entropy(rows, cols, x, target, x) >= -tolerance);
            F(check_near)("gradient in place", rows * cols, x, want, 8, tolerance);
            guarded_free(&gx), guarded_free(&gd), guarded_free(&gw);
        }
}

static void F(attentions)(const struct kernels *k)
{
    static const size_t shape[][4] = {{1, 1, 1, 1},      {2, 5, 5, 3},     {3, 24, 24, 64}, {1, 130, 130, 64},
                                      {2, 300, 300, 20}, {1, 7, 300, 8},   {1, 300, 7, 16}, {1, 530, 530, 40},
                                      {1, 50, 50, 200},  {1, 9, 40, 2100}, {2, 12, 12, 17}, {1, 40, 520, 33},
                                      {1, 4, 0, 5},      {1, 0, 4, 5}};
    for (size_t s = 0; s < sizeof shape / sizeof *shape; s++)
        for (int variant = 0; variant < 4; variant++) {
            bool causal = variant & 1;
            size_t count = shape[s][0], tq = shape[s][1], tk = shape[s][2], c = shape[s][3], n = count * tq * c;
            T scale = (T)((variant & 2 ? -1 : 1) / sqrt((double)c));
            struct guarded gq, gk, gv, go, gw;
            T *q = F(values)(&gq, n, 1, -2, 2, false), *key = F(values)(&gk, count * tk * c, 0, -2, 2, false);
            T *v = F(values)(&gv, count * tk * c, 1, -2, 2, false), *out = guarded_new(&go, n * sizeof(T), 0);
            T *want = guarded_new(&gw, n * sizeof(T), 0);
            kernels_scalar.TABLE.attention(count, tq, tk, c, scale, causal, q, key, v, want);
            k->TABLE.attention(count, tq, tk, c, scale, causal, q, key, v, out);
            F(check_near)("attention", n, out, want, 0, sizeof(T) == 4 ? 2e-5 : 1e-13);
            guarded_free(&gq), guarded_free(&gk), guarded_free(&gv), guarded_free(&go), guarded_free(&gw);
        }
}

static void F(optimisers)(const struct kernels *k)
{
    double tolerance = sizeof(T) == 4 ? 1e-6 : 1e-14;
    for (size_t n = 0; n <= LENGTHS; n++)
        for (int variant = 0; variant < 4; variant++) {
            struct kernels_adam adam = {1e-2, 0.9, 0.999, 1e-8, variant & 1 ? 0.1 : 0, variant & 2, 1};
            struct kernels_sgd sgd = {0.1, variant & 1 ? 0.9 : 0, 0.25, variant & 2 ? 0.1 : 0, variant == 3, true};
            struct guarded g[7];
            T *p = F(values)(&g[0], n, 1, -1, 1, false), *m = guarded_new(&g[1], n * sizeof(T), 0), *v, *grad;
            v = guarded_new(&g[2], n * sizeof(T), 0), grad = F(values)(&g[3], n, 2, -1, 1, false);
            T *p2 = guarded_new(&g[4], n * sizeof(T), 0), *m2 = guarded_new(&g[5], n * sizeof(T), 0);
            T *v2 = guarded_new(&g[6], n * sizeof(T), 0);
            memset(m, 0, n * sizeof(T)), memset(v, 0, n * sizeof(T)), memset(m2, 0, n * sizeof(T));
            memset(v2, 0, n * sizeof(T)), memcpy(p2, p, n * sizeof(T));
            for (adam.step = 1; adam.step <= 3; adam.step++) {
                k->TABLE.adam(n, p, grad, m, v, &adam);
                kernels_scalar.TABLE.adam(n, p2, grad, m2, v2, &adam);
            }
            for (int step = 0; step < 3; step++, sgd.first = false) {
                k->TABLE.sgd(n, p, grad, sgd.momentum > 0 ? m : NULL, &sgd);
                kernels_scalar.TABLE.sgd(n, p2, grad, sgd.momentum > 0 ? m2 : NULL, &sgd);
            }
            F(check_near)("p", n, p, p2, 0, tolerance);
            F(check_near)("m", n, m, m2, 0, tolerance);
            F(check_near)("v", n, v, v2, 0, tolerance);
            for (int i = 0; i < 7; i++)
                guarded_free(&g[i]);
        }
}

static void F(embeddings)(const struct kernels *k)
{
    enum { ROWS = 30, COUNT = 12 };
    for (size_t dim = 0; dim <= LENGTHS; dim++) {
        struct guarded gt, go, gw, gx;
        T *table = F(values)(&gt, ROWS * dim, 1, -9, 9, true), *out = guarded_new(&go, COUNT * dim * sizeof(T), 0);
        T *want = guarded_new(&gw, ROWS * dim * sizeof(T), 0), *x = F(values)(&gx, COUNT * dim, 0, -9, 9, true);
        int64_t index[COUNT];
        for (int i = 0; i < COUNT; i++)
            index[i] = (int64_t)(uniform() * ROWS);
        k->TABLE.gather(COUNT, dim, table, index, out);
        for (size_t i = 0; i < COUNT * dim; i++)
            REQUIRE(out[i] == table[(size_t)index[i / dim] * dim + i % dim]);
        for (size_t len = 1; len <= COUNT; len += 3) {
            kernels_scalar.TABLE.embed_mean(COUNT / len, len, dim, table, index, want);
            k->TABLE.embed_mean(COUNT / len, len, dim, table, index, out);
            F(check_near)("embed_mean", COUNT / len * dim, out, want, 1, 0);
        }
        memcpy(want, table, ROWS * dim * sizeof(T));
        kernels_scalar.TABLE.scatter_add(COUNT, dim, x, index, want);
        k->TABLE.scatter_add(COUNT, dim, x, index, table);
        F(check_near)("scatter_add", ROWS * dim, table, want, 0, 0);
        guarded_free(&gt), guarded_free(&go), guarded_free(&gw), guarded_free(&gx);
    }
}

static void F(dropouts)(const struct kernels *k)
{
    static const double rate[] = {0, 0.1, 0.5, 0.9, 1};
    for (size_t r = 0; r < 5; r++) {
        for (size_t n = 0; n <= LENGTHS; n++) {
            struct guarded gx, gy, gw;
            T *x = F(values)(&gx, n, 1, 1, 2, false), *y = guarded_new(&gy, n * sizeof(T), 0);
            T *want = guarded_new(&gw, n * sizeof(T), 0);
            kernels_scalar.TABLE.dropout(n, x, rate[r], 9 + n, want);
            k->TABLE.dropout(n, x, rate[r], 9 + n, y);
            F(check_near)("dropout", n, y, want, 0, 0);
            guarded_free(&gx), guarded_free(&gy), guarded_free(&gw);
        }
        enum { N = 200000 };
        T *x = malloc(N * sizeof(T)), *y = malloc(N * sizeof(T)), *other = malloc(N * sizeof(T));
        size_t dropped = 0, pairs = 0, both = 0;
        k->TABLE.fill(N, 1, x);
        k->TABLE.dropout(N, x, rate[r], 1, y);
        k->TABLE.dropout(N, x, rate[r], 2, other);
        for (size_t i = 0; i < N; i++) {
            dropped += y[i] == 0;
            pairs += i > 0 && y[i] == 0 && y[i - 1] == 0;
            both += y[i] == 0 && other[i] == 0;
        }
        /* Five standard deviations: the rate, neighbours and seeds independent. */
        double p = rate[r], p2 = p * p;
        REQUIRE(fabs((double)dropped - N * p) <= 5 * sqrt(N * p * (1 - p)));
        REQUIRE(fabs((double)pairs - N * p2) <= 1 + 8 * sqrt(N * p2 * (1 - p2)));
        REQUIRE(fabs((double)both - N * p2) <= 5 * sqrt(N * p2 * (1 - p2)));
        free(x), free(y), free(other);
    }
}

/* The same bits however many threads there are. */
static void F(threads)(const struct kernels *k)
{
    enum { M = 301, N = 290, D = 310, T_ = 260, C = 40, HEADS = 4 };
    T *a = malloc(M * D * sizeof(T)), *b = malloc(N * D * sizeof(T)), *c[3],
      *q = malloc(3 * HEADS * T_ * C * sizeof(T)), *o[3];
    for (size_t i = 0; i < M * D; i++)
        a[i] = F(any)(-1, 1);
    for (size_t i = 0; i < N * D; i++)
        b[i] = F(any)(-1, 1);
    for (size_t i = 0; i < 3 * HEADS * T_ * C; i++)
        q[i] = F(any)(-1, 1);
    for (size_t t = 0; t < 3; t++) {
        c[t] = malloc(M * N * sizeof(T)), o[t] = malloc(HEADS * T_ * C * sizeof(T));
        ck_assert_uint_eq(kernels_set_threads(t + 1), t + 1);
        for (int again = 0; again < (QUICK ? 1 : 20); again++) {
            k->TABLE.gemm(GEMM_NT, false, M, N, D, a, D, b, D, c[t], N);
            k->TABLE.attention(HEADS, T_, T_, C, (T)0.3, true, q, q + HEADS * T_ * C, q + 2 * HEADS * T_ * C, o[t]);
            ck_assert_mem_eq(c[t], c[0], M * N * sizeof(T));
            ck_assert_mem_eq(o[t], o[0], HEADS * T_ * C * sizeof(T));
        }
    }
    ck_assert_uint_eq(kernels_set_threads(1), 1);
    for (size_t t = 0; t < 3; t++)
        free(c[t]), free(o[t]);
    free(a), free(b), free(q);
}
