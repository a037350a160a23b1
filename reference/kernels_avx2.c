/* kernels_avx2.c - the kernels for AVX2 with FMA. Empty on other processors. */
#if defined(__x86_64__)

#include "reference/simd_avx2.h"
#include "reference/kernels_template.h"

const struct kernels kernels_avx2 = {
    .name = "avx2",
    .f32 = FLOAT_TABLE(f32),
    .f64 = FLOAT_TABLE(f64),
    .i64 = INT_TABLE,
    .f32_to_f64 = f32_to_f64,
    .f64_to_f32 = f64_to_f32,
    .i64_to_f32 = i64_to_f32,
    .i64_to_f64 = i64_to_f64,
};

#endif
