/* compare_internal.h - what the parts of compare.h share.
 *
 *     compare.c          number of results, form, numbers
 *     compare_strings.c  truth values and strings
 *     compare_guard.c    what may be said of a hidden case
 */
#ifndef JUDGE_COMPARE_INTERNAL_H
#define JUDGE_COMPARE_INTERNAL_H

#include "judge/compare/compare.h"

/* Bool, string or strings against the same kind. True when they are equal; else the difference is in `diff`. */
bool compare_strings(const struct value *got, const struct value *want, struct diff *diff);

#endif
