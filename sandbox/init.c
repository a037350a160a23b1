#include "sandbox/init.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "sandbox/call.h"
#include "sandbox/cgroup.h"
#include "sandbox/degraded.h"
#include "sandbox/files.h"
#include "sandbox/image.h"
#include "sandbox/init_run.h"
#include "sandbox/init_warm.h"
#include "sandbox/limits.h"
#include "sandbox/mounts.h"
#include "sandbox/namespaces.h"
#include "sandbox/program.h"
#include "sandbox/statm.h"

enum {
    MEMORY_INTERVAL_NS = 5000000,
    START_INTERVAL_NS = 1000000,
    SHORTEST_SLEEP_NS = 200000,
    INHERITED_FAIR_KIB = 4096
};

int64_t init_clock_ns(clockid_t clock)
{
    struct timespec now;
    return clock_gettime(clock, &now) == 0 ? now.tv_sec * INT64_C(1000000000) + now.tv_nsec : 0;
}

static int64_t timeval_ns(struct timeval time)
{
    return time.tv_sec * INT64_C(1000000000) + time.tv_usec * INT64_C(1000);
}

clockid_t init_process_clock(int pid)
{
    return (clockid_t)(~(unsigned)pid << 3 | 2);
}

/* CPU time so far. Of what the program's own children used, only what has ended is known; the wall limit covers the
 * rest until they do. */
static int64_t cpu_so_far(const struct run *run)
{
    return run->usage_ns + init_clock_ns(init_process_clock(run->pid)) - run->program.cpu_before_ns;
}

int init_reap_one(struct run *run, int which, int options)
{
    int status;
    struct rusage usage;
    int pid = (int)call(SYS_wait4, which, &status, options | __WALL, &usage);
    if (pid > 0) {
        run->usage_ns += timeval_ns(usage.ru_utime) + timeval_ns(usage.ru_stime);
        if (usage.ru_maxrss > run->peak_kib)
            run->peak_kib = usage.ru_maxrss;
        if (pid == run->pid) {
            run->status = status;
            run->ended = true;
        }
    }
    return pid;
}

/* Takes every child that has ended. */
static void reap(struct run *run, int options)
{
    while (init_reap_one(run, -1, options) > 0)
        continue;
}

static void kill_all(struct run *run)
{
    if (run->keeper->isolation != ISOLATION_NONE) {
        call(SYS_kill, -1, SIGKILL); /* all of the pid namespace but ourselves */
        reap(run, 0);
        return;
    }
    namespaces_kill_children(run->keeper->proc_fd);
    reap(run, 0);
}

/* False: it has more than it may. */
static bool watch_memory(struct run *run)
{
    const struct job_head *head = &run->job->head;
    struct statm now;
    if (run->memory_fd < 0)
        run->memory_fd = statm_open(run->keeper->proc_fd, run->pidfd);
    if (statm_read(run->memory_fd, &now) != 0)
        return true; /* then the keeper and the kernel's limit are the only bounds */
    if (now.resident / 1024 > run->sampled_kib)
        run->sampled_kib = now.resident / 1024;
    run->space_exceeded |=
        now.space > limits_address_space((enum box_policy)head->policy, head->limits.memory_kib) + LIMITS_UNTOUCHED;
    return run->sampled_kib <= head->limits.memory_kib && !run->space_exceeded;
}

/* How long the program may sleep unwatched, ns; a limit that has been passed is recorded in the facts. */
static int64_t watch(struct run *run)
{
    const struct box_limits *limits = &run->job->head.limits;
    struct box_facts *facts = &run->report.facts;
    int64_t wall_left = limits->wall_ms * 1000000 - (init_clock_ns(CLOCK_MONOTONIC) - run->program.started_ns);
    int64_t cpu_left = limits->cpu_ms * 1000000 - cpu_so_far(run);
    facts->wall_exceeded = wall_left <= 0;
    facts->cpu_exceeded = cpu_left <= 0;
    if (facts->wall_exceeded || facts->cpu_exceeded)
        return 0;
    int64_t left = wall_left < cpu_left ? wall_left : cpu_left;
    int64_t wall = limits->wall_ms * 1000000 - wall_left;
    if (wall >= MEMORY_INTERVAL_NS && !watch_memory(run))
        return 0; /* the peak says why */
    if (wall >= CGROUP_AFTER_MS * INT64_C(1000000) && run->group.wanted) {
        run->group.asked = cgroup_ask(run->keeper->groups_socket, (enum box_policy)run->job->head.policy,
                                      (int)(run->slot - run->keeper->slots), limits);
        run->group.wanted = false;
    }
    left = left < MEMORY_INTERVAL_NS ? left : MEMORY_INTERVAL_NS;
    return left < SHORTEST_SLEEP_NS ? SHORTEST_SLEEP_NS : left;
}

void init_wait_for_end(struct run *run)
{
    struct pollfd polled[3] = {{.fd = run->pidfd, .events = POLLIN},
                               {.fd = run->job->report_fd, .events = 0},
                               {.fd = run->keeper->alive_fd, .events = 0}};
    while (!run->ended) {
        int64_t left = watch(run);
        if (left == 0)
            return;
        struct timespec timeout = {left / 1000000000, left % 1000000000};
        call(SYS_ppoll, polled, 3, &timeout, NULL, 0);
        if (polled[1].revents || polled[2].revents)
            return; /* nobody waits for the report */
        if (polled[0].revents)
            reap(run, WNOHANG);
    }
}

/* What the interpreter took for itself is no part of the account, nor of the peak. */
static void begin_account(struct run *run)
{
    char path[64];
    run->program.cpu_before_ns = init_clock_ns(init_process_clock(run->pid));
    run->program.started_ns = init_clock_ns(CLOCK_MONOTONIC);
    run->sampled_kib = 0;
    int pid = statm_pid(run->keeper->proc_fd, run->pidfd);
    snprintf(path, sizeof path, "%d/clear_refs", pid);
    int fd = pid > 0 ? (int)call(SYS_openat, run->keeper->proc_fd, path, O_WRONLY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        call(SYS_write, fd, "5", 1); /* resets the peak; where that is forbidden the start's own stays in it */
        call(SYS_close, fd);
    }
}

static bool has_stopped(const struct run *run)
{
    siginfo_t info = {0};
    return call(SYS_waitid, P_PID, run->pid, &info, WSTOPPED | WNOHANG, NULL) == 0 && info.si_pid == run->pid;
}

/* Until an interpreter has stopped itself, which it does before it reads a byte of the submission. False, with the
 * fault set: it does not, and none of the program's facts is the submission's. */
static bool wait_for_start(struct run *run)
{
    struct job_head *head = &run->job->head;
    struct box_limits *limits = &head->limits;
    const struct box_limits own = *limits;
    bool stopped = false;
    limits->cpu_ms = head->start_ms;
    limits->wall_ms = 2 * head->start_ms;
    run->group.wanted = false; /* not before the account has begun */
    for (int64_t left; !run->ended && !stopped && (left = watch(run)) > 0;) {
        struct pollfd polled[] = {{.fd = run->pidfd, .events = POLLIN}, {.fd = run->job->report_fd, .events = 0}};
        const struct timespec pause = {0, left < START_INTERVAL_NS ? left : START_INTERVAL_NS};
        call(SYS_ppoll, polled, 2, &pause, NULL, 0);
        if (polled[1].revents)
            break;
        if (polled[0].revents)
            reap(run, WNOHANG);
        stopped = !run->ended && has_stopped(run);
    }
    *limits = own;
    run->group.wanted = true;
    if (!stopped) {
        errno = run->ended ? ECHILD : ETIME;
        fault_set_path(&run->report.fault, "start the interpreter", run->job->argv[0]);
        return false;
    }
    begin_account(run);
    call(SYS_kill, run->pid, SIGCONT);
    return true;
}

/* A regular file that a descriptor of the program wrote is larger than allowed: the limit of the kernel is one byte
 * above ours. */
static bool output_overflowed(const struct job *job)
{
    struct stat status;
    for (int i = 1; i < BOX_FDS; i++)
        if (job->fds[i] >= 0 && call(SYS_newfstatat, job->fds[i], "", &status, AT_EMPTY_PATH) == 0 &&
            S_ISREG(status.st_mode) && status.st_size > job->head.limits.output_bytes)
            return true;
    return false;
}

/* The kernel's account begins with what init itself held when it made the process, which is little unless the judge was
 * large when it opened the sandbox. A peak below that cannot be told from it. */
static int64_t peak(const struct run *run)
{
    int64_t inherited = run->program.inherited_kib;
    if (run->peak_kib > inherited + INHERITED_FAIR_KIB || inherited <= INHERITED_FAIR_KIB)
        return run->peak_kib > run->sampled_kib ? run->peak_kib : run->sampled_kib;
    return run->sampled_kib;
}

static bool group_has_killed(struct run *run)
{
    if (run->group.events < 0)
        run->group.events = cgroup_take(run->group.asked, &run->group.kills_before);
    return run->group.events >= 0 && cgroup_kills(run->group.events) > run->group.kills_before;
}

static void judge_memory(struct run *run)
{
    struct box_facts *facts = &run->report.facts;
    int64_t limit = run->job->head.limits.memory_kib;
    bool died = !facts->exited || facts->exit_code != 0;
    facts->peak_kib = peak(run);
    facts->memory_exceeded = facts->peak_kib > limit || run->slot->memory_refused || run->space_exceeded ||
                             group_has_killed(run) ||
                             /* close to the limit an allocation fails and takes the program with it */
                             (died && facts->peak_kib >= limit - limit / 16);
    if (!facts->exited && (facts->signal == SIGSEGV || facts->signal == SIGKILL) &&
        !image_fits(run->job->program_fd, limit))
        facts->memory_exceeded = true;
}

void init_gather_facts(struct run *run, int64_t ended_ns)
{
    struct box_facts *facts = &run->report.facts;
    const struct box_limits *limits = &run->job->head.limits;
    int status = run->status;
    facts->exited = WIFEXITED(status);
    facts->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    facts->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    facts->wall_ns = ended_ns - run->program.started_ns;
    facts->cpu_ns = run->usage_ns - run->program.cpu_before_ns;
    if (facts->cpu_ns < 0)
        facts->cpu_ns = 0;
    facts->forbidden_syscall = run->slot->forbidden_syscall;
    if (facts->forbidden_syscall >= 0 && facts->signal == SIGKILL)
        facts->signal = SIGSYS;
    else if (facts->signal == SIGSYS)
        facts->forbidden_syscall = BOX_SYSCALL_FOREIGN;
    /* not by SIGXCPU, which a program can send itself: the kernel sends it a second after our limit */
    facts->cpu_exceeded |= facts->cpu_ns > limits->cpu_ms * 1000000;
    facts->wall_exceeded |= facts->wall_ns > limits->wall_ms * 1000000;
    facts->output_exceeded = facts->signal == SIGXFSZ || output_overflowed(run->job);
    judge_memory(run);
}

static void collect(struct run *run)
{
    struct job *job = run->job;
    if (!job->head.has_collect)
        return;
    enum files_result result = files_collect(job->collect, job->collect_fd, job->head.collect_max);
    run->report.facts.collected = result == FILES_COPIED;
    run->report.facts.output_exceeded |= result == FILES_TOO_LARGE;
}

static int prepare(struct run *run, bool own_user)
{
    struct fault *fault = &run->report.fault;
    struct job *job = run->job;
    run->program.keeper = run->keeper;
    run->program.job = job;
    run->program.ruleset = run->keeper->ruleset;
    if (own_user) {
        if (namespaces_map_self(run->keeper->proc_fd, fault) != 0)
            return -1;
        run->program.other_processes = 1; /* this one */
    }
    if (run->keeper->isolation == ISOLATION_NONE && !run->keeper->drop)
        run->program.other_processes = LIMITS_UNCOUNTED; /* the user's shell, editor and desktop count too */
    if (job->head.policy == BOX_RUN_STATIC)
        return 0;
    if (run->keeper->isolation == ISOLATION_NONE ? degraded_work(run->keeper, job, fault)
                                                 : mounts_box_root(run->keeper, job, fault))
        return -1;
    for (int i = 0; i < job->head.file_count; i++)
        if (files_put(job->file_name[i], job->file_fd[i]) != 0)
            return fault_set_path(fault, "copy into the work folder", job->file_name[i]);
    if (job->head.seal_work && run->keeper->isolation != ISOLATION_NONE && mounts_seal_work(fault) != 0)
        return -1;
    if (run->keeper->has_landlock) {
        run->program.ruleset = mounts_ruleset(run->keeper, job, fault);
        if (run->program.ruleset < 0)
            return -1;
    }
    if (job->head.policy == BOX_RUN_PYTHON && job->program_fd < 0) {
        job->program_fd = (int)call(SYS_openat, AT_FDCWD, job->argv[0], O_RDONLY | O_CLOEXEC);
        if (job->program_fd < 0)
            return fault_set_path(fault, "open", job->argv[0]);
    }
    return 0;
}

/* The kernel has refused the program. A file that causes that is dead as the kernel would kill it a little later in
 * exec, where it can no longer refuse. */
static void not_executed(struct run *run, int error)
{
    const struct job *job = run->job;
    bool too_large = error == ENOMEM && !image_fits(job->program_fd, job->head.limits.memory_kib);
    if (!too_large && (!job->head.has_program || !image_is_at_fault(job->program_fd, error))) {
        errno = error;
        fault_set_path(&run->report.fault, "execute", job->argv[0]);
        return;
    }
    run->report.facts.signal = SIGSEGV;
    run->report.facts.memory_exceeded = too_large;
}

static void run_box(struct run *run, bool own_user)
{
    if (prepare(run, own_user) != 0 || (run->job->head.warm && init_warm_prepare(run) != 0))
        return;
    /* warm: there the limits are those of a case, not of the box */
    run->group.wanted = !run->job->head.warm && run->job->head.policy != BOX_RUN_STATIC;
    run->pid = program_start(&run->program, &run->pidfd);
    run->report.fault = run->program.fault;
    if (run->pid < 0 || run->report.fault.error) {
        reap(run, 0);
        return;
    }
    if (run->program.exec_error) {
        reap(run, 0);
        not_executed(run, run->program.exec_error);
        return;
    }
    if (run->job->head.warm)
        init_warm_serve(run);
    else if (run->job->head.start_ms == 0 || wait_for_start(run))
        init_wait_for_end(run);
    int64_t ended_ns = init_clock_ns(CLOCK_MONOTONIC);
    kill_all(run);
    init_gather_facts(run, ended_ns);
    collect(run);
}

/* Then what happened to the program is our doing, and no fact about it. */
static bool keeper_is_gone(const struct keeper *keeper)
{
    struct pollfd polled = {.fd = keeper->alive_fd, .events = 0};
    struct timespec now = {0, 0};
    return call(SYS_ppoll, &polled, 1, &now, NULL, 0) == 1;
}

void init_run(struct room *room)
{
    const struct keeper *keeper = &room->keeper;
    struct run run = {.keeper = keeper,
                      .slot = room->slot,
                      .job = &room->job,
                      .pid = -1,
                      .pidfd = -1,
                      .memory_fd = -1,
                      .group = {.asked = -1, .events = -1}};
    run.program.stack_top = room->program_stack + sizeof room->program_stack;
    run.report.facts.forbidden_syscall = -1;
    bool apart = call(SYS_setsid) >= 0; /* by its session the keeper knows a box */
    call(SYS_close, keeper->socket);    /* it must end when the keeper does */
    if (keeper->isolation == ISOLATION_NONE) {
        call(SYS_close, keeper->alive_write_fd);
        call(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1); /* orphans come to us, not to the machine's init */
    }
    if (apart)
        run_box(&run, room->own_user);
    else
        fault_set(&run.report.fault, "make a session for the box");
    if (keeper->isolation == ISOLATION_NONE && keeper->policy != BOX_RUN_STATIC)
        degraded_clean();
    if (!keeper_is_gone(keeper))
        call(SYS_write, room->job.report_fd, &run.report, sizeof run.report);
    for (;;)
        call(SYS_exit_group, 0);
}
