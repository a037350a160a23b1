/* program.h - the last steps of a child that becomes the program of a box.
 *
 * Runs in memory shared with init (call_spawn), which sleeps until the program has started or a step has failed; so a
 * fault travels through plain memory, and nothing is allocated. Order matters: descriptors, identity, limits, Landlock,
 * clean signals, clocks, exec.
 */
#ifndef SANDBOX_PROGRAM_H
#define SANDBOX_PROGRAM_H

#include "sandbox/job.h"
#include "sandbox/keeper.h"

/* The filter of the run policies lets execveat through with this descriptor only; it is above the limit of open files
 * and closed by exec, so a program can never have it. */
enum { PROGRAM_FD = 1023 };

struct program {
    const struct keeper *keeper;
    const struct job *job;
    int ruleset;         /* Landlock, -1: none to apply */
    int other_processes; /* of the same uid and namespace, for RLIMIT_NPROC; or LIMITS_UNCOUNTED */
    char *stack_top;     /* of a region for the child until it has executed */
    /* results */
    struct fault fault;
    int exec_error;        /* exec failed, all else worked: errno */
    int64_t started_ns;    /* CLOCK_MONOTONIC just before exec */
    int64_t inherited_kib; /* resident peak that the kernel counts as the program's: init's own */
    int64_t cpu_before_ns; /* what the child had used by then */
};

/* Starts it. Returns the pid and the pidfd, or -1 with program->fault set. */
int program_start(struct program *program, int *ret_pidfd);

#endif
