/* init.h - the first process of a box: never the program, always its reaper.
 *
 * Makes the root, starts the program, waits for its end or for a limit, kills and reaps everything that is left, takes
 * the file that is wanted out of the work folder, and reports facts. A program that ran as pid 1 itself would be immune
 * to its own signals, and its orphans would live on.
 *
 * Ends when the judge does: the reader of its report pipe is gone then.
 */
#ifndef SANDBOX_INIT_H
#define SANDBOX_INIT_H

#include "sandbox/job.h"
#include "sandbox/keeper.h"

/* Runs the box of a room in the calling process, which the keeper has just cloned; never returns. The process may share
 * the keeper's memory. */
__attribute__((noreturn)) void init_run(struct room *room);

#endif
