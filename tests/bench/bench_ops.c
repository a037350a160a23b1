/* bench_ops.c - measures every operation of every library that offers it and prints one JSON line for each.
 *
 * Usage: bench_ops [--group NAME] [--threads N] [--lib NAME]
 *
 * Groups: gemm shapes batch map rows nn (default: all). A case runs its libraries in turn, ROUNDS times over, so that
 * a disturbance of the machine falls on all of them; with more than one thread, run each library in a process of its
 * own (--lib), for idle workers of one pool spin on the cores of the next. Before that each result is compared with the
 * plain loop's: "maxdiff" is the largest difference over the largest magnitude.
 */
#include "reference/kernels.h"
#include "tests/bench/common.h"
#include "tests/bench/mlp.h"
#include "tests/bench/peers.h"
#include <dirent.h>
#include <math.h>
#include <sched.h>

enum { ROUNDS = 11 };
#define SAMPLE_NS     400e3 /* a sample repeats its call until it lasts this long */
#define LONG_NS       400e6 /* a call this long is measured once, */
#define LONG_PLAIN_NS 5e6   /* or this long, of the plain loops */

typedef struct {
    size_t d[4]; /* sizes, in the order of the operation's parameters */
    const void *in[4];
    void *out;
    float *state[3]; /* what the operation changes in place */
    size_t step;
} args;

typedef struct {
    const char *group, *op, *size, *unit;
    double work;
    args a;
    void (*call)(bt_any fn, args *a);
    void (*reset)(args *a); /* before a checked call; may be NULL */
    size_t out_count;       /* values to compare; 0 for none */
    int out_f64;
} bench_case;

static library libs[MAX_LIBRARIES];
static size_t lib_count;
static int threads = 1;
static const char *only_group;

/* ---- calling each kind of operation ---- */

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
static void call_embedmean(bt_any fn, args *a)
{
    ((bt_embedmean_f32 *)fn)(a->d[0], a->d[1], a->d[2], a->in[0], a->in[1], a->out);
}
static void call_attention(bt_any fn, args *a)
{
    ((bt_attention_f32 *)fn)(a->d[0], a->d[1], a->d[2], a->in[0], a->in[1], a->in[2], a->out);
}
static void call_xent(bt_any fn, args *a)
{
    *(float *)a->out = ((bt_xent_f32 *)fn)(a->d[0], a->d[1], a->in[0], a->in[1]);
}
static void call_adam(bt_any fn, args *a)
{
    ((bt_adam_f32 *)fn)(a->d[0], a->state[0], a->in[0], a->state[1], a->state[2], 1e-3f, 0.9f, 0.999f, 1e-8f,
                        ++a->step);
}
static void reset_adam(args *a)
{
    a->step = 0;
    for (size_t i = 0; i < a->d[0]; i++)
        a->state[0][i] = (float)(i % 17) * 0.01f, a->state[1][i] = a->state[2][i] = 0;
}

/* ---- data ---- */

static float *floats(size_t n, double scale)
{
    static uint64_t seed = 42;
    float *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = (float)(next_unit(&seed) * scale);
    return x;
}
static double *doubles(size_t n, double scale)
{
    static uint64_t seed = 43;
    double *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = next_unit(&seed) * scale;
    return x;
}
static int64_t *indices(size_t n, size_t limit)
{
    static uint64_t seed = 44;
    int64_t *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = (int64_t)(next_random(&seed) % limit);
    return x;
}

/* ---- measuring ---- */

static bt_any find(const bt_entry *table, const char *name)
{
    for (; table && table->name; table++)
        if (!strcmp(table->name, name))
            return table->fn;
    return NULL;
}

static double at(const void *x, size_t i, int f64)
{
    return f64 ? ((const double *)x)[i] : (double)((const float *)x)[i];
}

static double difference(const void *x, const void *y, size_t n, int f64)
{
    double most = 0, scale = 1e-30;
    for (size_t i = 0; i < n; i++) {
        double d = fabs(at(x, i, f64) - at(y, i, f64)), s = fabs(at(y, i, f64));
        most = d > most || isnan(d) ? d : most;
        scale = s > scale ? s : scale;
    }
    return most / scale;
}

static double time_calls(bench_case *c, bt_any fn, long reps)
{
    double t = now_ns();
    for (long r = 0; r < reps; r++)
        c->call(fn, &c->a);
    return (now_ns() - t) / (double)reps;
}

static void set_threads(const library *l)
{
    if (!l->set_threads)
        return;
    l->set_threads(threads);
}

/* Gives each thread of the process a core of its own: left alone, a woken worker may share its waker's for seconds.
 * Unpinned, this thread may use them all again, as threads it starts inherit. */
static void pin_threads(int apart)
{
    DIR *d = threads > 1 ? opendir("/proc/self/task") : NULL;
    int cpu = 0;
    for (struct dirent *e = NULL; d && (e = readdir(d));)
        if (e->d_name[0] != '.') {
            cpu_set_t set;
            CPU_ZERO(&set);
            for (int i = 0; i < threads; i++)
                if (!apart || i == cpu % threads)
                    CPU_SET(i, &set);
            sched_setaffinity(atoi(e->d_name), sizeof set, &set);
            cpu++;
        }
    if (d)
        closedir(d);
}

static void run_case(bench_case *c)
{
    bt_any fn[MAX_LIBRARIES] = {NULL};
    double sample[MAX_LIBRARIES][ROUNDS], diff[MAX_LIBRARIES];
    long reps[MAX_LIBRARIES];
    int rounds[MAX_LIBRARIES] = {0};
    size_t bytes = c->out_count * (c->out_f64 ? 8 : 4);
    void *expect = c->out_count ? block(bytes) : NULL;
    int have_expect = 0, lock = take_lock();
    pin_threads(0);

    for (size_t l = 0; l < lib_count; l++) {
        if (threads > 1 && !libs[l].set_threads && strcmp(libs[l].name, "plain"))
            continue;
        if (!(fn[l] = find(libs[l].table, c->op)))
            continue;
        set_threads(&libs[l]);
        diff[l] = -1;
        if (c->out_count && (threads == 1 || strcmp(libs[l].name, "plain") || c->work < 1e9)) {
            memset(c->a.out, 0xff, bytes);
            if (c->reset)
                c->reset(&c->a);
            c->call(fn[l], &c->a);
            if (!have_expect)
                memcpy(expect, c->a.out, bytes), have_expect = 1;
            else
                diff[l] = difference(c->a.out, expect, c->out_count, c->out_f64);
            if (diff[l] > 0.5 || isnan(diff[l])) { /* it has no such kernel (libxsmm), or is wrong */
                fprintf(stderr, "bench: %s %s %s: wrong result (%g), not measured\n", c->op, c->size, libs[l].name,
                        diff[l]);
                fn[l] = NULL;
                continue;
            }
        }
        if (threads > 1 && !libs[l].set_threads) { /* was wanted for its result only */
            fn[l] = NULL;
            continue;
        }
        double once = time_calls(c, fn[l], 1);
        pin_threads(1);
        if (once < LONG_NS)
            once = time_calls(c, fn[l], (long)fmax(1, fmin(1e6, SAMPLE_NS / once / 4)));
        reps[l] = (long)fmax(1, fmin(1e7, ceil(SAMPLE_NS / once)));
        rounds[l] = once < (strcmp(libs[l].name, "plain") ? LONG_NS : LONG_PLAIN_NS) ? ROUNDS : 1;
        sample[l][0] = once;
    }
    for (int r = 0; r < ROUNDS; r++)
        for (size_t l = 0; l < lib_count; l++)
            if (fn[l] && rounds[l] == ROUNDS) {
                set_threads(&libs[l]);
                time_calls(c, fn[l], reps[l] / 4 + 1);
                sample[l][r] = time_calls(c, fn[l], reps[l]);
            }
    drop_lock(lock);
    for (size_t l = 0; l < lib_count; l++)
        if (fn[l]) {
            double med = median(sample[l], rounds[l]);
            emit(c->op, c->size, libs[l].name, threads, med, sample[l][0], c->work, c->unit, diff[l]);
        }
    free(expect);
}

/* Multiply-adds that never leave the registers: what the processor gives at this moment, in vectors of the width that
 * our core uses. Written as assembly so that no compiler can spill a chain to the stack or drop it. */
#if defined(__x86_64__)
#define FMA6(r, a, b, c, d, e, f)                                                                                      \
    "vfmadd213ps %%" r "15,%%" r "14,%%" r a "\n\tvfmadd213ps %%" r "15,%%" r "14,%%" r b "\n\t"                       \
    "vfmadd213ps %%" r "15,%%" r "14,%%" r c "\n\tvfmadd213ps %%" r "15,%%" r "14,%%" r d "\n\t"                       \
    "vfmadd213ps %%" r "15,%%" r "14,%%" r e "\n\tvfmadd213ps %%" r "15,%%" r "14,%%" r f "\n\t"
#define FMA_LOOP(r)                                                                                                    \
    "vzeroall\n1:\n\t" FMA6(r, "0", "1", "2", "3", "4", "5")                                                           \
        FMA6(r, "6", "7", "8", "9", "10", "11") "dec %0\n\tjg 1b\n\tvzeroupper"
#define FMA_CLOBBERS                                                                                                   \
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm14",         \
        "xmm15", "cc"
#endif

static void calibrate(void)
{
#if defined(__x86_64__)
    double s[ROUNDS];
    int wide = !strcmp(kernels_name(), "avx512"), lock = take_lock();
    for (int r = 0; r < ROUNDS; r++) {
        long n = 100000;
        double t = now_ns();
        if (wide)
            __asm__ volatile(FMA_LOOP("zmm") : "+r"(n) : : FMA_CLOBBERS);
        else
            __asm__ volatile(FMA_LOOP("ymm") : "+r"(n) : : FMA_CLOBBERS);
        s[r] = now_ns() - t;
    }
    drop_lock(lock);
    double med = median(s, ROUNDS);
    emit("calibrate_fma_f32", only_group ? only_group : "-", "machine", 1, med, s[0], 100000.0 * 12 * (wide ? 32 : 16),
         "GFLOP/s", -1);
#endif
}

/* ---- the cases ---- */

static int wanted(const char *group)
{
    return !only_group || !strcmp(only_group, group);
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

static void embedding(size_t vocab, size_t b, size_t len, size_t dim)
{
    char size[64];
    snprintf(size, sizeof size, "V%zu B%zu L%zu D%zu", vocab, b, len, dim);
    bench_case c = {"nn",
                    "embedmean_f32",
                    size,
                    "GB/s",
                    4.0 * (double)(b * (len + 1) * dim),
                    {{b, len, dim, 0}, {0}, 0, {0}, 0},
                    call_embedmean,
                    NULL,
                    b * dim,
                    0};
    c.a.in[0] = floats(vocab * dim, 1);
    c.a.in[1] = indices(b * len, vocab);
    c.a.out = block(b * dim * 4);
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
    free(c.a.out);
}

/* Work is counted for the causal half only: 2 T(T+1)/2 C multiply-adds for QK' and as many for AV. */
static void attention(size_t b, size_t t, size_t ch)
{
    char size[64];
    snprintf(size, sizeof size, "B%zu T%zu C%zu", b, t, ch);
    bench_case c = {"nn",
                    "attention_f32",
                    size,
                    "GFLOP/s",
                    2.0 * (double)(b * t * (t + 1) * ch),
                    {{b, t, ch, 0}, {0}, 0, {0}, 0},
                    call_attention,
                    NULL,
                    b * t * ch,
                    0};
    for (int i = 0; i < 3; i++)
        c.a.in[i] = floats(b * t * ch, 2);
    c.a.out = block(b * t * ch * 4);
    run_case(&c);
    for (int i = 0; i < 3; i++)
        free((void *)c.a.in[i]);
    free(c.a.out);
}

static void cross_entropy(size_t rows, size_t cols)
{
    char size[64];
    snprintf(size, sizeof size, "%zux%zu", rows, cols);
    float out;
    bench_case c = {
        "nn",      "xent_f32", size, "GB/s", 4.0 * (double)(rows * cols), {{rows, cols, 0, 0}, {0}, &out, {0}, 0},
        call_xent, NULL,       1,    0};
    c.a.in[0] = floats(rows * cols, 4);
    c.a.in[1] = indices(rows, cols);
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
}

/* Adam reads p, g, m, v and writes p, m, v: 28 bytes an element. */
static void adam(size_t n)
{
    char size[64];
    snprintf(size, sizeof size, "%zu", n);
    bench_case c = {"nn",      "adam_f32", size, "GB/s", 28.0 * (double)n, {{n, 0, 0, 0}, {0}, 0, {0}, 0},
                    call_adam, reset_adam, n,    0};
    c.a.in[0] = floats(n, 1);
    for (int i = 0; i < 3; i++)
        c.a.state[i] = floats(n, 1);
    c.a.out = c.a.state[0];
    run_case(&c);
    free((void *)c.a.in[0]);
    for (int i = 0; i < 3; i++)
        free(c.a.state[i]);
}

/* The network's functions, resolved library by library before its case runs. */
static mlp_ops mlp_now;
static bt_any mlp_own;
static bt_mlp net;
static void call_forward(bt_any fn, args *a)
{
    if (fn == (bt_any)mlp_forward_with)
        mlp_forward_with(&mlp_now, &net, a->d[0], a->in[0], a->out);
    else
        ((bt_mlp_forward_f32 *)fn)(&net, a->d[0], a->in[0], a->out);
}
static void call_step(bt_any fn, args *a)
{
    *(float *)a->out = fn == (bt_any)mlp_step_with ? mlp_step_with(&mlp_now, &net, a->d[0], a->in[0], a->in[1])
                                                   : ((bt_mlp_step_f32 *)fn)(&net, a->d[0], a->in[0], a->in[1]);
}

static void network(size_t in, size_t hid, size_t out, size_t b)
{
    size_t n = in * hid + hid + hid * out + out;
    double flops = 2.0 * (double)(b * hid) * (double)(in + out);
    char size[64];
    snprintf(size, sizeof size, "%zu-%zu-%zu B%zu", in, hid, out, b);
    net = (bt_mlp){in,
                   hid,
                   out,
                   0,
                   0.5f,
                   1e-3f,
                   floats(n, 0.05),
                   floats(n, 0),
                   floats(n, 0),
                   floats(n, 0),
                   n,
                   floats(4 * b * (hid + out), 0)};
    bench_case fwd = {
        "nn", "mlp_forward_f32", size, "GFLOP/s", flops, {{b, 0, 0, 0}, {0}, 0, {0}, 0}, call_forward, NULL, 0, 0};
    /* backward: two products for the second layer, one for the first (the input needs no gradient) */
    bench_case step = {"nn",
                       "mlp_step_f32",
                       size,
                       "GFLOP/s",
                       flops + 2.0 * (double)(b * hid) * (double)(in + 2 * out),
                       {{b, 0, 0, 0}, {0}, 0, {0}, 0},
                       call_step,
                       NULL,
                       0,
                       0};
    fwd.a.in[0] = step.a.in[0] = floats(b * in, 1);
    step.a.in[1] = indices(b, out);
    fwd.a.out = step.a.out = block(b * out * 4);
    const library *keep = memcpy(block(sizeof libs), libs, sizeof libs);
    size_t keep_count = lib_count;
    for (size_t l = 0; l < keep_count; l++) { /* one library at a time: mlp_now is its */
        char name[64];
        bt_any fast_adam = NULL;
        for (size_t i = 0; i < keep_count; i++)
            if (!strcmp(keep[i].name, "plain"))
                fast_adam = find(keep[i].table, "adam_f32");
        mlp_now = (mlp_ops){
            (bt_gemm_f32 *)find(keep[l].table, "gemm_f32_nn"), (bt_gemm_f32 *)find(keep[l].table, "gemm_f32_nt"),
            (bt_gemm_f32 *)find(keep[l].table, "gemm_f32_tn"), (bt_adam_f32 *)find(keep[l].table, "adam_f32")};
        bt_any own_adam = (bt_any)mlp_now.adam;
        if (!own_adam)
            mlp_now.adam = (bt_adam_f32 *)fast_adam;
        for (int s = 0; s < 2; s++) {
            bench_case *c = s ? &step : &fwd;
            mlp_own = find(keep[l].table, c->op);
            if (!mlp_own && !(mlp_now.nn && mlp_now.nt && mlp_now.tn && mlp_now.adam))
                continue;
            snprintf(name, sizeof name, "%s%s", keep[l].name, mlp_own || own_adam ? "" : "+plain");
            bt_entry one[2] = {{c->op, mlp_own ? mlp_own
                                       : s     ? (bt_any)mlp_step_with
                                               : (bt_any)mlp_forward_with},
                               {NULL, NULL}};
            libs[0] = (library){name, one, keep[l].set_threads};
            lib_count = 1;
            run_case(c);
        }
    }
    memcpy(libs, keep, sizeof libs);
    lib_count = keep_count;
    free((void *)keep);
    free((void *)fwd.a.in[0]);
    free((void *)step.a.in[1]);
    free(fwd.a.out);
    free(net.param), free(net.grad), free(net.m), free(net.v), free(net.work);
}

int main(int argc, char **argv)
{
    static const size_t cube[] = {8, 16, 32, 64, 128, 256, 512, 1024}, flats[] = {1000, 100000, 10000000};
    char note[512];
    const char *only = NULL;
    for (int i = 1; i + 1 < argc; i += 2)
        if (!strcmp(argv[i], "--lib"))
            only = argv[i + 1];
    lib_count = open_peers(libs, only, note, sizeof note);
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--group"))
            only_group = argv[i + 1];
        else if (!strcmp(argv[i], "--threads"))
            threads = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--lib"))
            return fprintf(stderr, "usage: bench_ops [--group NAME] [--threads N] [--lib NAME]\n"), 2;
    }
    if (getenv("BENCH_NOTE"))
        fprintf(stderr, "bench: %s\n", note);
    calibrate();
    if (wanted("gemm"))
        for (int f64 = 0; f64 < 2; f64++)
            for (size_t i = 0; i < sizeof cube / sizeof *cube; i++)
                gemm("gemm", f64 ? "gemm_f64_nn" : "gemm_f32_nn", cube[i], cube[i], cube[i]);
    if (wanted("shapes")) {
        gemm("shapes", "gemm_f32_nn", 64, 512, 784);
        gemm("shapes", "gemm_f32_nn", 64, 10, 512);
        gemm("shapes", "gemm_f32_nn", 1, 512, 784);
        gemm("shapes", "gemm_f32_nt", 64, 512, 784);
        gemm("shapes", "gemm_f32_tn", 784, 512, 64);
        gemm("shapes", "gemm_f32_tn", 512, 10, 64);
        gemm("shapes", "gemm_f64_nn", 64, 512, 784);
        gemm("shapes", "gemm_f64_nn", 1, 512, 784);
    }
    if (wanted("batch")) {
        batch("batch_f32_nt", 32, 128, 128, 64);
        batch("batch_f32_nn", 32, 128, 64, 128);
    }
    if (wanted("map"))
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
    if (wanted("rows")) {
        static const size_t shape[][2] = {{8, 128}, {800, 128}, {78125, 128}, {100, 1000}, {10000, 1000}};
        for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
            size_t r = shape[i][0], c = shape[i][1];
            rowwise("softmax_f32", r, c, 8, r * c, call_softmax);
            rowwise("layernorm_f32", r, c, 8, r * c, call_layernorm);
            rowwise("sum0_f32", r, c, 4, c, call_axis);
            rowwise("sum1_f32", r, c, 4, r, call_axis);
        }
    }
    if (wanted("nn")) {
        embedding(10000, 64, 20, 16);
        embedding(10000, 64, 128, 64);
        attention(8, 128, 64);
        cross_entropy(64, 65);
        cross_entropy(1024, 65);
        adam(784 * 512);
        network(784, 512, 10, 64);
    }
    calibrate();
    return 0;
}
