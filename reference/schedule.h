/* schedule.h - what a learning rate is multiplied with at a step of a training run.
 *
 * `step` counts from 0. Fails (nd_fail) when there are too few steps to divide by or the step is negative.
 */
#ifndef REFERENCE_SCHEDULE_H
#define REFERENCE_SCHEDULE_H

#include <stdint.h>

/* 1 - step / steps: from 1 down to 1 / steps at the last step. steps >= 1. */
double schedule_linear(int64_t step, int64_t steps);

/* 1 */
double schedule_constant(int64_t step, int64_t steps);

/* cos(pi/2 step / (steps - 1)): from 1 down to 0 at the last step. steps >= 2. */
double schedule_cosine(int64_t step, int64_t steps);

#endif
