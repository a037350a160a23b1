/* problem_groups.h - the cases of problem.json: "samples", "cases" and "groups", for problem_read.c. */
#ifndef JUDGE_PROBLEM_GROUPS_H
#define JUDGE_PROBLEM_GROUPS_H

#include "judge/problem/attachment.h"
#include "judge/base/faults.h"
#include "judge/base/json.h"
#include "judge/problem/problem.h"

/* Behind the functions of the problem, which cases refer to. Literals may stand in `attachments`. Each case and group
 * stands for itself: a fault of one does not hide those of the next. Whether they test all
 * functions is only asked when nothing is wrong so far. */
void problem_read_groups(struct json root, struct problem *problem, struct attachments *attachments,
                         struct faults *faults);

#endif
