/* unmet.h - one line for show and start: what the user may want to solve before. */
#ifndef JUDGE_CMD_UNMET_H
#define JUDGE_CMD_UNMET_H

#include "judge/command.h"

/* Adds "solve before: a, b" and a newline, or nothing when all is solved or nothing is required. The command needs
 * store and user. */
int unmet_add(const struct context *context, const struct problem *problem, struct text *text, struct err *err);

#endif
