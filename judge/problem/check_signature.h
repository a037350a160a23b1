/* check_signature.h - the function of check.c that judges the answers of one function of a problem.
 *
 *     shortest_path(weights f64[N,N], from i64) -> i64[L]
 *     check_shortest_path(weights f64[N,N], from i64, want i64[L], got i64[L]) -> str
 *
 * In C: `char *check_shortest_path(const tensor *weights, int64_t from, const tensor *want, const tensor *got)`. It
 * returns NULL when `got` is right, and words that say what is wrong with it otherwise. Several results are named
 * want_x, want_y, got_x, got_y. The constructor's parameters come first, as in every function.
 */
#ifndef JUDGE_CHECK_SIGNATURE_H
#define JUDGE_CHECK_SIGNATURE_H

#include "judge/problem/signature.h"

/* ERR_USE when names would meet or become too long, or when there are too many parameters. */
int check_signature(const struct function *function, struct function *ret_check, struct err *err);

#endif
