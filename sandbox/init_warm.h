/* init_warm.h - init's part in a box whose program is held ready (warm.h). */
#ifndef SANDBOX_INIT_WARM_H
#define SANDBOX_INIT_WARM_H

#include "sandbox/init_run.h"

/* Before the program starts: its socket, and its place among pids. 0, or -1 with the fault set. */
int init_warm_prepare(struct run *run);

/* Serves cases until the judge has no more, or something is not as it should be. The caller then ends the box. */
void init_warm_serve(struct run *run);

#endif
