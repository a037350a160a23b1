/* What a program in a box cannot do, and what does not outlive it. Every test runs each way (sandbox_fixture.h). */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/seccomp.h"
#include "sandbox/tiny.h"
#include "tests/sandbox_fixture.h"

/* One system call with these arguments, as a program of its own. */
static struct box_facts try_call(struct sandbox *sandbox, enum box_policy policy, int number, int64_t a, int64_t b,
                                 int64_t c)
{
    static const char *const argv[] = {"call", NULL};
    struct tiny_call call = {.number = number, .argument = {a, b, c}};
    struct box_spec spec = sandbox_fixture_spec(policy, tiny_program(&call), argv);
    spec.limits.wall_ms = 2000;
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    close(spec.program_fd);
    return facts;
}

/* Where the filter of a container refuses a call, its answer comes before ours. */
static bool is_answered_by_the_way(int way, int number)
{
    return way >= WAY_DEGRADED && (number == SYS_clone || number == SYS_unshare);
}

START_TEST(every_attack_in_the_table_is_forbidden_by_name)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    int tried = 0;
    for (int i = 0; i < seccomp_rule_count; i++)
        for (int policy = 0; policy < BOX_POLICY_COUNT; policy++)
            if (seccomp_rules[i].action == SECCOMP_ATTACK && seccomp_rules[i].tests == 0 &&
                (seccomp_rules[i].policies & 1u << policy) && (policy == BOX_RUN_STATIC || i % 8 == 0)) {
                struct box_facts facts = try_call(sandbox, (enum box_policy)policy, seccomp_rules[i].number, -1, 0, 0);
                if (is_answered_by_the_way(_i, seccomp_rules[i].number))
                    ck_exited(facts, TINY_FAILED(EPERM));
                else
                    ck_forbidden(facts, seccomp_rules[i].number);
                tried++;
            }
    ck_assert_int_gt(tried, 120);
    sandbox_close(sandbox);
}
END_TEST

static bool is_in_table(int number)
{
    static const int added[] = {SYS_kill, SYS_tgkill, SYS_mmap, SYS_mremap, SYS_brk}; /* by seccomp.c */
    for (int i = 0; i < seccomp_rule_count; i++)
        if (seccomp_rules[i].number == number && (seccomp_rules[i].policies & 1u << BOX_RUN_STATIC))
            return true;
    for (size_t i = 0; i < sizeof added / sizeof added[0]; i++)
        if (added[i] == number)
            return true;
    return false;
}

START_TEST(every_other_call_does_not_exist)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    int tried = 0;
    for (int number = 0; number < 560; number++)
        if (!is_in_table(number) && number != 335 && number != 336) { /* uretprobe, uprobe: never shown to filters */
            ck_exited(try_call(sandbox, BOX_RUN_STATIC, number, 0, 0, 0), TINY_FAILED(ENOSYS));
            tried++;
        }
    ck_assert_int_gt(tried, 200);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(calls_of_other_interfaces_kill)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    ck_forbidden(sandbox_fixture_try(sandbox, "interrupt80", NULL), BOX_SYSCALL_FOREIGN);
    ck_forbidden(sandbox_fixture_try(sandbox, "x32", NULL), BOX_SYSCALL_FOREIGN);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(arguments_decide_where_a_call_is_safe_with_some_only)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    enum box_policy policy = BOX_RUN_STATIC;
    ck_forbidden(try_call(sandbox, policy, SYS_clone, SIGCHLD, 0, 0), SYS_clone);
    if (!is_answered_by_the_way(_i, SYS_clone)) {
        ck_forbidden(try_call(sandbox, policy, SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0), SYS_clone);
        ck_exited(try_call(sandbox, policy, SYS_clone, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_NEWUSER, 0, 0),
                  TINY_FAILED(ENOSYS));
        ck_exited(try_call(sandbox, BOX_COMPILE, SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0), TINY_FAILED(ENOSYS));
    }
    ck_exited(try_call(sandbox, policy, SYS_clone3, 0, 0, 0), TINY_FAILED(ENOSYS));
    ck_exited(try_call(sandbox, policy, SYS_prlimit64, 1, 0, 0), TINY_FAILED(ENOSYS));
    ck_exited(try_call(sandbox, policy, SYS_prlimit64, 1L << 32, 0, 0), 0); /* pid 0 to the kernel */
    ck_exited(try_call(sandbox, policy, SYS_fcntl, 0, F_SETFL, O_NONBLOCK), TINY_FAILED(ENOSYS));
    ck_exited(try_call(sandbox, policy, SYS_fcntl, 0, F_GETFD, 0), 0);
    ck_exited(try_call(sandbox, policy, SYS_prctl, PR_SET_PDEATHSIG, 9, 0), TINY_FAILED(ENOSYS));
    ck_exited(try_call(sandbox, policy, SYS_personality, 0x0040000, 0, 0), TINY_FAILED(ENOSYS));
    ck_exited(try_call(sandbox, BOX_RUN_PYTHON, SYS_socket, 1, 1, 0), TINY_FAILED(EACCES));
    ck_forbidden(try_call(sandbox, BOX_RUN_PYTHON, SYS_socket, 2, 1, 0), SYS_socket);
    ck_forbidden(try_call(sandbox, BOX_RUN_PYTHON, SYS_socket, 1L << 32 | 16, 3, 0), SYS_socket);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(nobody_else_can_be_signalled)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const int64_t targets[] = {1, 0, -1, -2, 3};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        ck_forbidden(try_call(sandbox, BOX_RUN_STATIC, SYS_kill, targets[i], SIGKILL, 0), SYS_kill);
        ck_forbidden(try_call(sandbox, BOX_RUN_PYTHON, SYS_tgkill, targets[i], targets[i], SIGKILL), SYS_tgkill);
    }
    ck_forbidden(try_call(sandbox, BOX_RUN_STATIC, SYS_kill, getpid(), SIGKILL, 0), SYS_kill);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_program_executes_once)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    for (int policy = BOX_RUN_STATIC; policy <= BOX_RUN_PYTHON; policy++) {
        ck_forbidden(try_call(sandbox, (enum box_policy)policy, SYS_execve, 0, 0, 0), SYS_execve);
        ck_forbidden(try_call(sandbox, (enum box_policy)policy, SYS_execveat, 1023, 0, 0), SYS_execveat);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_program_inherits_nothing)
{
    setenv("SECRET", "canary", 1);
    signal(SIGHUP, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    ck_assert_int_ge(dup2(open("/", O_RDONLY), 100), 0); /* not close-on-exec */
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    ck_assert_int_ge(dup2(100, 101), 0);
    ck_exited(sandbox_fixture_try(sandbox, "look", NULL), 0);
    ck_exited(sandbox_fixture_try(sandbox, "capabilities", NULL), 0);
    sandbox_close(sandbox);
}
END_TEST

/* The only child of a process, or 0. */
static int child_of(int pid)
{
    char path[64];
    int child = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
    FILE *children = fopen(path, "r");
    if (children && fscanf(children, "%d", &child) != 1)
        child = 0;
    if (children)
        fclose(children);
    return child;
}

START_TEST(the_processes_of_the_sandbox_have_no_environment)
{
    if (geteuid() != 0)
        return; /* the files are root's, since the processes are not dumpable */
    struct sandbox *sandbox = sandbox_fixture_open(WAY_CALLER, NULL);
    ck_exited(sandbox_fixture_try(sandbox, "exit", "0"), 0);
    int pid = getpid();
    for (int depth = 0; depth < 2; depth++) { /* nursery, keeper */
        char path[64], text[8192];
        pid = child_of(pid);
        snprintf(path, sizeof path, "/proc/%d/environ", pid);
        int fd = open(path, O_RDONLY);
        ssize_t size = read(fd, text, sizeof text);
        ck_assert_int_gt(size, 0);
        for (ssize_t i = 0; i < size; i++)
            ck_assert_int_eq(text[i], 0);
        close(fd);
    }
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_terminal_is_not_typed_into)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    int terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
    ck_assert_int_ge(terminal, 0);
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const char *const argv[] = {"type_ahead", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe("type_ahead"), argv);
    spec.fds[0] = terminal;
    ck_exited(sandbox_fixture_facts(sandbox, &spec), 1);
    sandbox_close(sandbox);
}
END_TEST

/* ---- nothing outlives its box ---- */

/* True when every process that held the other end is dead, within five seconds. */
static bool ends(int pipe_end)
{
    char byte;
    struct pollfd polled = {.fd = pipe_end, .events = POLLIN};
    return poll(&polled, 1, 5000) == 1 && read(pipe_end, &byte, 1) == 0;
}

static struct box_spec holding(enum box_policy policy, const char *probe, int ret_pipe[2])
{
    static const char *argv[2];
    argv[0] = probe;
    ck_assert_int_eq(pipe2(ret_pipe, O_CLOEXEC), 0);
    struct box_spec spec = sandbox_fixture_spec(policy, sandbox_fixture_probe(probe), argv);
    spec.fds[1] = ret_pipe[1];
    return spec;
}

START_TEST(daemons_die_with_their_box)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    int pair[2];
    struct box_spec spec = holding(BOX_COMPILE, "daemon", pair);
    spec.limits.processes = sandbox_fixture_isolates(_i) ? 8 : 10000;
    ck_exited(sandbox_fixture_facts(sandbox, &spec), 0);
    close(pair[1]);
    ck_assert(ends(pair[0]));
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_fork_bomb_is_small_and_ends)
{
    if (!sandbox_fixture_isolates(_i))
        return; /* a compiler cannot be made to fork by a source, and nothing else may */
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    int pair[2];
    struct box_spec spec = holding(BOX_COMPILE, "bomb", pair);
    spec.limits.processes = 8;
    spec.limits.wall_ms = 300;
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    ck_assert(facts.cpu_exceeded || facts.wall_exceeded);
    close(pair[1]);
    ck_assert(ends(pair[0]));
    ck_exited(sandbox_fixture_try(sandbox, "exit", "5"), 5);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(closing_kills_what_still_runs)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box *box;
    struct box_facts facts;
    struct err err;
    int pair[2];
    struct box_spec spec = holding(BOX_RUN_STATIC, "sleep", pair);
    spec.limits.wall_ms = 60000;
    ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), 0);
    usleep(20000);
    close(pair[1]);
    sandbox_close(sandbox);
    ck_assert(ends(pair[0]));
    ck_assert_int_eq(box_finish(box, &facts, &err), -1);
}
END_TEST

START_TEST(death_of_the_judge_kills_everything)
{
    int pair[2], ready[2];
    char byte;
    ck_assert_int_eq(pipe2(ready, O_CLOEXEC), 0);
    struct box_spec spec = holding(BOX_RUN_STATIC, "spin", pair);
    spec.limits.cpu_ms = spec.limits.wall_ms = 60000;
    pid_t judge = fork();
    if (judge == 0) {
        struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
        struct box *box;
        struct err err;
        close(pair[0]);
        bool started = box_start(sandbox, &spec, &box, &err) == 0;
        usleep(20000);
        _exit(write(ready[1], started ? "1" : "0", 1) == 1 && pause());
    }
    close(pair[1]);
    close(ready[1]);
    ssize_t size = read(ready[0], &byte, 1);
    if (size == 1) { /* else the way was skipped */
        ck_assert_int_eq(byte, '1');
        kill(judge, SIGKILL);
    }
    waitpid(judge, NULL, 0);
    ck_assert(ends(pair[0]));
}
END_TEST

/* Until all that the process held is closed, and its parent may reap it. */
static void wait_until_dead(int pid)
{
    char path[64], state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    for (int i = 0; i < 5000 && state != 'Z'; i++) {
        FILE *file = fopen(path, "r");
        if (!file)
            return;
        ck_assert_int_eq(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
        fclose(file);
        usleep(1000);
    }
    ck_assert_int_eq(state, 'Z');
}

START_TEST(a_dead_keeper_is_replaced)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box *box;
    struct box_facts facts;
    struct err err;
    int pair[2];
    struct box_spec spec = holding(BOX_RUN_STATIC, "sleep", pair);
    ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), 0);
    close(pair[1]);
    int keeper = child_of(child_of(getpid()));
    ck_assert_int_gt(keeper, 1);
    ck_assert_int_eq(kill(keeper, SIGKILL), 0);
    ck_assert(ends(pair[0]));
    wait_until_dead(keeper);
    ck_assert_int_eq(box_finish(box, &facts, &err), -1);
    ck_exited(sandbox_fixture_try(sandbox, "exit", "5"), 5);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(signals_to_the_judges_group_pass_by)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box *box;
    struct box_facts facts;
    struct err err;
    static const char *const argv[] = {"sleep", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe("sleep"), argv);
    spec.limits.wall_ms = 200;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
    setpgid(0, 0);
    for (size_t i = 0; i < 4; i++)
        signal(signals[i], SIG_IGN);
    ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), 0);
    for (size_t i = 0; i < 4; i++)
        kill(0, signals[i]);
    ck_assert_msg(box_finish(box, &facts, &err) == 0, "%s", err.text);
    ck_fact(facts, wall_exceeded);
    ck_exited(sandbox_fixture_try(sandbox, "exit", "5"), 5);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(what_is_missing_is_said_and_can_be_refused)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    if (sandbox_fixture_isolates(_i))
        ck_assert_str_eq(sandbox_missing(sandbox), "");
    else
        ck_assert_ptr_nonnull(strstr(sandbox_missing(sandbox), "no namespaces"));
    sandbox_close(sandbox);
    struct sandbox_options options = {.require_isolation = true};
    struct err err;
    int opened = sandbox_open(&options, &sandbox, &err);
    ck_assert_int_eq(opened, sandbox_fixture_isolates(_i) ? 0 : -1);
    if (opened != 0) {
        ck_assert_int_eq(err.kind, ERR_JUDGE);
        ck_assert_ptr_nonnull(strstr(err.text, "cannot isolate"));
        ck_assert_int_eq(child_of(getpid()), 0); /* nothing is left of the attempt */
        return;
    }
    ck_exited(sandbox_fixture_try(sandbox, "exit", "5"), 5);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(the_doctor_tries_every_layer)
{
    struct sandbox_layer layers[SANDBOX_LAYERS_MAX];
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    sandbox_close(sandbox);
    static const char *const names[] = {"user namespace",    "pid namespace", "mount namespace",   "network namespace",
                                        "ipc namespace",     "uts namespace", "cgroup namespace",  "root",
                                        "no new privileges", "capabilities",  "seccomp (compile)", "seccomp (C)",
                                        "seccomp (Python)",  "landlock",      "rlimits",           "process limit",
                                        "control group",     "descriptors",   "environment",       "terminal",
                                        "keyring",           "core dumps",    "time limit",        "memory limit",
                                        "output limit"};
    int count = sandbox_probe(layers, SANDBOX_LAYERS_MAX);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int at = 0;
        while (at < count && strcmp(layers[at].name, names[i]) != 0)
            at++;
        ck_assert_msg(at < count, "no layer \"%s\"", names[i]);
    }
    for (int i = 0; i < count; i++) {
        ck_assert_int_gt((int)strlen(layers[i].detail), 0);
        ck_assert_int_eq(layers[i].remedy[0] == 0, layers[i].works);
        if (_i == WAY_CALLER || _i == WAY_ORDINARY)
            ck_assert_msg(layers[i].works || strcmp(layers[i].name, "control group") == 0, "%s: %s", layers[i].name,
                          layers[i].detail);
        if (strcmp(layers[i].name, "pid namespace") == 0)
            ck_assert_int_eq(layers[i].works, sandbox_fixture_isolates(_i));
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {every_attack_in_the_table_is_forbidden_by_name,
                                  every_other_call_does_not_exist,
                                  calls_of_other_interfaces_kill,
                                  arguments_decide_where_a_call_is_safe_with_some_only,
                                  nobody_else_can_be_signalled,
                                  a_program_executes_once,
                                  a_program_inherits_nothing,
                                  the_processes_of_the_sandbox_have_no_environment,
                                  a_terminal_is_not_typed_into,
                                  daemons_die_with_their_box,
                                  a_fork_bomb_is_small_and_ends,
                                  closing_kills_what_still_runs,
                                  death_of_the_judge_kills_everything,
                                  a_dead_keeper_is_replaced,
                                  signals_to_the_judges_group_pass_by,
                                  what_is_missing_is_said_and_can_be_refused,
                                  the_doctor_tries_every_layer};
    return sandbox_fixture_run("sandbox_walls", tests, sizeof tests / sizeof tests[0]);
}
