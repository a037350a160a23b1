#include "sandbox/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "sandbox/call.h"
#include "sandbox/degraded.h"
#include "sandbox/init.h"
#include "sandbox/landlock.h"
#include "sandbox/limits.h"
#include "sandbox/mounts.h"
#include "sandbox/namespaces.h"
#include "sandbox/resident.h"
#include "sandbox/seccomp.h"
#include "sandbox/statm.h"
#include "sandbox/warm_case.h"

/* ---- once ---- */

/* Made by root: become the unprivileged user that the namespace maps, with no group of root's left. Capabilities in the
 * namespace stay, since none of its ids is 0. */
static int take_identity(const struct keeper *keeper, struct fault *fault)
{
    if (keeper->isolation != ISOLATION_FULL || geteuid() == KEEPER_INNER_ID)
        return 0;
    if (call(SYS_setgroups, 0, NULL) != 0 || call(SYS_setresgid, keeper->gid, keeper->gid, keeper->gid) != 0 ||
        call(SYS_setresuid, keeper->uid, keeper->uid, keeper->uid) != 0)
        return fault_set(fault, "change to the user of the namespace");
    return 0;
}

static int enter_namespaces(struct keeper *keeper, struct fault *fault)
{
    keeper->alive_fd = keeper->alive_write_fd = -1;
    if (keeper->isolation == ISOLATION_NONE) {
        int alive[2];
        degraded_clean_stale();
        if (pipe2(alive, O_CLOEXEC) != 0)
            return fault_set(fault, "make a pipe");
        keeper->alive_fd = alive[0];
        keeper->alive_write_fd = alive[1];
        return call(SYS_chdir, "/") == 0 ? 0 : fault_set(fault, "change to /");
    }
    if (unshare(NAMESPACES_KEEPER) != 0)
        return fault_set(fault, "unshare mount, net, ipc, uts and cgroup namespaces");
    if (sethostname(KEEPER_HOST_NAME, strlen(KEEPER_HOST_NAME)) != 0)
        return fault_set(fault, "set the host name");
    if (mounts_make_private(fault) != 0)
        return -1;
    return keeper->policy == BOX_RUN_STATIC ? mounts_empty_root(fault) : 0;
}

/* Longer than a pipe takes at once, so in pieces. */
static int receive_filter(struct keeper *keeper, struct seccomp_code *ret_code)
{
    size_t have = 0;
    ssize_t size;
    while ((size = read(keeper->filter_pipe, (char *)ret_code + have, sizeof *ret_code - have)) > 0)
        have += (size_t)size;
    close(keeper->filter_pipe);
    errno = EPIPE;
    return size == 0 && have == offsetof(struct seccomp_code, at) + (size_t)ret_code->count * sizeof ret_code->at[0]
               ? 0
               : -1;
}

static int set_rules(struct keeper *keeper, struct keeper_hello *hello)
{
    hello->landlock_abi = landlock_abi();
    keeper->has_landlock = hello->landlock_abi > 0;
    keeper->ruleset = -1;
    if (keeper->has_landlock && keeper->policy == BOX_RUN_STATIC) {
        /* the programs' and not our own: we write the maps of user namespaces */
        keeper->ruleset = landlock_new();
        if (keeper->ruleset < 0)
            return fault_set(&hello->fault, "make a Landlock ruleset");
    }
    static struct seccomp_code code;
    if (receive_filter(keeper, &code) != 0)
        return fault_set(&hello->fault, "make the system call filter");
    if (call_make_secret() != 0)
        return fault_set(&hello->fault, "draw a secret");
    keeper->listener = seccomp_install(&code);
    if (keeper->listener < 0)
        return fault_set(&hello->fault, "install the system call filter");
    return 0;
}

static void on_child(int signal)
{
    (void)signal; /* only there to interrupt ppoll */
}

static int set_up(struct keeper *keeper, struct keeper_hello *hello)
{
    int resident = resident_open(keeper->proc_fd);
    struct sigaction action = {.sa_handler = on_child};
    sigset_t all;
    sigfillset(&all);
    if (sigaction(SIGCHLD, &action, NULL) != 0 || sigprocmask(SIG_SETMASK, &all, NULL) != 0)
        return fault_set(&hello->fault, "set signals");
    keeper->slots =
        mmap(NULL, KEEPER_SLOTS * sizeof *keeper->slots, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    keeper->rooms = mmap(NULL, KEEPER_SLOTS * sizeof *keeper->rooms, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (keeper->slots == MAP_FAILED || keeper->rooms == MAP_FAILED)
        return fault_set(&hello->fault, "map the table of boxes");
    if (take_identity(keeper, &hello->fault) != 0 || enter_namespaces(keeper, &hello->fault) != 0 ||
        namespaces_renounce(&hello->fault) != 0)
        return -1;
    if (set_rules(keeper, hello) != 0)
        return -1;
    resident_drop(resident);
    return 0;
}

/* ---- for each box ---- */

void keeper_bound_memory(struct slot *slot, enum box_policy policy, int64_t memory_kib)
{
    slot->memory_bytes = memory_kib * 1024;
    slot->space_bytes = limits_address_space(policy, memory_kib);
}

/* Its number, or -1. */
static int free_slot(const struct keeper *keeper)
{
    for (int i = 0; i < KEEPER_SLOTS; i++)
        if (keeper->slots[i].init == 0)
            return i;
    return -1;
}

static void reap_inits(struct keeper *keeper)
{
    int pid;
    while ((pid = (int)call(SYS_wait4, -1, NULL, WNOHANG, NULL)) > 0)
        for (int i = 0; i < KEEPER_SLOTS; i++)
            if (keeper->slots[i].init == pid)
                keeper->slots[i].init = 0;
}

static void reset_slot(struct slot *slot, enum box_policy policy, const struct job_head *head)
{
    slot->forbidden_syscall = -1;
    slot->memory_refused = false;
    slot->warm = head->warm;
    slot->parent = slot->case_pid = 0;
    memset(slot->received, 0, sizeof slot->received);
    slot->case_number = slot->stopped_case = 0;
    keeper_bound_memory(slot, policy, head->limits.memory_kib);
}

static void be_init(void *room)
{
    init_run(room);
}

/* A box that is but a program to be started and watched has its init in our memory; one that makes a root and handles
 * files has a copy to itself. */
static int clone_init(unsigned long flags, struct room *room)
{
    if (room->keeper.policy == BOX_RUN_STATIC && !room->own_user) {
        int pid = task_clone(flags, be_init, room, &room->task);
        if (pid > 0 || errno != ENOSYS)
            return pid;
    }
    int pid = call_fork(flags | (room->own_user ? CLONE_NEWUSER : 0));
    if (pid == 0)
        be_init(room);
    return pid;
}

static void start_box(struct keeper *keeper, int number)
{
    struct room *room = &keeper->rooms[number];
    struct slot *slot = &keeper->slots[number];
    reset_slot(slot, keeper->policy, &room->job.head);
    room->keeper = *keeper;
    room->slot = slot;
    room->own_user = keeper->isolation == ISOLATION_FULL && room->job.head.limits.processes > 1;
    if (keeper->drop) { /* a uid for each box, so that limits count apart */
        room->keeper.uid += (uid_t)number;
        room->keeper.gid += (gid_t)number;
    }
    int pid = clone_init(keeper->isolation == ISOLATION_NONE ? 0 : NAMESPACES_BOX, room);
    if (pid < 0) {
        struct job_report report = {.facts.forbidden_syscall = -1};
        fault_set(&report.fault, "clone the box");
        call(SYS_write, room->job.report_fd, &report, sizeof report);
    } else {
        slot->init = pid;
    }
}

static void serve_job(struct keeper *keeper, int number)
{
    struct room *room = &keeper->rooms[number];
    int fds[JOB_FDS_MAX];
    int fd_count;
    long size = message_receive(keeper->socket, room->bytes, sizeof room->bytes, fds, &fd_count);
    if (size <= 0)
        _exit(0); /* the judge is gone; our death takes the boxes along */
    if (job_decode(room->bytes, (size_t)size, fds, fd_count, &room->job) != 0)
        _exit(1);
    start_box(keeper, number);
    for (int i = 0; i < fd_count; i++)
        call(SYS_close, fds[i]);
}

/* ---- stopped calls ---- */

/* Every process of a box stays in the session of its init: the filter leaves no call to change that. */
static struct slot *slot_of(struct keeper *keeper, pid_t pid)
{
    pid_t session = getsid(pid);
    for (int i = 0; i < KEEPER_SLOTS; i++)
        if (session > 0 && keeper->slots[i].init == session)
            return &keeper->slots[i];
    return NULL;
}

/* The address space of the caller, bytes; 0 where it cannot be seen. */
static uint64_t space_of(const struct keeper *keeper, pid_t pid)
{
    struct statm statm = {0};
    int pidfd = (int)call(SYS_pidfd_open, pid, 0);
    int fd = pidfd < 0 ? -1 : statm_open(keeper->proc_fd, pidfd);
    if (statm_read(fd, &statm) != 0)
        statm.space = 0;
    call(SYS_close, fd);
    call(SYS_close, pidfd);
    return (uint64_t)statm.space;
}

/* A request for memory, bytes. */
struct request {
    uint64_t usable; /* at once */
    uint64_t growth; /* of the address space */
    uint64_t total;  /* the address space will be at least */
};

static struct request read_request(const struct seccomp_event *event)
{
    const uint64_t *arguments = event->arguments;
    struct request request = {0};
    switch (event->number) {
    case SYS_mmap:
        request.growth = arguments[1];
        request.usable = (int)arguments[2] == PROT_NONE ? 0 : arguments[1];
        break;
    case SYS_mremap:
        request.growth = arguments[2] > arguments[1] ? arguments[2] - arguments[1] : 0;
        request.usable = arguments[2];
        break;
    default: /* brk: all from where programs are loaded to there, unless this one is loaded far above */
        if (arguments[0] < SECCOMP_LOADED_HIGH)
            request.total = arguments[0] - SECCOMP_LOADED_LOW;
    }
    return request;
}

static bool is_request(const struct seccomp_event *event)
{
    return event->number == SYS_mmap || event->number == SYS_mremap || event->number == SYS_brk;
}

static bool is_harmless_request(const struct keeper *keeper, const struct seccomp_event *event, const struct slot *slot)
{
    struct request request = read_request(event);
    uint64_t room = (uint64_t)slot->space_bytes;
    if (request.usable > (uint64_t)slot->memory_bytes || request.total > room || request.growth > room)
        return false;
    return space_of(keeper, event->pid) + request.growth <= room;
}

/* kill or tgkill where boxes have no pid namespace: to the caller itself, as abort() does. */
static bool is_signal_to_self(const struct keeper *keeper, const struct seccomp_event *event)
{
    if (keeper->isolation != ISOLATION_NONE || (event->number != SYS_kill && event->number != SYS_tgkill))
        return false;
    return call(SYS_tgkill, (pid_t)event->arguments[0], event->pid, 0) == 0;
}

static bool receives_first(struct slot *slot, pid_t pid)
{
    const unsigned places = sizeof slot->received / sizeof slot->received[0];
    for (unsigned i = 0; i < places; i++)
        if (slot->received[i] == pid)
            return false;
    slot->received[slot->receivers++ % places] = pid;
    return true;
}

/* The parent of cases receives descriptors and makes processes, which no program may; it is known by its pid, which it
 * has shown before there was a case. A case may send signals to itself. */
static bool is_of_warm_box(struct slot *slot, const struct seccomp_event *event)
{
    if (slot->parent == 0 && slot->case_number == 0 && event->number == SYS_getsockname)
        slot->parent = event->pid;
    switch (event->number) {
    case SYS_clone:
        return event->pid == slot->parent && event->arguments[0] == WARM_CLONE_FLAGS;
    case SYS_recvmsg:
        return event->pid == slot->parent || receives_first(slot, event->pid);
    case SYS_sendmsg:
    case SYS_socketpair:
    case SYS_getsockname:
        return event->pid == slot->parent;
    case SYS_kill:
    case SYS_tgkill:
        return event->pid != slot->parent && slot->case_pid != 0 && (int)event->arguments[0] == slot->case_pid;
    default:
        return false;
    }
}

static void serve_event(struct keeper *keeper)
{
    struct seccomp_event event;
    if (seccomp_receive(keeper->listener, &event) != 0)
        return; /* it was killed meanwhile */
    struct slot *slot = slot_of(keeper, event.pid);
    unsigned case_number = slot ? slot->case_number : 0;
    if (seccomp_check(keeper->listener, event.id) != 0)
        return; /* the caller is gone, and what it asked for must not be charged to who comes after it */
    if (slot && slot->warm && is_of_warm_box(slot, &event)) {
        seccomp_continue(keeper->listener, event.id);
        return;
    }
    if (slot && is_request(&event)) {
        if (is_harmless_request(keeper, &event, slot)) {
            seccomp_continue(keeper->listener, event.id);
            return;
        }
        slot->memory_refused = true;
        slot->stopped_case = case_number;
    } else if (is_signal_to_self(keeper, &event)) {
        seccomp_continue(keeper->listener, event.id);
        return;
    } else if (slot && slot->forbidden_syscall < 0) {
        slot->forbidden_syscall = event.number;
        slot->stopped_case = case_number;
    }
    call(SYS_kill, event.pid, SIGKILL);
}

void keeper_run(struct keeper *keeper)
{
    struct keeper_hello hello = {.isolation = (int)keeper->isolation};
    int failed = set_up(keeper, &hello);
    message_send(keeper->socket, &hello, sizeof hello, NULL, 0);
    if (failed)
        _exit(1);
    struct pollfd polled[2] = {{.fd = keeper->socket, .events = POLLIN}, {.fd = keeper->listener, .events = POLLIN}};
    sigset_t open;
    sigfillset(&open);
    sigdelset(&open, SIGCHLD);
    for (;;) {
        int slot = free_slot(keeper);
        polled[0].fd = slot >= 0 ? keeper->socket : -1; /* no room: jobs wait in the socket until a box has ended */
        polled[0].revents = polled[1].revents = 0;
        call(SYS_ppoll, polled, 2, NULL, &open, sizeof(long));
        reap_inits(keeper);
        if (polled[1].revents & POLLIN)
            serve_event(keeper);
        if (polled[0].revents)
            serve_job(keeper, slot);
    }
}
