/* unmet.h - a paragraph for show and start: what the user may want to solve before. */
#ifndef JUDGE_CMD_UNMET_H
#define JUDGE_CMD_UNMET_H

#include "judge/command.h"

/* Adds the title "Solve before" and the ids, or nothing when all is solved or nothing is required. It stands in front
 * of "Next". The command needs store and user. */
int unmet_add(const struct context *context, const struct problem *problem, struct text *text, struct err *err);

#endif
