/* faults.h - the errors of one file, as many as can be found in one go: its author mends them together.
 *
 * A plain value without heap, about 20 KiB. What is found behind FAULTS_MAX is counted and not kept.
 */
#ifndef JUDGE_FAULTS_H
#define JUDGE_FAULTS_H

#include "sandbox/err.h"

enum { FAULTS_MAX = 20 };

struct faults {
    int count; /* of all that were found */
    struct err at[FAULTS_MAX];
};

/* A copy of `err`. Returns -1, as err_set does. */
int faults_add(struct faults *faults, const struct err *err);
/* The result of a reader that filled `err` when it failed: adds that, and returns the result. */
int faults_take(struct faults *faults, int result, const struct err *err);
/* How many are kept. */
int faults_kept(const struct faults *faults);

#endif
