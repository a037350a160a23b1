/* problem_groups.h - the cases of problem.json: "samples", "cases" and "groups", for problem_read.c. */
#ifndef JUDGE_PROBLEM_GROUPS_H
#define JUDGE_PROBLEM_GROUPS_H

#include "judge/problem/attachment.h"
#include "judge/base/json.h"
#include "judge/problem/problem.h"

/* Behind the functions of the problem, which cases refer to. Literals may stand in `attachments`. */
int problem_read_groups(struct json root, struct problem *problem, struct attachments *attachments, struct err *err);

#endif
