/* nd_pool.h - who owns arrays and their elements. For nd.c and nd_view.c alone; nd.h has what others need.
 *
 * A pool is a stack of descriptors for each thread. Elements are counted blocks; blocks of 64 KiB and more go to a
 * short list when their count reaches 0 and are handed out again, so a training loop does not fault in fresh pages at
 * each step. nd_pool_release(0) frees that list too. Under the address sanitizer, elements in the list are poisoned.
 */
#ifndef REFERENCE_ND_POOL_H
#define REFERENCE_ND_POOL_H

#include "reference/nd.h"

/* Registers a copy of the descriptor; counts the elements' block when there is one. */
nd *nd_pool_add(const nd *x);

/* Fails in the name of `who` unless the shape is one that an array can have. */
void nd_check_shape(const char *who, int rank, const int64_t *shape);

#endif
