/* expected.h - the right answers: inputs of every case of a plan, and what the reference makes of them.
 *
 * Results for literal, sample and hidden cases do not depend on the submission: they are kept in the private cache
 * under the digest of the reference's program and each case's seed. Fresh ones and recorded draws are computed each
 * time. The reference runs in boxes of its own, one a case, once per variant of the generator (native and MKL masks)
 * where the problem accepts both.
 *
 * Everything that goes wrong here is the judge's or the instructor's fault (ERR_JUDGE), never the submission's.
 */
#ifndef JUDGE_EXPECTED_H
#define JUDGE_EXPECTED_H

#include "judge/problem/cases.h"
#include "judge/judging/compile.h"

enum { VARIANTS_MAX = 2 };

struct expected_case {
    struct values arguments;
    struct values want[VARIANTS_MAX]; /* as many as the problem has variants */
    int attempt;                      /* the draw of the seed that the reference accepted */
};

struct expected {
    int count; /* as the plan's */
    struct expected_case *at;
};

int expected_get(const struct compile_shop *shop, const struct problem *problem, const struct case_plan *plan,
                 struct expected *ret_expected, struct err *err);
void expected_release(struct expected *expected);

#endif
