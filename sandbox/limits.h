/* limits.h - the kernel's per-process limits of a program.
 *
 * Backstops: init measures time and memory itself and knows what was exceeded; these hold when init is late.
 *
 * Memory is bounded three times. What is resident, by init. The address space, which counts shared mappings too, by the
 * keeper, which sees every large request and knows that it has refused one; the slack above the limit covers text,
 * stacks and what an allocator reserves. And the kernel's RLIMIT_AS, which tells nobody when it refuses, so that the
 * program's crash would look like its own mistake: for programs that are shown to the keeper it lies so far above that
 * small requests, which the keeper does not see, take many of init's looks to get there.
 */
#ifndef SANDBOX_LIMITS_H
#define SANDBOX_LIMITS_H

#include "sandbox/box.h"

/* The address space that a policy allows for a memory limit, bytes. */
int64_t limits_address_space(enum box_policy policy, int64_t memory_kib);

/* That of RLIMIT_AS. */
int64_t limits_backstop(enum box_policy policy, int64_t memory_kib);

/* By so much may small requests that are never touched pass the address space: they cost nothing but page tables, and
 * only a program that goes on asking for longer than init's interval gets this far. */
#define LIMITS_UNTOUCHED (INT64_C(16) << 30)

/* In place of other_processes: the processes of the box cannot be told from others of its user. A limit of 1 still
 * stands, for then any process at all is one too many; a higher one would count what is not the box's. */
enum { LIMITS_UNCOUNTED = -1 };

/* Applies them to the calling process. 0, or -1 with errno. */
int limits_apply(enum box_policy policy, const struct box_limits *limits, int64_t other_processes);

#endif
