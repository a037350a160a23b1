/* nursery.h - the process from which keepers are made.
 *
 * Forked when a sandbox is opened, while the judge is still small and has read nothing secret, and kept so: a fork of
 * a judge with a database and references in memory would cost milliseconds, would count that memory as the program's,
 * and would carry secrets into processes that do not need them. It has no environment, no descriptors of the judge, a
 * session of its own (the terminal's signals pass it by), and ends with its keepers when the judge does.
 */
#ifndef SANDBOX_NURSERY_H
#define SANDBOX_NURSERY_H

#include "sandbox/keeper.h"

struct nursery {
    pid_t pid;
    int socket;
};

/* Forks it. */
int nursery_open(struct nursery *ret_nursery, struct err *err);

/* Asks for a keeper, without waiting; its hello comes on the returned socket. Returns it, or -1. */
int nursery_ask(struct nursery *nursery, enum box_policy policy, enum isolation isolation, struct err *err);

/* Waits for the end of every keeper whose socket is closed, and of the nursery. */
void nursery_close(struct nursery *nursery);

#endif
