/* kernels_pool.h - helper threads for large kernels.
 *
 * pool_run calls job(context, 0..parts-1), each once, on the calling thread and on helpers, and returns when all are
 * done; without helpers, or while another thread uses them, the caller does everything itself. Helpers spin for some 50
 * us after a job (waking a sleeping one costs as much), then sleep. Jobs must not depend on which thread runs them.
 */
#ifndef REFERENCE_KERNELS_POOL_H
#define REFERENCE_KERNELS_POOL_H

#include <stddef.h>

/* Work below this is not worth handing out: 2 flops for each multiplication and addition. */
#define POOL_MIN_FLOPS 20e6

size_t pool_threads(void);
void pool_run(size_t parts, void (*job)(void *context, size_t part), void *context);

#endif
