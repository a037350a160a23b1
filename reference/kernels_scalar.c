/* kernels_scalar.c - every kernel as the plain C loop that defines it: libm functions, sums in double.
 *
 * The tables for vector instructions are tested against this one, so it shares no arithmetic with their template, and
 * it is what machines without them run. Built with -ffp-contract=off.
 */
#include "reference/kernels_common.h"
#include "reference/kernels_tables.h"

#include <string.h>

#define T       float
#define F(name) name##_f32
#include "reference/kernels_scalar.inc.h"
#undef T
#undef F
#define T       double
#define F(name) name##_f64
#include "reference/kernels_scalar.inc.h"
#undef T
#undef F

#include "reference/kernels_int.inc.h"

const struct kernels kernels_scalar = KERNELS("scalar");
