/* peers.c - OpenBLAS, BLIS, oneDNN and SLEEF by dlopen (each in a namespace of its own, for two of them export the same
 * names) and libxsmm, which Debian has only as a static library, where the build found it. Each becomes a table like
 * any other library; what is missing is named with the package that brings it. */
#include "tests/bench/peers.h"

#include "reference/kernels.h"

#include <dlfcn.h>
#ifdef HAVE_LIBXSMM
#include <libxsmm.h>
#endif
#include <stdio.h>
#include <string.h>

static void missing(const char *package)
{
    fprintf(stderr, "bench: not installed, not measured: apt-get install %s\n", package);
}

#define E(name, f)                                                                                                     \
    {                                                                                                                  \
        name, (bt_any)(f)                                                                                              \
    }

static void *open_lib(const char *package, const char *const *paths)
{
    void *h = NULL;
    for (; *paths && !h; paths++)
        h = dlopen(*paths, RTLD_NOW | RTLD_LOCAL);
    if (!h)
        missing(package);
    return h;
}

/* A CBLAS library: the same code over two sets of symbols. 101 is row-major, 111 no transpose, 112 transpose. */
typedef void cblas_s(int, int, int, int, int, int, float, const float *, int, const float *, int, float, float *, int);
typedef void cblas_d(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *,
                     int);

#define CBLAS_GEMM(LIB, T, S, FN, TR, TA, TB)                                                                          \
    static void LIB##_##S##_##TR(size_t m, size_t n, size_t k, const T *a, size_t lda, const T *b, size_t ldb, T *c,   \
                                 size_t ldc)                                                                           \
    {                                                                                                                  \
        LIB##_##FN(101, TA, TB, (int)m, (int)n, (int)k, 1, a, (int)lda, b, (int)ldb, 0, c, (int)ldc);                  \
    }
#define CBLAS_LIB(LIB)                                                                                                 \
    static cblas_s *LIB##_sgemm;                                                                                       \
    static cblas_d *LIB##_dgemm;                                                                                       \
    CBLAS_GEMM(LIB, float, f32, sgemm, nn, 111, 111)                                                                   \
    CBLAS_GEMM(LIB, float, f32, sgemm, nt, 111, 112)                                                                   \
    CBLAS_GEMM(LIB, float, f32, sgemm, tn, 112, 111)                                                                   \
    CBLAS_GEMM(LIB, double, f64, dgemm, nn, 111, 111)                                                                  \
    CBLAS_GEMM(LIB, double, f64, dgemm, nt, 111, 112)                                                                  \
    CBLAS_GEMM(LIB, double, f64, dgemm, tn, 112, 111)                                                                  \
    static void LIB##_batch_nn(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)   \
    {                                                                                                                  \
        for (size_t i = 0; i < count; i++)                                                                             \
            LIB##_f32_nn(m, n, k, a + i * m * k, k, b + i * k * n, n, c + i * m * n, n);                               \
    }                                                                                                                  \
    static void LIB##_batch_nt(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)   \
    {                                                                                                                  \
        for (size_t i = 0; i < count; i++)                                                                             \
            LIB##_f32_nt(m, n, k, a + i * m * k, k, b + i * n * k, k, c + i * m * n, n);                               \
    }                                                                                                                  \
    static const bt_entry LIB##_table[] = {                                                                            \
        E("gemm_f32_nn", LIB##_f32_nn),    E("gemm_f32_nt", LIB##_f32_nt),    E("gemm_f32_tn", LIB##_f32_tn),          \
        E("gemm_f64_nn", LIB##_f64_nn),    E("gemm_f64_nt", LIB##_f64_nt),    E("gemm_f64_tn", LIB##_f64_tn),          \
        E("batch_f32_nn", LIB##_batch_nn), E("batch_f32_nt", LIB##_batch_nt), {NULL, NULL}};
CBLAS_LIB(openblas)
CBLAS_LIB(blis)

/* oneDNN's dnnl_sgemm takes row-major matrices; f32 only. */
typedef int dnnl_fn(char, char, int64_t, int64_t, int64_t, float, const float *, int64_t, const float *, int64_t, float,
                    float *, int64_t);
static dnnl_fn *onednn_sgemm;
#define DNNL_GEMM(TR, TA, TB)                                                                                          \
    static void onednn_##TR(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *b, size_t ldb,      \
                            float *c, size_t ldc)                                                                      \
    {                                                                                                                  \
        onednn_sgemm(TA, TB, (int64_t)m, (int64_t)n, (int64_t)k, 1, a, (int64_t)lda, b, (int64_t)ldb, 0, c,            \
                     (int64_t)ldc);                                                                                    \
    }
DNNL_GEMM(nn, 'N', 'N')
DNNL_GEMM(nt, 'N', 'T')
DNNL_GEMM(tn, 'T', 'N')
static void onednn_batch_nn(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    for (size_t i = 0; i < count; i++)
        onednn_nn(m, n, k, a + i * m * k, k, b + i * k * n, n, c + i * m * n, n);
}
static void onednn_batch_nt(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    for (size_t i = 0; i < count; i++)
        onednn_nt(m, n, k, a + i * m * k, k, b + i * n * k, k, c + i * m * n, n);
}
static const bt_entry onednn_table[] = {E("gemm_f32_nn", onednn_nn),        E("gemm_f32_nt", onednn_nt),
                                        E("gemm_f32_tn", onednn_tn),        E("batch_f32_nn", onednn_batch_nn),
                                        E("batch_f32_nt", onednn_batch_nt), {NULL, NULL}};

#ifdef HAVE_LIBXSMM
/* libxsmm: a kernel generated for the shape, looked up on every call (a hash of the shape), column-major, so the
 * operands change places. It has kernels for the nn case only and no blocking of its own. */
#define XSMM_GEMM(T, S, C)                                                                                             \
    static void xsmm_##S(size_t m, size_t n, size_t k, const T *a, size_t lda, const T *b, size_t ldb, T *c,           \
                         size_t ldc)                                                                                   \
    {                                                                                                                  \
        libxsmm_blasint la = (libxsmm_blasint)lda, lb = (libxsmm_blasint)ldb, lc = (libxsmm_blasint)ldc;               \
        T one = 1, zero = 0;                                                                                           \
        int flags = LIBXSMM_GEMM_FLAG_NONE, prefetch = LIBXSMM_GEMM_PREFETCH_NONE;                                     \
        libxsmm_##C##mmfunction f =                                                                                    \
            libxsmm_##C##mmdispatch((libxsmm_blasint)n, (libxsmm_blasint)m, (libxsmm_blasint)k, &lb, &la, &lc, &one,   \
                                    &zero, &flags, &prefetch);                                                         \
        if (f)                                                                                                         \
            f(b, a, c);                                                                                                \
    }
XSMM_GEMM(float, f32, s)
XSMM_GEMM(double, f64, d)
static void xsmm_batch_nn(size_t count, size_t m, size_t n, size_t k, const float *a, const float *b, float *c)
{
    for (size_t i = 0; i < count; i++)
        xsmm_f32(m, n, k, a + i * m * k, k, b + i * k * n, n, c + i * m * n, n);
}
static const bt_entry xsmm_table[] = {
    E("gemm_f32_nn", xsmm_f32), E("gemm_f64_nn", xsmm_f64), E("batch_f32_nn", xsmm_batch_nn), {NULL, NULL}};
#endif

extern const bt_entry plain_table[], core_table[];

static void (*openblas_threads)(int), (*blis_threads)(int64_t), (*omp_threads)(int);
static void set_openblas(int n)
{
    openblas_threads(n);
}
static void set_blis(int n)
{
    blis_threads(n);
}
static void set_omp(int n)
{
    omp_threads(n);
}

static int chosen(const char *only, const char *name)
{
    return !only || !strcmp(only, name);
}

size_t open_peers(library *out, const char *only, char *note, size_t note_len)
{
    static const char *const openblas_so[] = {"/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",
                                              "libopenblas.so.0", NULL};
    static const char *const blis_so[] = {"/usr/lib/x86_64-linux-gnu/blis-openmp/libblis.so.4", "libblis.so.4", NULL};
    static const char *const dnnl_so[] = {"libdnnl.so.2", "libdnnl.so.3", NULL};
    size_t n = 0;
    const char *core = "-", *arch = "-", *config = "-";
    int isa = 0;
    out[n++] = (library){"plain", plain_table, NULL};
    if (chosen(only, "core"))
        out[n++] = (library){"core", core_table, core_set_threads};
    if (chosen(only, "sleef")) {
        const bt_entry *sleef = sleef_open();
        if (sleef)
            out[n++] = (library){"sleef", sleef, NULL};
        else
            missing("libsleef3");
    }
    void *h = chosen(only, "openblas") ? open_lib("libopenblas0-pthread", openblas_so) : NULL;
    if (h) {
        *(void **)&openblas_sgemm = dlsym(h, "cblas_sgemm");
        *(void **)&openblas_dgemm = dlsym(h, "cblas_dgemm");
        *(void **)&openblas_threads = dlsym(h, "openblas_set_num_threads");
        char *(*ask)(void);
        *(void **)&ask = dlsym(h, "openblas_get_corename");
        core = ask ? ask() : "?";
        *(void **)&ask = dlsym(h, "openblas_get_config");
        config = ask ? ask() : "?";
        out[n++] = (library){"openblas", openblas_table, openblas_threads ? set_openblas : NULL};
    }
    h = chosen(only, "blis") ? open_lib("libblis4-openmp", blis_so) : NULL;
    if (h) {
        *(void **)&blis_sgemm = dlsym(h, "cblas_sgemm");
        *(void **)&blis_dgemm = dlsym(h, "cblas_dgemm");
        *(void **)&blis_threads = dlsym(h, "bli_thread_set_num_threads");
        int (*query)(void);
        const char *(*name)(int);
        *(void **)&query = dlsym(h, "bli_arch_query_id");
        *(void **)&name = dlsym(h, "bli_arch_string");
        blis_sgemm(101, 111, 111, 1, 1, 1, 1, (float[]){1}, 1, (float[]){1}, 1, 0, (float[]){0}, 1);
        arch = query && name ? name(query()) : "?";
        out[n++] = (library){"blis", blis_table, blis_threads ? set_blis : NULL};
    }
    h = chosen(only, "onednn") ? open_lib("libdnnl2", dnnl_so) : NULL;
    if (h) {
        *(void **)&onednn_sgemm = dlsym(h, "dnnl_sgemm");
        int (*query)(void);
        *(void **)&query = dlsym(h, "dnnl_get_effective_cpu_isa");
        isa = query ? query() : 0;
        *(void **)&omp_threads = dlsym(h, "omp_set_num_threads");
        out[n++] = (library){"onednn", onednn_table, omp_threads ? set_omp : NULL};
    }
    const char *xsmm = "-";
    if (chosen(only, "libxsmm")) {
#ifdef HAVE_LIBXSMM
        libxsmm_init();
        xsmm = libxsmm_get_target_arch();
        out[n++] = (library){"libxsmm", xsmm_table, NULL};
#else
        missing("libxsmm-dev, then make bench again");
#endif
    }
    snprintf(note, note_len, "core %s; openblas core %s (%s); blis %s; onednn isa 0x%x; libxsmm %s", kernels_name(),
             core, config, arch, (unsigned)isa, xsmm);
    return n;
}
