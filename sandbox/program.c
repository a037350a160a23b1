#include "sandbox/program.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <time.h>

#include "sandbox/call.h"
#include "sandbox/landlock.h"
#include "sandbox/limits.h"

/* Programs inherit nothing of the judge's environment. OpenBLAS and OpenMP would start a thread a core. */
static const char *const environment[BOX_POLICY_COUNT][12] = {
    [BOX_COMPILE] = {"PATH=/usr/bin:/bin", "LC_ALL=C", "TMPDIR=.", NULL},
    [BOX_RUN_STATIC] = {NULL},
    [BOX_RUN_PYTHON] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/work", "TMPDIR=/work", "TZ=UTC0",
                        "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "MALLOC_ARENA_MAX=1",
                        "PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", NULL},
};

static int64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* The job's descriptors are all above BOX_FDS, so nothing is overwritten before it is used. */
static int set_descriptors(struct program *program)
{
    const struct job *job = program->job;
    if (job->program_fd >= 0 && call(SYS_dup3, job->program_fd, PROGRAM_FD, O_CLOEXEC) < 0)
        return fault_set(&program->fault, "place the program");
    for (int i = 0; i < BOX_FDS; i++) {
        int from = job->fds[i] >= 0 ? job->fds[i] : program->keeper->null_fd;
        if (i == 3 && job->fds[i] < 0)
            call(SYS_close, i);
        else if (call(SYS_dup3, from, i, 0) < 0)
            return fault_set(&program->fault, "place descriptors");
    }
    return 0;
}

static int close_descriptors(struct program *program)
{
    if (call(SYS_close_range, BOX_FDS, PROGRAM_FD - 1, 0) != 0 || call(SYS_close_range, PROGRAM_FD + 1, ~0u, 0) != 0)
        return fault_set(&program->fault, "close descriptors");
    return 0;
}

static int drop_identity(struct program *program)
{
    const struct keeper *keeper = program->keeper;
    if (!keeper->drop)
        return 0;
    if (call(SYS_setgroups, 0, NULL) != 0 || call(SYS_setresgid, keeper->gid, keeper->gid, keeper->gid) != 0 ||
        call(SYS_setresuid, keeper->uid, keeper->uid, keeper->uid) != 0)
        return fault_set(&program->fault, "change to the unprivileged user");
    return 0;
}

static int drop_capabilities(struct program *program)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0}};
    return call(SYS_capset, &header, none) == 0 ? 0 : fault_set(&program->fault, "drop capabilities");
}

static void become(void *argument)
{
    struct program *program = argument;
    const struct job *job = program->job;
    sigset_t nothing;
    if (set_descriptors(program) != 0 || drop_identity(program) != 0)
        return;
    if (program->ruleset >= 0 && landlock_enforce(program->ruleset) != 0) {
        fault_set(&program->fault, "apply Landlock");
        return;
    }
    if (drop_capabilities(program) != 0 || close_descriptors(program) != 0)
        return;
    struct box_limits limits = job->head.limits;
    limits.cpu_ms += job->head.start_ms;
    if (limits_apply(job->head.policy, &limits, program->other_processes) != 0) {
        fault_set(&program->fault, "set limits");
        return;
    }
    /* at fixed addresses the break tells the keeper how large a program is; besides, equal runs are equal */
    if (job->head.policy == BOX_RUN_STATIC && call(SYS_personality, ADDR_NO_RANDOMIZE) < 0) {
        fault_set(&program->fault, "fix the addresses of the program");
        return;
    }
    sigemptyset(&nothing);
    sigprocmask(SIG_SETMASK, &nothing, NULL); /* handlers go by exec, and no signal is ignored */
    const char *const *env = environment[job->head.policy];
    struct rusage usage;
    program->inherited_kib = getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : 0;
    program->cpu_before_ns = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    program->started_ns = clock_ns(CLOCK_MONOTONIC);
    if (job->program_fd >= 0)
        call(SYS_execveat, PROGRAM_FD, "", job->argv, env, AT_EMPTY_PATH);
    else
        call(SYS_execve, job->argv[0], job->argv, env);
    program->exec_error = errno;
}

int program_start(struct program *program, int *ret_pidfd)
{
    int pid = call_spawn(become, program, program->stack_top, ret_pidfd);
    return pid > 0 ? pid : fault_set(&program->fault, "make the process of the program");
}
