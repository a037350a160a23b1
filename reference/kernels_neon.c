/* kernels_neon.c - the kernels for NEON on aarch64. Empty on other processors. */
#if defined(__aarch64__)

#include "reference/simd_neon.h"
#include "reference/kernels_template.h"

const struct kernels kernels_neon = {
    .name = "neon",
    .f32 = FLOAT_TABLE(f32),
    .f64 = FLOAT_TABLE(f64),
    .i64 = INT_TABLE,
    .f32_to_f64 = f32_to_f64,
    .f64_to_f32 = f64_to_f32,
    .i64_to_f32 = i64_to_f32,
    .i64_to_f64 = i64_to_f64,
};

#endif
