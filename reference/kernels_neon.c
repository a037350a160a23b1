/* kernels_neon.c - the kernels for NEON on aarch64. Empty on other processors. */
#if defined(__aarch64__)

#include "reference/simd_neon.h"
#include "reference/kernels_template.h"

const struct kernels kernels_neon = KERNELS("neon");

#endif
