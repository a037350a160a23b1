/* namespaces.h - user, mount, pid, net, ipc, uts and cgroup namespaces: who makes which, when, and who is who inside.
 *
 * A keeper gets all seven, once: a network namespace alone costs more than a whole run, both to make and, later, to
 * take apart. A box gets pid, mount and ipc namespaces of its own, and a user namespace where its limit of processes
 * must be counted apart (RLIMIT_NPROC counts per user and user namespace).
 */
#ifndef SANDBOX_NAMESPACES_H
#define SANDBOX_NAMESPACES_H

#include <sched.h>
#include <sys/types.h>

#include "sandbox/job.h"

/* clone flags */
enum {
    NAMESPACES_KEEPER_FIRST = CLONE_NEWPID, /* for the first process */
    NAMESPACES_KEEPER =
        CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP, /* then, from inside */
    NAMESPACES_BOX = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC,
};

/* Unprivileged ids for a sandbox that root opens: `count` consecutive ones that nobody has and this user namespace
 * maps. Returns the first, or 0 when it maps none or may not change to them. */
uid_t namespaces_unused_ids(int count);

struct namespaces_ids {
    uid_t uid;
    gid_t gid;
    bool privileged; /* the judge may map ids that are not its own */
};

/* From outside: in the user namespace of `pid`, KEEPER_INNER_ID is uid and gid of here. 0, or -1 with errno. */
int namespaces_map(int proc_fd, pid_t pid, const struct namespaces_ids *ids);

/* Nothing that is executed below the caller ever gains a privilege: not by set-uid files, not by being uid 0, not by
 * file capabilities. Its own capabilities stay. */
int namespaces_renounce(struct fault *fault);

/* From inside a nested user namespace: keeps KEEPER_INNER_ID as it is, and renounces. */
int namespaces_map_self(int proc_fd, struct fault *fault);

/* Kills all descendants of the caller, a child subreaper without a pid namespace, until none is left to kill. They stay
 * to be reaped. */
void namespaces_kill_children(int proc_fd);

#endif
