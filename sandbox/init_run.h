/* init_run.h - a run of a program as init sees it: shared by the boxes of one run (init.c) and of many (init_warm.c).
 */
#ifndef SANDBOX_INIT_RUN_H
#define SANDBOX_INIT_RUN_H

#include <time.h>

#include "sandbox/job.h"
#include "sandbox/keeper.h"
#include "sandbox/program.h"

/* One box in the making and in its run. */
struct run {
    const struct keeper *keeper;
    struct slot *slot;
    struct job *job;
    struct program program;
    int pid;
    int pidfd;
    int memory_fd;       /* /proc/PID/statm of the program, once it has run for a while; -1 */
    int status;          /* of the program, once reaped */
    bool ended;          /* the program was reaped */
    int64_t usage_ns;    /* of all that were reaped */
    int64_t peak_kib;    /* by the kernel's account */
    int64_t sampled_kib; /* the most that was seen while it ran */
    bool space_exceeded; /* far more address space than is allowed was seen */
    struct {
        bool wanted;          /* and not asked for yet */
        int asked;            /* the answer comes here; -1 */
        int events;           /* -1: no group */
        int64_t kills_before; /* by the kernel, in earlier boxes of the slot */
    } group;
    struct job_report report;
};

int64_t init_clock_ns(clockid_t clock);

/* The clock of a process, all its threads together: CPUCLOCK_SCHED of include/linux/posix-timers.h. */
clockid_t init_process_clock(int pid);

/* Takes a child that has ended, as wait4 does, and adds what it used. */
int init_reap_one(struct run *run, int which, int options);

/* Until the program has ended, a limit is passed, or the judge is gone. */
void init_wait_for_end(struct run *run);

/* When the program has been reaped. */
void init_gather_facts(struct run *run, int64_t ended_ns);

#endif
