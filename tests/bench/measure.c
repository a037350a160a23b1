#include "tests/bench/measure.h"

#include "reference/kernels.h"

#include <dirent.h>
#include <math.h>
#include <sched.h>

enum { ROUNDS = 11 };
#define SAMPLE_NS     400e3 /* a sample repeats its call until it lasts this long */
#define LONG_NS       400e6 /* a call this long is measured once, */
#define LONG_PLAIN_NS 5e6   /* or this long, of the plain loops */

struct bench bench = {.threads = 1};

float *floats(size_t n, double scale)
{
    static uint64_t seed = 42;
    float *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = (float)(next_unit(&seed) * scale);
    return x;
}
double *doubles(size_t n, double scale)
{
    static uint64_t seed = 43;
    double *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = next_unit(&seed) * scale;
    return x;
}
int64_t *indices(size_t n, size_t limit)
{
    static uint64_t seed = 44;
    int64_t *x = block(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = (int64_t)(next_random(&seed) % limit);
    return x;
}

bt_any find(const bt_entry *table, const char *name)
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
    l->set_threads(bench.threads);
}

/* Gives each thread of the process a core of its own: left alone, a woken worker may share its waker's for seconds.
 * Unpinned, this thread may use them all again, as bench.threads it starts inherit. */
static void pin_threads(int apart)
{
    DIR *d = bench.threads > 1 ? opendir("/proc/self/task") : NULL;
    int cpu = 0;
    for (struct dirent *e = NULL; d && (e = readdir(d));)
        if (e->d_name[0] != '.') {
            cpu_set_t set;
            CPU_ZERO(&set);
            for (int i = 0; i < bench.threads; i++)
                if (!apart || i == cpu % bench.threads)
                    CPU_SET(i, &set);
            sched_setaffinity(atoi(e->d_name), sizeof set, &set);
            cpu++;
        }
    if (d)
        closedir(d);
}

void run_case(bench_case *c)
{
    bt_any fn[MAX_LIBRARIES] = {NULL};
    double sample[MAX_LIBRARIES][ROUNDS], diff[MAX_LIBRARIES];
    long reps[MAX_LIBRARIES];
    int rounds[MAX_LIBRARIES] = {0};
    size_t bytes = c->out_count * (c->out_f64 ? 8 : 4);
    void *expect = c->out_count ? block(bytes) : NULL;
    int have_expect = 0, lock = take_lock();
    pin_threads(0);

    for (size_t l = 0; l < bench.lib_count; l++) {
        if (bench.threads > 1 && !bench.libs[l].set_threads && strcmp(bench.libs[l].name, "plain"))
            continue;
        if (!(fn[l] = find(bench.libs[l].table, c->op)))
            continue;
        set_threads(&bench.libs[l]);
        diff[l] = -1;
        if (c->out_count && (bench.threads == 1 || strcmp(bench.libs[l].name, "plain") || c->work < 1e9)) {
            memset(c->a.out, 0xff, bytes);
            if (c->reset)
                c->reset(&c->a);
            c->call(fn[l], &c->a);
            if (!have_expect)
                memcpy(expect, c->a.out, bytes), have_expect = 1;
            else
                diff[l] = difference(c->a.out, expect, c->out_count, c->out_f64);
            if (diff[l] > 0.5 || isnan(diff[l])) { /* it has no such kernel (libxsmm), or is wrong */
                fprintf(stderr, "bench: %s %s %s: wrong result (%g), not measured\n", c->op, c->size,
                        bench.libs[l].name, diff[l]);
                fn[l] = NULL;
                continue;
            }
        }
        if (bench.threads > 1 && !bench.libs[l].set_threads) { /* was wanted for its result only */
            fn[l] = NULL;
            continue;
        }
        double once = time_calls(c, fn[l], 1);
        pin_threads(1);
        if (once < LONG_NS)
            once = time_calls(c, fn[l], (long)fmax(1, fmin(1e6, SAMPLE_NS / once / 4)));
        reps[l] = (long)fmax(1, fmin(1e7, ceil(SAMPLE_NS / once)));
        rounds[l] = once < (strcmp(bench.libs[l].name, "plain") ? LONG_NS : LONG_PLAIN_NS) ? ROUNDS : 1;
        sample[l][0] = once;
    }
    for (int r = 0; r < ROUNDS; r++)
        for (size_t l = 0; l < bench.lib_count; l++)
            if (fn[l] && rounds[l] == ROUNDS) {
                set_threads(&bench.libs[l]);
                time_calls(c, fn[l], reps[l] / 4 + 1);
                sample[l][r] = time_calls(c, fn[l], reps[l]);
            }
    drop_lock(lock);
    for (size_t l = 0; l < bench.lib_count; l++)
        if (fn[l]) {
            double med = median(sample[l], rounds[l]);
            emit(c->op, c->size, bench.libs[l].name, bench.threads, med, sample[l][0], c->work, c->unit, diff[l]);
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

void calibrate(void)
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
    emit("calibrate_fma_f32", bench.group ? bench.group : "-", "machine", 1, med, s[0],
         100000.0 * 12 * (wide ? 32 : 16), "GFLOP/s", -1);
#endif
}
