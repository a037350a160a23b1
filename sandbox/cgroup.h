/* cgroup.h - control groups, where the machine lets us make some: a bound on the memory and the number of processes of
 * a whole box, tmpfs and page cache included.
 *
 * A refinement, never required: limits hold without (limits.h, init.c), process by process. Moving a process into a
 * group takes the kernel some 10 ms when it has not done so lately (it waits for all processors), a fifth of a
 * compilation. So only boxes that run for longer than CGROUP_AFTER_MS get one: their init asks the nursery, which has
 * the judge's privilege and nothing else to do, and which moves all processes of the box while they run. What they took
 * before stays uncounted. Boxes of static programs are one process, exactly measured anyway, and never ask.
 *
 * Version 2 where memory and pids are delegated to us (a systemd user session, root), else version 1 (root). Groups are
 * made next to our own and used again by later boxes of the same slot. Their names carry the pid of the nursery, which
 * removes them at its end; those of a nursery that was killed are removed by the next.
 */
#ifndef SANDBOX_CGROUP_H
#define SANDBOX_CGROUP_H

#include <stdint.h>
#include <sys/types.h>

#include "sandbox/box.h"

enum { CGROUP_AFTER_MS = 100 };

/* ---- init ---- */

/* Asks for a group for the box of the calling process; `nursery` is the socket of those who ask. Returns a descriptor
 * for cgroup_take, or -1. */
int cgroup_ask(int nursery, enum box_policy policy, int slot, const struct box_limits *limits);

/* Does not wait. Returns a descriptor for cgroup_kills and the number that it gave before the box, or -1: there is no
 * group, or not yet. */
int cgroup_take(int asked, int64_t *ret_kills);

/* How many processes of the group the kernel has killed for lack of memory. */
int64_t cgroup_kills(int events);

/* ---- nursery ---- */

/* Makes the group of a slot, or finds it again, and sets its limits. Returns a descriptor for cgroup_kills, or -1. */
int cgroup_make(enum box_policy policy, int slot, const struct box_limits *limits);

/* Of the place where groups would be made, or 0: there is none. */
int cgroup_version(void);

/* Receives a request from `socket`, answers it, and moves the processes of the box. */
void cgroup_serve(int socket, int proc_fd);

/* Removes the groups that this process has made; they must be empty. */
void cgroup_clean(void);

/* Removes those of processes that are gone. */
void cgroup_clean_stale(void);

#endif
