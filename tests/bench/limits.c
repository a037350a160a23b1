/* limits.c - the bandwidth of each level of memory, in the vectors that this program is built for, with the footprints
 * of the operations measured: what bench_tensor.py holds the streaming ones against.
 *
 * Usage: bench_limits            one JSON line for each pattern and level
 */
#include "tests/bench/common.h"

enum { SAMPLES = 15, WAYS = 8 };

#ifdef __AVX512F__
typedef float vector __attribute__((vector_size(64)));
#else
typedef float vector __attribute__((vector_size(32)));
#endif

enum { AHEAD = 16384 }; /* bytes; the processor's own prefetch stops at the end of a page */

/* A pattern moves n vectors, a multiple of WAYS, from b and c to a; its value keeps the compiler from dropping it. */
typedef float pattern(vector *a, const vector *b, const vector *c, size_t n);

#define EACH_WAY(statement)                                                                                            \
    for (size_t i = 0; i < n; i += WAYS)                                                                               \
        _Pragma("GCC unroll 8") for (size_t j = 0; j < WAYS; j++)                                                      \
        {                                                                                                              \
            statement;                                                                                                 \
        }

static float read_only(vector *a, const vector *b, const vector *c, size_t n)
{
    vector s[WAYS] = {{0}};
    (void)b, (void)c;
    EACH_WAY(s[j] += a[i + j])
    for (int j = 1; j < WAYS; j++)
        s[0] += s[j];
    return s[0][0];
}

static float read_ahead(vector *a, const vector *b, const vector *c, size_t n)
{
    vector s[WAYS] = {{0}};
    (void)b, (void)c;
    EACH_WAY(__builtin_prefetch((const char *)&a[i + j] + AHEAD); s[j] += a[i + j])
    for (int j = 1; j < WAYS; j++)
        s[0] += s[j];
    return s[0][0];
}

static float copy(vector *a, const vector *b, const vector *c, size_t n)
{
    (void)c;
    EACH_WAY(a[i + j] = b[i + j] * 2)
    return a[0][0];
}

static float triad(vector *a, const vector *b, const vector *c, size_t n)
{
    EACH_WAY(a[i + j] = b[i + j] + 3 * c[i + j])
    return a[0][0];
}

#ifdef __x86_64__
#include <immintrin.h>
/* Stores that do not read the line first. */
static inline void stream(vector *to, vector v)
{
#ifdef __AVX512F__
    _mm512_stream_ps((float *)to, v);
#elif defined(__AVX__)
    _mm256_stream_ps((float *)to, v);
#else
    *to = v;
#endif
}

static float copy_nt(vector *a, const vector *b, const vector *c, size_t n)
{
    (void)c;
    EACH_WAY(stream(&a[i + j], b[i + j] * 2))
    _mm_sfence();
    return a[0][0];
}

static float copy_ahead(vector *a, const vector *b, const vector *c, size_t n)
{
    (void)c;
    EACH_WAY(__builtin_prefetch((const char *)&b[i + j] + AHEAD); stream(&a[i + j], b[i + j] * 2))
    _mm_sfence();
    return a[0][0];
}

static float triad_nt(vector *a, const vector *b, const vector *c, size_t n)
{
    EACH_WAY(stream(&a[i + j], b[i + j] + 3 * c[i + j]))
    _mm_sfence();
    return a[0][0];
}

static float triad_ahead(vector *a, const vector *b, const vector *c, size_t n)
{
    EACH_WAY(__builtin_prefetch((const char *)&b[i + j] + AHEAD); __builtin_prefetch((const char *)&c[i + j] + AHEAD);
             stream(&a[i + j], b[i + j] + 3 * c[i + j]))
    _mm_sfence();
    return a[0][0];
}
#endif

static const struct {
    const char *name;
    pattern *run;
    size_t arrays;
} patterns[] = {
    {"read", read_only, 1},  {"copy", copy, 2},         {"triad", triad, 3},           {"read_ahead", read_ahead, 1},
#ifdef __x86_64__
    {"copy_nt", copy_nt, 2}, {"triad_nt", triad_nt, 3}, {"copy_ahead", copy_ahead, 2}, {"triad_ahead", triad_ahead, 3},
#endif
};

/* The footprint is of one array, as an operation over that many bytes has it. */
static void measure(size_t p, const char *level, size_t bytes)
{
    size_t n = bytes / sizeof(vector) / WAYS * WAYS;
    vector *x[3];
    double sample[SAMPLES];
    volatile float sink = 0;
    uint64_t seed = 41;
    for (int i = 0; i < 3; i++) {
        x[i] = block(bytes + (size_t)i * 4096 + 64);
        for (size_t k = 0; k < n * sizeof(vector) / sizeof(float); k++)
            ((float *)x[i])[k] = (float)next_unit(&seed);
    }
    size_t calls = bytes < 10000000 ? 20000000 / bytes + 1 : 1;
    for (int s = -1; s < SAMPLES; s++) {
        double start = now_ns();
        for (size_t call = 0; call < calls; call++)
            sink += patterns[p].run(x[0], x[1], x[2], n);
        if (s >= 0)
            sample[s] = (now_ns() - start) / (double)calls;
    }
    char op[32];
    snprintf(op, sizeof op, "stream_%s", patterns[p].name);
    double middle = median(sample, SAMPLES);
    emit(op, level, "machine", 1, middle, sample[0], (double)(patterns[p].arrays * n * sizeof(vector)), "GB/s", -1);
    for (int i = 0; i < 3; i++)
        free(x[i]);
}

int main(void)
{
    static const struct {
        const char *name;
        size_t bytes;
    } level[] = {{"4000", 4000},         {"400000", 400000},    {"1605632", 784 * 512 * 4}, {"3211264", 784 * 512 * 8},
                 {"40000000", 40000000}, {"80000000", 80000000}};
    for (size_t l = 0; l < sizeof level / sizeof *level; l++)
        for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++)
            measure(p, level[l].name, level[l].bytes);
    return 0;
}
