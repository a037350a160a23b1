/* kernels_avx2.c - the kernels for AVX2 with FMA. Empty on other processors. */
#if defined(__x86_64__)

#include "reference/simd_avx2.h"
#include "reference/kernels_template.h"

const struct kernels kernels_avx2 = KERNELS("avx2");

#endif
