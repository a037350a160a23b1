/* kernels_template.h - every kernel, in the vectors of the simd_<isa>.h included before; the includer then fills its
 * table with FLOAT_TABLE and INT_TABLE. Each part is included for float and for double, with T the element, V its
 * vector, and F(name) the name for that type. Built with -ffp-contract=fast. Included by kernels_avx2.c,
 * kernels_avx512.c, kernels_neon.c only.
 */
#include <float.h>
#include <string.h>

#include "reference/kernels_common.h"
#include "reference/kernels_pool.h"
#include "reference/kernels_tables.h"

/* Outputs from this size on go past the caches (non-temporal stores): reading a line only to overwrite it costs a third
 * of the memory's bandwidth. Smaller ones may be wanted again soon. */
#define STREAM_BYTES ((size_t)16 << 20)

/* The accumulators of a tile: TILE_MR x TILE_NV, or TILE_TALL x 1 for narrow matrices. */
#define TILE_VECTORS (TILE_TALL > TILE_MR * TILE_NV ? TILE_TALL : TILE_MR * TILE_NV)

/* How a product is computed: its enum kernels_gemm, and this where it is added to C. */
#define GEMM_ADD 4u

#define V F(v)
#define M F(m)
#define L F(LANES)

#include "reference/kernels_math_f32.inc.h"
#include "reference/kernels_math_f64.inc.h"

#define T       float
#define T_MAX   FLT_MAX
#define T_BITS  32
#define F(name) name##_f32
#include "reference/kernels_maps.inc.h"
#include "reference/kernels_reduce.inc.h"
#include "reference/kernels_rows.inc.h"
#include "reference/kernels_tile.inc.h"
#include "reference/kernels_panel.inc.h"
#include "reference/kernels_small.inc.h"
#include "reference/kernels_gemm.inc.h"
#include "reference/kernels_attention.inc.h"
#include "reference/kernels_train.inc.h"
#undef T
#undef T_MAX
#undef T_BITS
#undef F

#define T       double
#define T_MAX   DBL_MAX
#define T_BITS  64
#define F(name) name##_f64
#include "reference/kernels_maps.inc.h"
#include "reference/kernels_reduce.inc.h"
#include "reference/kernels_rows.inc.h"
#include "reference/kernels_tile.inc.h"
#include "reference/kernels_panel.inc.h"
#include "reference/kernels_small.inc.h"
#include "reference/kernels_gemm.inc.h"
#include "reference/kernels_attention.inc.h"
#include "reference/kernels_train.inc.h"
#undef T
#undef T_MAX
#undef T_BITS
#undef F

#include "reference/kernels_int.inc.h"
