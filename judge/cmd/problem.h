/* problem.h - what `judge problem` does, one function an action. Each returns an exit code, or -1 with err. */
#ifndef JUDGE_CMD_PROBLEM_H
#define JUDGE_CMD_PROBLEM_H

#include "judge/command.h"

/* The operands behind the name of the action. */
int problem_format(struct context *context, const char *const *operands, int count, struct err *err);
int problem_new(struct context *context, const char *const *operands, int count, struct err *err);
int problem_verify(struct context *context, const char *const *operands, int count, struct err *err);

#endif
