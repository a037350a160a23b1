/* problem_read.h - problem.json into a problem: between problem.c, which handles the folder, and problem_read.c.
 * What it may say is written for authors in judge/cmd/problem_format.c: `judge problem format`. */
#ifndef JUDGE_PROBLEM_READ_H
#define JUDGE_PROBLEM_READ_H

#include "judge/problem/attachment.h"
#include "judge/base/faults.h"
#include "judge/base/json.h"
#include "judge/problem/problem.h"

/* Fills what problem.json says; arrays that stand in files come from `attachments`. Behind a fault it goes on where
 * what follows does not depend on it. -1: something was added to `faults`; the problem holds some of the file then,
 * which problem_free releases. */
int problem_read(struct json root, struct problem *problem, struct attachments *attachments, struct faults *faults);

/* [a-z0-9] and '-' in between, shorter than PROBLEM_ID. */
bool problem_id_valid(const char *id);

#endif
