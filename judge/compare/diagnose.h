/* diagnose.h - in tensor terms: what kind of mistake gives this difference?
 *
 * Each check is one way in which a wrong result relates exactly to the right one: a factor that is a dimension, a sign,
 * a transposition, rows in another order, softmax along the wrong axis, an argument returned unchanged, a precision. A
 * check speaks only when its relation holds for the whole result within the tolerance, so a diagnosis is a fact about
 * the numbers; what it suggests about the code stands in parentheses with a question mark.
 *
 * Nothing here shows an expected value: a diagnosis may be told for hidden cases too.
 */
#ifndef JUDGE_DIAGNOSE_H
#define JUDGE_DIAGNOSE_H

#include "judge/compare/compare.h"

/* What a diagnosis may refer to by name. */
struct diagnose_context {
    const struct compare_rules *rules;
    const struct param *params; /* of all arguments, the constructor's first */
    const struct values *arguments;
    const struct param *results;
};

/* Adds up to DIFF_DIAGNOSES_MAX sentences to a diff that compare_results has filled. */
void diagnose(const struct diagnose_context *context, const struct values *got, const struct values *want,
              struct diff *diff);

#endif
