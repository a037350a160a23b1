#include "sandbox/init_warm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "sandbox/call.h"
#include "sandbox/limits.h"
#include "sandbox/warm_case.h"

enum { TO_JUDGE = 3, ANSWER_MS = 5000 };

static int control = -1; /* to the judge */
static int parent = -1;  /* to the program */

/* The filter of a pid namespace lets a program signal pid 2, which is itself in other boxes. Here nobody gets that
 * number: the keeper decides about signals. */
static int burn_pid(struct fault *fault)
{
    int pid = call_fork(0);
    if (pid == 0)
        call(SYS_exit_group, 0);
    if (pid < 0 || call(SYS_wait4, pid, NULL, __WALL, NULL) != pid)
        return fault_set(fault, "skip a process number");
    return 0;
}

int init_warm_prepare(struct run *run)
{
    struct fault *fault = &run->report.fault;
    int pair[2];
    if (run->keeper->isolation == ISOLATION_NONE) {
        errno = ENOSYS;
        return fault_set(fault, "hold a program ready without namespaces");
    }
    if (burn_pid(fault) != 0)
        return -1;
    if (call(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return fault_set(fault, "make a pair of sockets");
    control = run->job->fds[TO_JUDGE];
    parent = pair[0];
    run->job->fds[TO_JUDGE] = pair[1];
    return 0;
}

static int tell_judge(const struct job_report *report)
{
    return message_send(control, report, sizeof *report, NULL, 0);
}

/* Sleeps until `fd` is readable. False: the program or the judge is gone, or the time is over. */
static bool wait_readable(const struct run *run, int fd, int64_t ms)
{
    struct pollfd polled[] = {{.fd = fd, .events = POLLIN},
                              {.fd = run->pidfd, .events = POLLIN},
                              {.fd = run->job->report_fd, .events = 0},
                              {.fd = control, .events = 0}};
    struct timespec timeout = {ms / 1000, ms % 1000 * 1000000};
    long ready;
    do
        ready = call(SYS_ppoll, polled, 4, ms < 0 ? NULL : &timeout, NULL, 0);
    while (ready < 0 && errno == EINTR);
    return ready > 0 && !polled[1].revents && !polled[2].revents && (polled[0].revents & POLLIN);
}

static bool wait_ready(struct run *run)
{
    char word[16];
    return wait_readable(run, parent, run->job->head.limits.wall_ms) &&
           call(SYS_read, parent, word, sizeof word) == 5 && memcmp(word, "ready", 5) == 0 && run->slot->parent != 0;
}

/* Has the parent make the child, which then waits at the pipe. Returns its pid, or -1 with the fault set. */
static int make_child(struct run *run, const struct warm_case *request, int gate, struct fault *fault)
{
    const struct box_limits *limits = &request->limits;
    const struct warm_task task = {.cpu_s = (limits->cpu_ms + 999) / 1000 + 1,
                                   .address_space = limits_backstop(BOX_RUN_PYTHON, limits->memory_kib),
                                   .file_bytes = limits->output_bytes + 1};
    int fds[WARM_FDS + 1];
    int64_t pid;
    memcpy(fds, request->fds, sizeof request->fds);
    fds[WARM_FDS] = gate;
    if (message_send(parent, &task, sizeof task, fds, WARM_FDS + 1) != 0)
        return fault_set(fault, "hand a case to the program");
    errno = ETIME;
    if (!wait_readable(run, parent, ANSWER_MS) || call(SYS_read, parent, &pid, sizeof pid) != (long)sizeof pid ||
        pid <= 2)
        return fault_set(fault, "have a process made for a case");
    return (int)pid;
}

static void reap_child(struct run *run)
{
    if (run->ended)
        return;
    call(SYS_kill, run->pid, SIGKILL); /* nobody but us reaps it: the number is its own */
    while (init_reap_one(run, run->pid, 0) < 0 && errno == EINTR)
        continue;
}

static void run_child(struct run *run, int gate)
{
    struct slot *slot = run->slot;
    slot->forbidden_syscall = -1;
    slot->memory_refused = false;
    keeper_bound_memory(slot, BOX_RUN_PYTHON, run->job->head.limits.memory_kib);
    slot->case_pid = run->pid;
    unsigned number = ++slot->case_number;
    run->program.cpu_before_ns = init_clock_ns(init_process_clock(run->pid));
    run->program.started_ns = init_clock_ns(CLOCK_MONOTONIC);
    if (call(SYS_write, gate, "g", 1) == 1)
        init_wait_for_end(run);
    int64_t ended_ns = init_clock_ns(CLOCK_MONOTONIC);
    reap_child(run);
    slot->case_pid = 0;
    if (slot->stopped_case != number) {
        slot->forbidden_syscall = -1;
        slot->memory_refused = false;
    }
    init_gather_facts(run, ended_ns);
}

/* A run inside the run: the child is the program, its descriptors are the ones that are looked at. */
static void serve_case(struct run *whole, const struct warm_case *request, struct job_report *ret_report)
{
    struct job job = {.head = {.policy = whole->job->head.policy, .limits = request->limits},
                      .report_fd = whole->job->report_fd,
                      .program_fd = -1};
    struct run run = {.keeper = whole->keeper,
                      .slot = whole->slot,
                      .job = &job,
                      .pid = -1,
                      .pidfd = -1,
                      .memory_fd = -1,
                      .group = {.asked = -1, .events = -1}};
    int gate[2];
    memcpy(job.fds, request->fds, sizeof job.fds);
    run.report.facts.forbidden_syscall = -1;
    if (call(SYS_pipe2, gate, O_CLOEXEC) != 0) {
        fault_set(&run.report.fault, "make a pipe");
    } else {
        run.pid = make_child(whole, request, gate[0], &run.report.fault);
        call(SYS_close, gate[0]);
        run.pidfd = run.pid > 0 ? (int)call(SYS_pidfd_open, run.pid, 0) : -1;
        if (run.pid > 0 && run.pidfd < 0)
            fault_set(&run.report.fault, "open a process of a case");
        else if (run.pid > 0)
            run_child(&run, gate[1]);
        call(SYS_close, gate[1]);
        call(SYS_close, run.pidfd);
        call(SYS_close, run.memory_fd);
    }
    *ret_report = run.report;
}

/* False at the end of the conversation. */
static bool receive_case(const struct run *run, struct warm_case *ret_request)
{
    int fds[JOB_FDS_MAX];
    int fd_count;
    struct box_limits limits;
    if (!wait_readable(run, control, -1) ||
        message_receive(control, &limits, sizeof limits, fds, &fd_count) != (long)sizeof limits || fd_count != WARM_FDS)
        return false;
    ret_request->limits = limits;
    memcpy(ret_request->fds, fds, sizeof ret_request->fds);
    return true;
}

static bool is_alive(const struct run *run)
{
    struct pollfd polled = {.fd = run->pidfd, .events = POLLIN};
    struct timespec now = {0, 0};
    return call(SYS_ppoll, &polled, 1, &now, NULL, 0) == 0;
}

void init_warm_serve(struct run *run)
{
    const struct job_report ready = {.facts.forbidden_syscall = -1};
    struct warm_case request;
    if (!wait_ready(run) || tell_judge(&ready) != 0)
        return;
    while (receive_case(run, &request)) {
        struct job_report report;
        serve_case(run, &request, &report);
        for (int i = 0; i < WARM_FDS; i++)
            call(SYS_close, request.fds[i]);
        /* a parent that died under the case leaves an account that mixes the two */
        if (report.fault.error || !is_alive(run) || tell_judge(&report) != 0)
            return;
    }
}
