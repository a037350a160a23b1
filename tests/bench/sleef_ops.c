/* sleef_ops.c - SLEEF's vector functions in a loop over the array, by dlopen. Tails run through a padded vector. */
#include "tests/bench/peers.h"

#include <dlfcn.h>
#include <immintrin.h>
#include <string.h>

#ifdef __AVX512F__
typedef __m512 vector_f32;
typedef __m512d vector_f64;
#define NAME_F32(f) "Sleef_" f "f16_u10avx512f"
#define NAME_F64(f) "Sleef_" f "d8_u10avx512f"
#else
typedef __m256 vector_f32;
typedef __m256d vector_f64;
#define NAME_F32(f) "Sleef_" f "f8_u10avx2"
#define NAME_F64(f) "Sleef_" f "d4_u10avx2"
#endif

static vector_f32 (*sleef_exp_f32)(vector_f32), (*sleef_tanh_f32)(vector_f32);
static vector_f64 (*sleef_exp_f64)(vector_f64);

static inline vector_f32 sleef_sigmoid_f32(vector_f32 x)
{
    return 1 / (1 + sleef_exp_f32(-x));
}

#define MAP(name, T, vector)                                                                                           \
    static void name(size_t n, const T *x, T *y)                                                                       \
    {                                                                                                                  \
        for (size_t i = 0; i < n; i += sizeof(vector) / sizeof(T)) {                                                   \
            vector v = {0};                                                                                            \
            size_t bytes = (n - i) * sizeof(T) < sizeof v ? (n - i) * sizeof(T) : sizeof v;                            \
            if (bytes == sizeof v) {                                                                                   \
                memcpy(&v, x + i, sizeof v);                                                                           \
                v = sleef_##name(v);                                                                                   \
                memcpy(y + i, &v, sizeof v);                                                                           \
            } else {                                                                                                   \
                memcpy(&v, x + i, bytes);                                                                              \
                v = sleef_##name(v);                                                                                   \
                memcpy(y + i, &v, bytes);                                                                              \
            }                                                                                                          \
        }                                                                                                              \
    }
MAP(exp_f32, float, vector_f32)
MAP(tanh_f32, float, vector_f32)
MAP(sigmoid_f32, float, vector_f32)
MAP(exp_f64, double, vector_f64)

const bt_entry *sleef_open(void)
{
    static const bt_entry table[] = {{"exp_f32", (bt_any)exp_f32},
                                     {"tanh_f32", (bt_any)tanh_f32},
                                     {"sigmoid_f32", (bt_any)sigmoid_f32},
                                     {"exp_f64", (bt_any)exp_f64},
                                     {NULL, NULL}};
    void *h = dlopen("libsleef.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!h)
        return NULL;
    *(void **)&sleef_exp_f32 = dlsym(h, NAME_F32("exp"));
    *(void **)&sleef_tanh_f32 = dlsym(h, NAME_F32("tanh"));
    *(void **)&sleef_exp_f64 = dlsym(h, NAME_F64("exp"));
    return sleef_exp_f32 && sleef_tanh_f32 && sleef_exp_f64 ? table : NULL;
}
