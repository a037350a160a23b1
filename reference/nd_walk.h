/* nd_walk.h - how strided arrays are walked: as few and as long runs as their strides allow.
 *
 * Up to four arrays of one shape are walked together. Axes of size 1 vanish and axes that continue each other in every
 * array merge, so contiguous arrays are one run, and a bias added to [B,T,C] is B*T runs of C.
 *
 *     struct nd_walk w;
 *     nd_walk_init(&w, rank, shape, 2, (const int64_t *[]){x->stride, y->stride});
 *     while (nd_walk_next(&w))
 *         for (int64_t i = 0; i < w.length; i++)
 *             ... x->f32[w.at[0] + i * w.step[0]], y->f32[w.at[1] + i * w.step[1]] ...
 *
 * Runs come in row-major order. Arrays without elements have none. For the files nd_*.c alone.
 */
#ifndef REFERENCE_ND_WALK_H
#define REFERENCE_ND_WALK_H

#include "reference/nd.h"

enum { ND_WALK_MAX = 4 };

struct nd_walk {
    int64_t length;            /* of every run; at least 1 once nd_walk_next returned true */
    int64_t at[ND_WALK_MAX];   /* where this run starts in each array, in elements */
    int64_t step[ND_WALK_MAX]; /* from one element of the run to the next */

    /* the merged axes outside of the run, innermost first */
    int rank;
    int64_t size[ND_MAX_RANK], stride[ND_WALK_MAX][ND_MAX_RANK];

    /* private */
    int arrays;
    bool started, empty;
    int64_t index[ND_MAX_RANK];
};

void nd_walk_init(struct nd_walk *w, int rank, const int64_t *shape, int arrays, const int64_t *const *strides);
bool nd_walk_next(struct nd_walk *w);

/* Before the first nd_walk_next: takes the axis along which `array` has stride 1 out of the walk, so that each run is
 * the first of ret_size parallel ones, ret_step[a] elements apart in array a. False when there is none. */
bool nd_walk_take_unit_axis(struct nd_walk *w, int array, int64_t *ret_size, int64_t ret_step[ND_WALK_MAX]);

/* Row-major strides of a shape. */
void nd_row_major(int rank, const int64_t *shape, int64_t *ret_stride);

/* x as if it had the (broadcast) shape; a view on the stack, for reading. The shape must be one that x broadcasts to.
 */
nd nd_stretched(const nd *x, int rank, const int64_t *shape);

/* Runs `statement(f32)` or `statement(f64)`: the one place where a float dtype becomes a member of nd and of struct
 * kernels. */
#define ND_BY_FLOAT(dtype, statement)                                                                                  \
    do {                                                                                                               \
        if ((dtype) == DTYPE_F32) {                                                                                    \
            statement(f32);                                                                                            \
        } else {                                                                                                       \
            statement(f64);                                                                                            \
        }                                                                                                              \
    } while (0)

/* The same for the three dtypes: statement(f32), (f64) or (i64). */
#define ND_BY_DTYPE(dtype, statement)                                                                                  \
    do {                                                                                                               \
        if ((dtype) == DTYPE_F32) {                                                                                    \
            statement(f32);                                                                                            \
        } else if ((dtype) == DTYPE_F64) {                                                                             \
            statement(f64);                                                                                            \
        } else {                                                                                                       \
            statement(i64);                                                                                            \
        }                                                                                                              \
    } while (0)

/* The C type behind a member's name. */
typedef float nd_c_f32;
typedef double nd_c_f64;
typedef int64_t nd_c_i64;

#endif
