/* The stream of PyTorch's CPU generator. Algorithms: M. Matsumoto and T. Nishimura, "Mersenne Twister" (ACM TOMACS 8,
 * 1998) for the stream; G. Box and M. Muller (1958) for normals, with the single-precision polynomials of S. Moshier's
 * Cephes library for its logarithm, sine and cosine. Which of them PyTorch uses when is in its DistributionTemplates.h
 * and, for the polynomials, in the AVX2 kernel behind normal_.
 *
 * Bits depend on where a product is rounded before it is added, so every fused multiply-add is written out (fmaf, fma)
 * and no other product feeds a sum unless it is exact. -ffp-contract=off, with which this file is compiled, keeps it so
 * after the next edit; clang also heeds the pragma below, GCC does not.
 */
#include "torch_stream.h"
#include "torch_random.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif
#ifdef __FAST_MATH__
#error "torch_stream.c must not be compiled with -ffast-math: its numbers would not be PyTorch's"
#endif

enum { WORDS = 624, SHIFT = 397, BLOCK = TORCH_STREAM_BLOCK };

/* What PyTorch seeds a generator with that nobody seeded (c10/core/GeneratorImpl.h, default_rng_seed_val). */
static const uint64_t unseeded = 67280421310721;

static struct torch_rng_state rng = {.used = WORDS};
static bool seeded;

void torch_give_up(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

/* ---- The Mersenne Twister ---- */

void torch_manual_seed(uint64_t seed)
{
    rng.word[0] = (uint32_t)seed;
    for (uint32_t j = 1; j < WORDS; j++)
        rng.word[j] = 1812433253u * (rng.word[j - 1] ^ (rng.word[j - 1] >> 30)) + j;
    rng.used = WORDS;
    rng.made = 0;
    rng.has_normal = false;
    seeded = true;
}

static inline uint32_t twist(uint32_t high, uint32_t low)
{
    const uint32_t mixed = (high & 0x80000000u) | (low & 0x7fffffffu);
    return (mixed >> 1) ^ (-(mixed & 1) & 0x9908b0dfu);
}

static void make_words(void)
{
    if (!seeded)
        torch_manual_seed(unseeded);
    uint32_t *const w = rng.word;
    for (int j = 0; j < WORDS - SHIFT; j++)
        w[j] = w[j + SHIFT] ^ twist(w[j], w[j + 1]);
    for (int j = WORDS - SHIFT; j < WORDS - 1; j++)
        w[j] = w[j + SHIFT - WORDS] ^ twist(w[j], w[j + 1]);
    w[WORDS - 1] = w[SHIFT - 1] ^ twist(w[WORDS - 1], w[0]);
    rng.used = 0;
    rng.made += WORDS;
}

static inline uint32_t temper(uint32_t y)
{
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

uint32_t torch_random32(void)
{
    if (rng.used == WORDS)
        make_words();
    return temper(rng.word[rng.used++]);
}

uint64_t torch_random64(void)
{
    const uint64_t high = torch_random32();
    return high << 32 | torch_random32();
}

float torch_random_float(void)
{
    return (float)(torch_random32() & 0xffffff) * 0x1p-24f;
}

double torch_random_double(void)
{
    return (double)(torch_random64() & 0x1fffffffffffff) * 0x1p-53;
}

void torch_get_rng_state(struct torch_rng_state *ret_state)
{
    if (!seeded)
        torch_manual_seed(unseeded);
    *ret_state = rng;
}

void torch_set_rng_state(const struct torch_rng_state *state)
{
    if (state->used < 0 || state->used > WORDS)
        torch_give_up("torch_set_rng_state: this is no state of the generator");
    rng = *state;
    seeded = true;
}

uint64_t torch_stream_position(void)
{
    return rng.made - (uint64_t)(WORDS - rng.used);
}

/* ---- The loops that pay ----
 *
 * They are compiled twice: for any processor, where fmaf is a function of libm, and for those that have the
 * instruction. fmaf is exact either way, so which of the two runs cannot be seen in the results. */

#define INLINE static inline __attribute__((always_inline))

/* out[i] = from + width * uniform, with one rounding, from raw words of the twister. */
INLINE void uniform_body(float *out, const uint32_t *word, int64_t n, float from, float width)
{
    for (int64_t i = 0; i < n; i++)
        out[i] = __builtin_fmaf((float)(int32_t)(temper(word[i]) & 0xffffff) * 0x1p-24f, width, from);
}

/* log(x) for normal x > 0: x = m * 2^e with m in [sqrt(1/2), sqrt(2)), polynomial in m - 1. */
INLINE float cephes_log(float x)
{
    static const float c[] = {7.0376836292e-2f,  -1.1514610310e-1f, 1.1676998740e-1f,
                              -1.2420140846e-1f, 1.4249322787e-1f,  -1.6668057665e-1f,
                              2.0000714765e-1f,  -2.4999993993e-1f, 3.3333331174e-1f};
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    float e = (float)((int32_t)(bits >> 23) - 126);
    bits = (bits & 0x7fffff) | 0x3f000000;
    float m;
    memcpy(&m, &bits, sizeof m);
    const bool small = m < 0.707106781186547524f;
    e -= small ? 1.0f : 0.0f;
    m = (m - 1.0f) + (small ? m : 0.0f);
    const float z = m * m;
    float y = c[0];
    for (int k = 1; k < 9; k++)
        y = __builtin_fmaf(y, m, c[k]);
    y = __builtin_fmaf(y * m, z, e * -2.12194440e-4f) - 0.5f * z;
    return (m + y) + e * 0.693359375f;
}

/* sin(t) and cos(t) for 0 <= t < 8192: t = j * pi/4 + x with j even, pi/4 taken away in three parts. */
INLINE void cephes_sincos(float t, float *ret_sin, float *ret_cos)
{
    const int32_t j = ((int32_t)(t * 1.27323954473516f) + 1) & ~1;
    float x = __builtin_fmaf((float)j, -0.78515625f, t);
    x = __builtin_fmaf((float)j, -2.4187564849853515625e-4f, x);
    x = __builtin_fmaf((float)j, -3.77489497744594108e-8f, x);
    const float z = x * x;
    float c = __builtin_fmaf(2.443315711809948e-5f, z, -1.388731625493765e-3f);
    c = __builtin_fmaf(c, z, 4.166664568298827e-2f);
    c = __builtin_fmaf(c * z, z, -0.5f * z) + 1.0f;
    float s = __builtin_fmaf(-1.9515295891e-4f, z, 8.3321608736e-3f);
    s = __builtin_fmaf(s, z, -1.6666654611e-1f);
    s = __builtin_fmaf(s * z, x, x);
    const bool swapped = j & 2;
    const float sine = swapped ? c : s, cosine = swapped ? s : c;
    *ret_sin = j & 4 ? -sine : sine;
    *ret_cos = (j + 2) & 4 ? -cosine : cosine;
}

/* Turns 16 uniforms into 16 normals: places j and j + 8 hold the two of one pair. */
INLINE void normal_body(float *d, int64_t blocks, float mean, float deviation)
{
    for (; blocks > 0; blocks--, d += BLOCK) {
        float radius[BLOCK / 2];
        for (int j = 0; j < BLOCK / 2; j++)
            radius[j] = -2.0f * cephes_log(1.0f - d[j]);
        for (int j = 0; j < BLOCK / 2; j++)
            radius[j] = sqrtf(radius[j]);
        for (int j = 0; j < BLOCK / 2; j++) {
            float sine, cosine;
            cephes_sincos(6.283185307179586f * d[j + BLOCK / 2], &sine, &cosine);
            d[j] = __builtin_fmaf(radius[j] * cosine, deviation, mean);
            d[j + BLOCK / 2] = __builtin_fmaf(radius[j] * sine, deviation, mean);
        }
    }
}

static void uniform_any(float *out, const uint32_t *word, int64_t n, float from, float width)
{
    uniform_body(out, word, n, from, width);
}

static void normal_any(float *d, int64_t blocks, float mean, float deviation)
{
    normal_body(d, blocks, mean, deviation);
}

#ifdef __x86_64__
__attribute__((target("avx2,fma"))) static void uniform_fma(float *out, const uint32_t *word, int64_t n, float from,
                                                            float width)
{
    uniform_body(out, word, n, from, width);
}

__attribute__((target("avx2,fma"))) static void normal_fma(float *d, int64_t blocks, float mean, float deviation)
{
    normal_body(d, blocks, mean, deviation);
}
#endif

static const struct loops {
    void (*uniform)(float *out, const uint32_t *word, int64_t n, float from, float width);
    void (*normal)(float *d, int64_t blocks, float mean, float deviation);
} loops_any = {uniform_any, normal_any};

static const struct loops *loops(void)
{
#ifdef __x86_64__
    static const struct loops loops_fma = {uniform_fma, normal_fma};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return &loops_fma;
#endif
    return &loops_any;
}

/* ---- Uniform and normal ---- */

void torch_stream_uniform_f32(float *out, int64_t n, float from, float width)
{
    while (n > 0) {
        if (rng.used == WORDS)
            make_words();
        const int64_t run = n < WORDS - rng.used ? n : WORDS - rng.used;
        loops()->uniform(out, rng.word + rng.used, run, from, width);
        rng.used += (int)run;
        out += run;
        n -= run;
    }
}

void torch_stream_uniform_f64(double *out, int64_t n, double from, double width)
{
    for (int64_t i = 0; i < n; i++)
        out[i] = fma(torch_random_double(), width, from);
}

/* In double, whatever the type of the tensor. */
double torch_stream_normal(void)
{
    if (rng.has_normal) {
        rng.has_normal = false;
        return rng.normal;
    }
    const double u1 = torch_random_double();
    const double u2 = torch_random_double();
    const double radius = sqrt(-2.0 * log(1.0 - u2));
    const double angle = 2.0 * M_PI * u1;
    rng.normal = radius * sin(angle);
    rng.has_normal = true;
    return radius * cos(angle);
}

/* The fresh uniforms for a rest go into the last 16 places, over finished values: that is PyTorch's way. */
void torch_stream_normals_f32(float *d, int64_t n, float mean, float deviation)
{
    torch_stream_uniform_f32(d, n, 0.0f, 1.0f);
    loops()->normal(d, n / BLOCK, mean, deviation);
    if (n % BLOCK) {
        torch_stream_uniform_f32(d + n - BLOCK, BLOCK, 0.0f, 1.0f);
        loops()->normal(d + n - BLOCK, 1, mean, deviation);
    }
}

static void normal_block_f64(double *d, double mean, double deviation)
{
    for (int j = 0; j < BLOCK / 2; j++) {
        const double radius = sqrt(-2.0 * log(1.0 - d[j]));
        const double angle = 2.0 * M_PI * d[j + BLOCK / 2];
        d[j] = fma(radius * cos(angle), deviation, mean);
        d[j + BLOCK / 2] = fma(radius * sin(angle), deviation, mean);
    }
}

void torch_stream_normals_f64(double *d, int64_t n, double mean, double deviation)
{
    torch_stream_uniform_f64(d, n, 0.0, 1.0);
    for (int64_t i = 0; i + BLOCK <= n; i += BLOCK)
        normal_block_f64(d + i, mean, deviation);
    if (n % BLOCK) {
        torch_stream_uniform_f64(d + n - BLOCK, BLOCK, 0.0, 1.0);
        normal_block_f64(d + n - BLOCK, mean, deviation);
    }
}
