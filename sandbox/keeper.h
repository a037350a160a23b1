/* keeper.h - the process that lives in the namespaces of a policy and starts its boxes.
 *
 * One for each policy in use. It is the first process of a pid namespace of its own, so that its death, by any means,
 * takes every box with it; it ends when its socket to the judge does. It sets itself up once (namespaces, root,
 * Landlock, filter), says hello, and then turns every job into a box: a clone in new namespaces that runs init_run.
 *
 * It holds nothing of the judge's: it is forked by the nursery, from memory taken when the sandbox was opened, and has
 * an empty environment and no descriptors but its own.
 */
#ifndef SANDBOX_KEEPER_H
#define SANDBOX_KEEPER_H

#include <sys/types.h>

#include "sandbox/job.h"
#include "sandbox/seccomp.h"
#include "sandbox/task.h"

/* What keeps a box apart, best first. */
enum isolation {
    ISOLATION_FULL, /* all namespaces, owned by a user namespace */
    ISOLATION_ROOT, /* all namespaces but the user namespace, made by root; boxes run under an unused uid */
    ISOLATION_NONE, /* no namespaces: Landlock, the filter and limits only */
    ISOLATION_COUNT,
};

/* Inside a user namespace everybody is this ordinary user: nothing there is 0. */
enum { KEEPER_INNER_ID = 1000 };
#define KEEPER_HOST_NAME "box"

/* A box that runs, in memory shared by keeper and init. */
struct slot {
    pid_t init;            /* as the keeper sees it; 0: free */
    int64_t memory_bytes;  /* the limit of one request */
    int64_t space_bytes;   /* and of the address space */
    int forbidden_syscall; /* set by the keeper before it kills, else -1 */
    bool memory_refused;   /* the program asked for more than a limit */
    /* Of a box that is held ready (warm.h); elsewhere all 0. */
    bool warm;
    pid_t parent;      /* who makes the cases, as the keeper sees it: set by the keeper before there is any case */
    pid_t received[4]; /* the last children that took descriptors; at most two are alive */
    unsigned receivers;
    int case_pid;          /* of the case that runs, as the box sees it */
    unsigned case_number;  /* counts cases: what the keeper records is of the case during which it was asked */
    unsigned stopped_case; /* to which forbidden_syscall and memory_refused belong */
};
enum { KEEPER_SLOTS = 64, KEEPER_PROGRAM_STACK = 32 << 10 };

struct room;

struct keeper {
    enum box_policy policy;
    enum isolation isolation;
    uid_t uid; /* of programs, as the keeper sees it; the keeper's own but for ISOLATION_ROOT and _NONE as root */
    gid_t gid;
    bool drop; /* programs must change to uid and gid */
    bool has_landlock;
    int ruleset; /* of BOX_RUN_STATIC: nothing is allowed; other policies make one for each box. -1: none */
    int socket;
    int filter_pipe; /* the nursery's struct seccomp_code arrives here */
    int null_fd;
    int alive_fd;       /* a pipe that ends when the keeper does: without a pid namespace inits must be told; else -1 */
    int alive_write_fd; /* the keeper's end */
    int proc_fd;        /* the machine's /proc */
    int groups_socket;  /* to the nursery, for those who ask for a control group */
    int listener;       /* of the filter */
    struct slot *slots;
    struct room *rooms; /* of the slots */
};

/* What a box needs while it starts and runs, besides its slot: its init may share the keeper's memory (task.h). */
struct room {
    struct keeper keeper; /* as this box sees it */
    struct slot *slot;
    struct job job;
    bool own_user;
    char bytes[JOB_BYTES_MAX]; /* of the job */
    struct task task;
    char program_stack[KEEPER_PROGRAM_STACK] __attribute__((aligned(16))); /* until the program is executed */
};

/* First message of a keeper. */
struct keeper_hello {
    struct fault fault;
    int isolation;
    int landlock_abi;
};

/* Sets the limits of a slot. */
void keeper_bound_memory(struct slot *slot, enum box_policy policy, int64_t memory_kib);

/* Runs the keeper in this process until its socket ends; never returns. `socket`, uid and gid as in struct keeper. */
__attribute__((noreturn)) void keeper_run(struct keeper *keeper);

#endif
