/* inputs.h - the inputs of cases, by whatever makes them: literals, the problem's generators, or its generate.c.
 *
 * generate.c runs as a reference does, in a box of its own, one process for all the cases that are asked for together.
 * What it returns passes the parser of responses (frame.h) and is compared with the signature: types, shapes, no
 * element unwritten. When the process fails, each case gets one of its own, so that the error names the case; every
 * failure is the author's (ERR_JUDGE) and names problem, group and case.
 */
#ifndef JUDGE_INPUTS_H
#define JUDGE_INPUTS_H

#include "judge/problem/cases.h"
#include "judge/judging/compile.h"

struct input {
    const struct test_case *test_case;
    int attempt;
    struct values values; /* made: constructor arguments, then the function's; the caller's to release */
};

/* Fills the values of all; of none on failure. */
int inputs_make(const struct compile_shop *shop, const struct problem *problem, struct input *inputs, int count,
                struct err *err);

#endif
