/* kernels_avx512.c - the kernels for AVX-512 F, DQ, BW and VL. Empty on other processors. */
#if defined(__x86_64__)

#include "reference/simd_avx512.h"
#include "reference/kernels_template.h"

const struct kernels kernels_avx512 = KERNELS("avx512");

#endif
