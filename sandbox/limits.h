/* limits.h - the kernel's per-process limits of a program.
 *
 * Backstops: init measures time and memory itself and knows what was exceeded; these hold when init is late. Memory is
 * bounded by address space, which counts shared mappings too; the slack above the limit covers text, stacks and what
 * an allocator reserves, so that a program that fills its limit is seen to exceed it before an allocation fails.
 */
#ifndef SANDBOX_LIMITS_H
#define SANDBOX_LIMITS_H

#include "sandbox/box.h"

/* The address space that a policy allows for a memory limit, bytes. */
int64_t limits_address_space(enum box_policy policy, int64_t memory_kib);

/* In place of other_processes: the processes of the box cannot be told from others of its user. A limit of 1 still
 * stands, for then any process at all is one too many; a higher one would count what is not the box's. */
enum { LIMITS_UNCOUNTED = -1 };

/* Applies them to the calling process. 0, or -1 with errno. */
int limits_apply(enum box_policy policy, const struct box_limits *limits, int64_t other_processes);

#endif
