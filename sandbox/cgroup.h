/* cgroup.h - control groups, where the machine lets us make some: a bound on the memory and the number of processes of
 * a whole box, tmpfs and page cache included.
 *
 * A refinement, never required: limits hold without (limits.h, init.c), process by process. Only boxes that run for
 * milliseconds get one, those of compilers and interpreters; attaching a process costs too much for a static program,
 * which is one process and exactly measured anyway.
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

enum { CGROUP_SLOTS = 4, CGROUP_FILES = 6 };

struct cgroup {
    int version; /* 0: none */
    int file[CGROUP_SLOTS][CGROUP_FILES];
};

/* Makes the groups of a keeper; the nursery does it, whose privilege is the judge's. What cannot be made is not there.
 */
void cgroup_make(pid_t nursery, enum box_policy policy);

/* Opens them, or leaves version 0; the keeper does it, before it gives up its identity and the machine's mounts. */
void cgroup_open(struct cgroup *ret_cgroup, pid_t nursery, enum box_policy policy);

/* Moves the calling process into the group of a slot and sets its limits. Returns how many processes the kernel has
 * killed there so far for lack of memory, or -1: this slot has no group. */
int64_t cgroup_enter(const struct cgroup *cgroup, int slot, const struct box_limits *limits);

/* The same number now. */
int64_t cgroup_kills(const struct cgroup *cgroup, int slot);

/* Removes the groups of this nursery, and of those that are gone. */
void cgroup_clean(pid_t nursery);

#endif
