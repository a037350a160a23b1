#include "tests/bench/cases.h"

#include "tests/bench/measure.h"

static void call_gemm_f32(bt_any fn, args *a)
{
    size_t lda = a->d[3] == 2 ? a->d[0] : a->d[2], ldb = a->d[3] == 1 ? a->d[2] : a->d[1];
    ((bt_gemm_f32 *)fn)(a->d[0], a->d[1], a->d[2], a->in[0], lda, a->in[1], ldb, a->out, a->d[1]);
}
static void call_gemm_f64(bt_any fn, args *a)
{
    size_t lda = a->d[3] == 2 ? a->d[0] : a->d[2], ldb = a->d[3] == 1 ? a->d[2] : a->d[1];
    ((bt_gemm_f64 *)fn)(a->d[0], a->d[1], a->d[2], a->in[0], lda, a->in[1], ldb, a->out, a->d[1]);
}
static void call_batch(bt_any fn, args *a)
{
    ((bt_batch_f32 *)fn)(a->d[0], a->d[1], a->d[2], a->d[3], a->in[0], a->in[1], a->out);
}
static void call_map_f32(bt_any fn, args *a)
{
    ((bt_map_f32 *)fn)(a->d[0], a->in[0], a->out);
}
static void call_map_f64(bt_any fn, args *a)
{
    ((bt_map_f64 *)fn)(a->d[0], a->in[0], a->out);
}
static void call_zip(bt_any fn, args *a)
{
    ((bt_zip_f32 *)fn)(a->d[0], a->in[0], a->in[1], a->out);
}
static void call_reduce(bt_any fn, args *a)
{
    *(float *)a->out = ((bt_reduce_f32 *)fn)(a->d[0], a->in[0]);
}
static void call_axis(bt_any fn, args *a)
{
    ((bt_axis_f32 *)fn)(a->d[0], a->d[1], a->in[0], a->out);
}
static void call_softmax(bt_any fn, args *a)
{
    ((bt_softmax_f32 *)fn)(a->d[0], a->d[1], a->in[0], a->out);
}
static void call_layernorm(bt_any fn, args *a)
{
    ((bt_layernorm_f32 *)fn)(a->d[0], a->d[1], a->in[0], a->in[1], a->in[2], 1e-5f, a->out);
}
static void call_dropout(bt_any fn, args *a)
{
    ((bt_dropout_f32 *)fn)(a->d[0], a->in[0], 0.5f, ++a->step, a->out);
}

static void gemm(const char *group, const char *op, size_t m, size_t n, size_t k)
{
    int f64 = strstr(op, "f64") != NULL, form = strstr(op, "_nt") ? 1 : strstr(op, "_tn") ? 2 : 0;
    char size[64];
    snprintf(size, sizeof size, "%zux%zux%zu", m, n, k);
    bench_case c = {group,
                    op,
                    size,
                    "GFLOP/s",
                    2.0 * (double)m * (double)n * (double)k,
                    {{m, n, k, (size_t)form}, {0}, 0, {0}, 0},
                    f64 ? call_gemm_f64 : call_gemm_f32,
                    NULL,
                    m * n,
                    f64};
    c.a.in[0] = f64 ? (void *)doubles(m * k, 1) : (void *)floats(m * k, 1);
    c.a.in[1] = f64 ? (void *)doubles(k * n, 1) : (void *)floats(k * n, 1);
    c.a.out = block(m * n * (f64 ? 8 : 4));
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
    free(c.a.out);
}

static void batch(const char *op, size_t count, size_t m, size_t n, size_t k)
{
    char size[64];
    snprintf(size, sizeof size, "%zu*%zux%zux%zu", count, m, n, k);
    bench_case c = {"batch",
                    op,
                    size,
                    "GFLOP/s",
                    2.0 * (double)(count * m * n) * (double)k,
                    {{count, m, n, k}, {0}, 0, {0}, 0},
                    call_batch,
                    NULL,
                    count * m * n,
                    0};
    c.a.in[0] = floats(count * m * k, 1);
    c.a.in[1] = floats(count * k * n, 1);
    c.a.out = block(count * m * n * 4);
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
    free(c.a.out);
}

/* An operation over n elements moving `bytes` each; `outs` results. */
static void flat(const char *op, size_t n, double bytes, size_t outs, void (*call)(bt_any, args *))
{
    int f64 = strstr(op, "f64") != NULL;
    char size[64];
    snprintf(size, sizeof size, "%zu", n);
    bench_case c = {"map", op, size, "GB/s", bytes * (double)n, {{n, 0, 0, 0}, {0}, 0, {0}, 0}, call, NULL, outs, f64};
    c.a.in[0] = f64 ? (void *)doubles(n, 4) : (void *)floats(n, 4);
    c.a.in[1] = call == call_zip ? floats(n, 4) : NULL;
    c.a.out = block((outs ? outs : n) * (f64 ? 8 : 4));
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
    free(c.a.out);
}

static void rowwise(const char *op, size_t rows, size_t cols, double bytes, size_t outs, void (*call)(bt_any, args *))
{
    char size[64];
    snprintf(size, sizeof size, "%zux%zu", rows, cols);
    bench_case c = {"rows", op,   size, "GB/s", bytes * (double)(rows * cols), {{rows, cols, 0, 0}, {0}, 0, {0}, 0},
                    call,   NULL, outs, 0};
    c.a.in[0] = floats(rows * cols, 4);
    c.a.in[1] = floats(cols, 1);
    c.a.in[2] = floats(cols, 1);
    c.a.out = block(outs * 4);
    run_case(&c);
    for (int i = 0; i < 3; i++)
        free((void *)c.a.in[i]);
    free(c.a.out);
}

void cases_gemm(void)
{
    static const size_t cube[] = {8, 16, 32, 64, 128, 256, 512, 1024};
    for (int f64 = 0; f64 < 2; f64++)
        for (size_t i = 0; i < sizeof cube / sizeof *cube; i++)
            gemm("gemm", f64 ? "gemm_f64_nn" : "gemm_f32_nn", cube[i], cube[i], cube[i]);
}

void cases_shapes(void)
{
    gemm("shapes", "gemm_f32_nn", 64, 512, 784);
    gemm("shapes", "gemm_f32_nn", 64, 10, 512);
    gemm("shapes", "gemm_f32_nn", 1, 512, 784);
    gemm("shapes", "gemm_f32_nt", 64, 512, 784);
    gemm("shapes", "gemm_f32_tn", 784, 512, 64);
    gemm("shapes", "gemm_f32_tn", 512, 10, 64);
    gemm("shapes", "gemm_f64_nn", 64, 512, 784);
    gemm("shapes", "gemm_f64_nn", 1, 512, 784);
}

void cases_batch(void)
{
    batch("batch_f32_nt", 32, 128, 128, 64);
    batch("batch_f32_nn", 32, 128, 64, 128);
}

void cases_map(void)
{
    static const size_t flats[] = {1000, 100000, 10000000};
    for (int i = 0; i < 3; i++) {
        size_t n = flats[i];
        flat("exp_f32", n, 8, n, call_map_f32);
        flat("exp_f64", n, 16, n, call_map_f64);
        flat("sigmoid_f32", n, 8, n, call_map_f32);
        flat("tanh_f32", n, 8, n, call_map_f32);
        flat("relu_f32", n, 8, n, call_map_f32);
        flat("add_f32", n, 12, n, call_zip);
        flat("mul_f32", n, 12, n, call_zip);
        flat("sum_f32", n, 4, 1, call_reduce);
        flat("max_f32", n, 4, 1, call_reduce);
        flat("dropout_f32", n, 8, 0, call_dropout);
    }
}

void cases_rows(void)
{
    static const size_t shape[][2] = {{8, 128}, {800, 128}, {78125, 128}, {100, 1000}, {10000, 1000}};
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        size_t r = shape[i][0], c = shape[i][1];
        rowwise("softmax_f32", r, c, 8, r * c, call_softmax);
        rowwise("layernorm_f32", r, c, 8, r * c, call_layernorm);
        rowwise("sum0_f32", r, c, 4, c, call_axis);
        rowwise("sum1_f32", r, c, 4, r, call_axis);
    }
}
