#include "sandbox/nursery.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "sandbox/call.h"
#include "sandbox/cgroup.h"
#include "sandbox/namespaces.h"
#include "sandbox/program.h"

enum { SOCKET_FD = BOX_FDS, GROUPS_FD, PIPE_FD, FDS_END }; /* after tidy_up */

struct request {
    int policy;
    int isolation;
};

/* Descriptors 0 to 3 become /dev/null, so that none that arrives later has such a number; kept[i] becomes SOCKET_FD +
 * i; all others are closed. */
static int tidy_up(const int *kept, int count)
{
    int copy[FDS_END - SOCKET_FD];
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        return -1;
    for (int i = 0; i < count; i++)
        if ((copy[i] = fcntl(kept[i], F_DUPFD_CLOEXEC, FDS_END)) < 0)
            return -1;
    for (int i = 0; i < BOX_FDS; i++)
        if (null != i && dup3(null, i, O_CLOEXEC) < 0)
            return -1;
    for (int i = 0; i < count; i++)
        if (dup3(copy[i], SOCKET_FD + i, O_CLOEXEC) < 0)
            return -1;
    return close_range((unsigned)(SOCKET_FD + count), ~0u, 0);
}

static void wipe_environment(void)
{
    extern char **environ;
    for (char **variable = environ; variable && *variable; variable++)
        explicit_bzero(*variable, strlen(*variable));
    environ = NULL;
}

static void reset_signals(void)
{
    sigset_t pipe;
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigprocmask(SIG_SETMASK, &pipe, NULL);
}

/* The kernel's killer, when the machine runs out of memory, should take a program and not the judge. And the program's
 * descriptor must have room. */
static void set_own_limits(int proc_fd)
{
    int fd = openat(proc_fd, "self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (write(fd, "1000", 4) != 4) {
            /* a machine that forbids it loses this refinement only */
        }
        close(fd);
    }
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < PROGRAM_FD + 1) {
        limit.rlim_cur = limit.rlim_max < PROGRAM_FD + 1 ? limit.rlim_max : PROGRAM_FD + 1;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Who programs are, by what the judge is; returns who that is outside. */
static struct namespaces_ids choose_ids(struct keeper *keeper)
{
    uid_t unused = geteuid() == 0 ? namespaces_unused_ids(KEEPER_SLOTS) : 0;
    struct namespaces_ids outer = {unused ? unused : geteuid(), unused ? unused : getegid(), unused != 0};
    if (keeper->isolation == ISOLATION_FULL) {
        keeper->uid = keeper->gid = KEEPER_INNER_ID;
    } else {
        keeper->drop = unused != 0;
        keeper->uid = outer.uid;
        keeper->gid = outer.gid;
    }
    return outer;
}

__attribute__((noreturn)) static void be_keeper(struct keeper *keeper, int pipe, int socket)
{
    char go;
    if (read(pipe, &go, 1) != 1) /* until the user namespace has its maps */
        _exit(1);
    if (tidy_up((int[]){socket, keeper->groups_socket, pipe}, 3) != 0)
        _exit(1);
    keeper->socket = SOCKET_FD;
    keeper->groups_socket = GROUPS_FD;
    keeper->filter_pipe = PIPE_FD;
    keeper->proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    keeper->null_fd = open("/dev/null", O_RDWR | O_CLOEXEC); /* above 3, so that dup3 to 0..3 changes the number */
    keeper_run(keeper);
}

/* A keeper that could not even be made says so itself, in the words of a hello. */
static void say_fault(int socket, const struct keeper *keeper, const char *step)
{
    struct keeper_hello hello = {.isolation = (int)keeper->isolation};
    fault_set(&hello.fault, step);
    message_send(socket, &hello, sizeof hello, NULL, 0);
}

/* Lets the keeper go, and makes its filter while it makes its namespaces. One that ends meanwhile has said why. */
static void send_filter(const struct keeper *keeper, int pipe)
{
    static struct seccomp_code code;
    if (write(pipe, "", 1) != 1 || seccomp_make(keeper->policy, keeper->isolation != ISOLATION_NONE, &code) != 0)
        return;
    size_t size = offsetof(struct seccomp_code, at) + (size_t)code.count * sizeof code.at[0];
    for (size_t at = 0; at < size;) {
        ssize_t written = write(pipe, (const char *)&code + at, size - at);
        if (written <= 0)
            return;
        at += (size_t)written;
    }
}

/* Makes the process and its user namespace; it waits at the pipe. Returns the pipe's other end, or -1 when a fault has
 * been said. */
static int fork_keeper(struct keeper *keeper, int proc_fd, int socket)
{
    static const unsigned long flags[ISOLATION_COUNT] = {
        [ISOLATION_FULL] = NAMESPACES_KEEPER_FIRST | CLONE_NEWUSER, [ISOLATION_ROOT] = NAMESPACES_KEEPER_FIRST};
    struct namespaces_ids outer = choose_ids(keeper);
    const char *failed = NULL;
    int pair[2];
    errno = EPERM;
    if (keeper->isolation != ISOLATION_FULL && geteuid() == 0 && !keeper->drop)
        failed = "find an unprivileged user to run programs";
    else if (pipe2(pair, O_CLOEXEC) != 0)
        failed = "make a pipe";
    if (failed) {
        say_fault(socket, keeper, failed);
        return -1;
    }
    int pid = call_fork(flags[keeper->isolation]);
    if (pid == 0) {
        close(pair[1]);
        be_keeper(keeper, pair[0], socket);
    }
    close(pair[0]);
    if (pid < 0)
        failed = keeper->isolation == ISOLATION_FULL ? "clone user and pid namespaces" : "clone the keeper";
    else if (keeper->isolation == ISOLATION_FULL && namespaces_map(proc_fd, pid, &outer) != 0)
        failed = "map the user of the namespace"; /* it ends as the pipe does */
    if (!failed)
        return pair[1];
    say_fault(socket, keeper, failed);
    close(pair[1]);
    return -1;
}

/* Takes over the socket. */
static void make_keeper(const struct request *request, int proc_fd, int groups_socket, int socket)
{
    struct keeper keeper = {.policy = (enum box_policy)request->policy,
                            .isolation = (enum isolation)request->isolation,
                            .groups_socket = groups_socket};
    int pipe = fork_keeper(&keeper, proc_fd, socket);
    close(socket); /* before the keeper goes on: it must end when the keeper does */
    if (pipe >= 0) {
        send_filter(&keeper, pipe);
        close(pipe);
        malloc_trim(0); /* what making it took is not for the next keeper to carry along */
    }
}

/* A request of the judge. False: there will be no more. */
static bool serve_judge(int proc_fd, int groups_socket)
{
    struct request request;
    int fds[MESSAGE_FDS_MAX];
    int fd_count;
    if (message_receive(SOCKET_FD, &request, sizeof request, fds, &fd_count) != (long)sizeof request)
        return false;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
    if (fd_count == 1)
        make_keeper(&request, proc_fd, groups_socket, fds[0]);
    return true;
}

/* Keepers first: somebody waits for them. */
static void serve(int proc_fd, const int groups[2])
{
    enum { IDLE_MS = 50 };
    struct pollfd polled[2] = {{.fd = SOCKET_FD, .events = POLLIN}, {.fd = groups[0], .events = POLLIN}};
    bool clean = false;
    for (;;) {
        int ready = poll(polled, 2, clean ? -1 : IDLE_MS);
        if (ready == 0) {
            cgroup_clean_stale(); /* once, when there is time */
            clean = true;
        }
        if (ready > 0 && polled[0].revents) {
            if (!serve_judge(proc_fd, groups[1]))
                return;
        } else if (ready > 0 && polled[1].revents) {
            cgroup_serve(groups[0], proc_fd);
        }
    }
}

__attribute__((noreturn)) static void be_nursery(int socket)
{
    int groups[2];
    setsid();
    umask(022);                /* what we make for a box is for another user to see */
    prctl(PR_SET_DUMPABLE, 1); /* else the maps of our keepers belong to root, after a judge has changed its uid */
    reset_signals();
    wipe_environment();
    if (tidy_up(&socket, 1) != 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, groups) != 0)
        _exit(1);
    int proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    set_own_limits(proc_fd);
    serve(proc_fd, groups);
    while (waitpid(-1, NULL, 0) > 0)
        continue;
    cgroup_clean();
    _exit(0);
}

int nursery_open(struct nursery *ret_nursery, struct err *err)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return err_system(err, "cannot open a sandbox: no socket pair");
    pid_t pid = fork();
    if (pid == 0)
        be_nursery(pair[1]);
    close(pair[1]);
    if (pid < 0) {
        err_system(err, "cannot open a sandbox: no process");
        close(pair[0]);
        return -1;
    }
    *ret_nursery = (struct nursery){pid, pair[0]};
    return 0;
}

int nursery_ask(struct nursery *nursery, enum box_policy policy, enum isolation isolation, struct err *err)
{
    struct request request = {(int)policy, (int)isolation};
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return err_system(err, "cannot start a sandbox: no socket pair");
    int failed = message_send(nursery->socket, &request, sizeof request, &pair[1], 1);
    close(pair[1]);
    if (failed) {
        err_system(err, "cannot start a sandbox: its first process has ended");
        close(pair[0]);
        return -1;
    }
    return pair[0];
}

void nursery_close(struct nursery *nursery)
{
    close(nursery->socket);
    while (waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}
