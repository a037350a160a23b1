/* sandbox_probe: the layers of this machine, each tried for real. */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/box.h"
#include "sandbox/cgroup.h"
#include "sandbox/keeper.h"
#include "sandbox/landlock.h"
#include "sandbox/tiny.h"

/* What a trial needs, and where it says what it found. */
struct trial {
    struct sandbox *sandbox; /* NULL: could not be opened */
    const char *why;         /* then */
    const char *name;        /* of the layer */
    char *detail;            /* of SANDBOX_DETAIL bytes */
};

enum {
    OPEN_FILES = 64,
    OUTPUT_MAX = 1 << 20,
    PROBE_FD = 3,
    SANDBOX_DETAIL = sizeof((struct sandbox_layer *)0)->detail
};

__attribute__((format(printf, 2, 3))) static void say(struct trial *trial, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(trial->detail, SANDBOX_DETAIL, format, arguments);
    va_end(arguments);
}

/* Runs one system call in a box, whose standard output is a file in memory. */
static bool run(struct trial *trial, enum box_policy policy, const struct tiny_call *call, struct box_facts *ret_facts)
{
    static const char *const argv[] = {"probe", NULL};
    struct err err = {0};
    struct box *box;
    int out = memfd_create("output", MFD_CLOEXEC);
    struct box_spec spec = {.policy = policy,
                            .argv = argv,
                            .fds = {-1, out, -1, -1},
                            .collect_fd = -1,
                            .limits = {50, 1000, 64 << 10, OUTPUT_MAX, policy == BOX_COMPILE ? 8 : 1}};
    if (!trial->sandbox) {
        say(trial, "%s", trial->why);
        return false;
    }
    spec.program_fd = tiny_program(call);
    bool ran = spec.program_fd >= 0 && box_start(trial->sandbox, &spec, &box, &err) == 0 &&
               box_finish(box, ret_facts, &err) == 0;
    if (spec.program_fd >= 0)
        close(spec.program_fd);
    if (out >= 0)
        close(out);
    if (!ran)
        say(trial, "%s", err.text[0] ? err.text : "cannot make a program in memory");
    return ran;
}

/* Runs `function` in a child of its own; true when it returned 0, else its errno is told. */
static bool in_child(struct trial *trial, int (*function)(long), long argument)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(function(argument) == 0 ? 0 : errno ? errno : 255);
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        status = 255 << 8;
    if (status != 0)
        say(trial, "%s", WIFEXITED(status) ? strerrordesc_np(WEXITSTATUS(status)) : "the trial was killed");
    return status == 0;
}

static int unshare_as_keepers_do(long flags)
{
    if (geteuid() != 0 && unshare(CLONE_NEWUSER) != 0)
        return -1;
    return unshare((int)flags);
}

static bool try_box(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call nothing = {.number = SYS_getpid};
    if (!run(trial, BOX_RUN_STATIC, &nothing, &facts))
        return false;
    say(trial, "a program ran and ended in %.1f ms", (double)facts.wall_ns / 1e6);
    return facts.exited;
}

static bool try_user(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call who = {.number = SYS_getuid};
    if (!run(trial, BOX_RUN_STATIC, &who, &facts))
        return false;
    if (facts.exited && facts.exit_code == (KEEPER_INNER_ID & 0xff)) {
        say(trial, "programs are an ordinary user inside");
        return true;
    }
    say(trial, "%s",
        *sandbox_missing(trial->sandbox) ? sandbox_missing(trial->sandbox) : "not used: root isolates without it");
    return false;
}

static bool try_pid(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call who = {.number = SYS_getpid};
    if (!run(trial, BOX_RUN_STATIC, &who, &facts))
        return false;
    bool works = facts.exited && facts.exit_code == 2;
    say(trial, "%s",
        works ? "a program sees itself and its init only" : "programs share the machine's process numbers");
    return works;
}

static bool try_mount(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call open_secret = {
        .number = SYS_openat, .path = "/etc/passwd", .argument = {AT_FDCWD, 0, O_RDONLY}};
    if (!run(trial, BOX_COMPILE, &open_secret, &facts))
        return false;
    bool works = facts.exited && facts.exit_code == TINY_FAILED(ENOENT);
    say(trial, "%s",
        works                                                    ? "a compiler finds no /etc/passwd"
        : facts.exited && facts.exit_code == TINY_FAILED(EACCES) ? "files are there, Landlock refuses them"
                                                                 : "a compiler can read /etc/passwd");
    return works;
}

/* A namespace that the machine gives is of no use where boxes go without any. */
static bool try_unshare(struct trial *trial, long flag, const char *what)
{
    if (!in_child(trial, unshare_as_keepers_do, flag))
        return false;
    if (!trial->sandbox || *sandbox_missing(trial->sandbox)) {
        say(trial, "%s", trial->sandbox ? sandbox_missing(trial->sandbox) : trial->why);
        return false;
    }
    say(trial, "%s", what);
    return true;
}

static bool try_network(struct trial *trial)
{
    return try_unshare(trial, CLONE_NEWNET, "a box has no interface that is up");
}

static bool try_ipc(struct trial *trial)
{
    return try_unshare(trial, CLONE_NEWIPC, "a box has message queues and shared memory of its own");
}

static bool try_cgroup_namespace(struct trial *trial)
{
    return try_unshare(trial, CLONE_NEWCGROUP, "a box does not see the machine's groups");
}

/* Trials that are one call in a box: what it must come to. */
static const struct attempt {
    const char *name;
    enum box_policy policy;
    struct tiny_call call;
    bool forbidden; /* it must be a verdict; else the program must exit with this code */
    int exit_code;
    const char *yes;
    const char *no;
} attempts[] = {
    {"root",
     BOX_COMPILE,
     {.number = SYS_openat, .path = "/home", .argument = {AT_FDCWD, 0, O_RDONLY}},
     false,
     TINY_FAILED(ENOENT),
     "a program's root is empty; that of a compiler has the toolchain and a work folder",
     "a box has the machine's root"},
    {"capabilities",
     BOX_COMPILE,
     {.number = SYS_prctl, .argument = {PR_CAPBSET_READ, CAP_SYS_ADMIN}},
     false,
     0,
     "a program has none and can get none",
     "a program could get some by a file that has them; no_new_privs prevents it"},
    {"descriptors",
     BOX_RUN_STATIC,
     {.number = SYS_fcntl, .argument = {PROBE_FD, F_GETFD}},
     false,
     TINY_FAILED(EBADF),
     "a program gets its own only (close_range)",
     "a program inherits descriptors"},
    {"terminal",
     BOX_COMPILE,
     {.number = SYS_ioctl, .argument = {0, TIOCSTI}},
     false,
     TINY_FAILED(ENOSYS),
     "a program cannot type into one",
     "a program could type into one"},
    {"keyring",
     BOX_RUN_STATIC,
     {.number = SYS_keyctl},
     true,
     0,
     "a program that asked for keys was killed",
     "a program could ask for keys"},
    {"seccomp (compile)",
     BOX_COMPILE,
     {.number = SYS_ptrace},
     true,
     0,
     "a compiler that traced a process was killed",
     "a compiler could trace processes"},
    {"seccomp (C)",
     BOX_RUN_STATIC,
     {.number = SYS_socket, .argument = {2, 1, 0}},
     true,
     0,
     "a program that called socket() was killed",
     "a program could call socket()"},
    {"seccomp (Python)",
     BOX_RUN_PYTHON,
     {.number = SYS_fork},
     true,
     0,
     "an interpreter that forked was killed",
     "an interpreter could fork"},
    {"uts namespace",
     BOX_RUN_STATIC,
     {.number = SYS_uname, .buffer = 1, .peek = offsetof(struct utsname, nodename) + sizeof KEEPER_HOST_NAME - 2},
     false,
     KEEPER_HOST_NAME[sizeof KEEPER_HOST_NAME - 2],
     "a box does not know the machine's name",
     "a box knows the machine's name"},
    {"environment",
     BOX_RUN_STATIC,
     {.number = TINY_ENVIRONMENT},
     false,
     0,
     "a program's environment is empty, those of compilers and Python are a fixed list",
     "a program inherits an environment"},
    {"core dumps",
     BOX_RUN_STATIC,
     {.number = SYS_getrlimit, .argument = {RLIMIT_CORE}, .buffer = 2},
     false,
     1, /* byte: also no dump into a pipe (limits.c) */
     "a crash leaves no file and starts no program",
     "a crash may leave a file"},
    {"rlimits",
     BOX_RUN_STATIC,
     {.number = SYS_fcntl, .argument = {1, F_DUPFD, OPEN_FILES}},
     false,
     TINY_FAILED(EINVAL),
     "a program may open 64 files; limits of CPU, memory, stack, files and processes are set with it",
     "a program may open more files than 64"},
    {"process limit",
     BOX_RUN_STATIC,
     {.number = SYS_clone, .argument = {CLONE_VM | CLONE_SIGHAND | CLONE_THREAD}},
     false,
     TINY_FAILED(EAGAIN),
     "a program that wanted a thread was refused",
     "a program could start threads"},
};

static bool try_attempt(struct trial *trial)
{
    struct box_facts facts;
    const struct attempt *attempt = attempts;
    while (strcmp(attempt->name, trial->name) != 0)
        attempt++;
    if (!run(trial, attempt->policy, &attempt->call, &facts))
        return false;
    bool works = attempt->forbidden ? facts.forbidden_syscall == attempt->call.number
                                    : facts.exited && facts.exit_code == attempt->exit_code;
    say(trial, "%s", works ? attempt->yes : attempt->no);
    return works;
}

static int be_denied(long unused)
{
    (void)unused;
    int ruleset = landlock_new();
    if (ruleset < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || landlock_enforce(ruleset) != 0)
        return -1;
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    return fd < 0 && errno == EACCES ? 0 : -1;
}

static bool try_landlock(struct trial *trial)
{
    if (!in_child(trial, be_denied, 0))
        return false;
    int abi = landlock_abi();
    say(trial, "version %d: files%s%s", abi, abi >= LANDLOCK_ABI_NETWORK ? ", network" : "",
        abi >= LANDLOCK_ABI_SCOPE ? ", signals" : "");
    return true;
}

static int gain_nothing(long unused)
{
    (void)unused;
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : -1;
}

static bool try_no_new_privileges(struct trial *trial)
{
    if (!in_child(trial, gain_nothing, 0))
        return false;
    say(trial, "set-uid programs give nothing");
    return true;
}

static bool try_time(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call spin = {.number = TINY_SPIN};
    if (!run(trial, BOX_RUN_STATIC, &spin, &facts))
        return false;
    say(trial, "a program that spins was stopped after %.0f ms of 50", (double)facts.cpu_ns / 1e6);
    return facts.cpu_exceeded || facts.wall_exceeded;
}

static bool try_memory(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call map = {
        .number = SYS_mmap,
        .argument = {0, INT64_C(1) << 34, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0}};
    if (!run(trial, BOX_RUN_STATIC, &map, &facts))
        return false;
    say(trial, "%s", facts.memory_exceeded ? "a program that wanted 16 GiB was stopped" : "a program got 16 GiB");
    return facts.memory_exceeded;
}

static bool try_output(struct trial *trial)
{
    struct box_facts facts;
    const struct tiny_call far = {.number = SYS_pwrite64, .argument = {1, 0, 1, OUTPUT_MAX + 1}, .buffer = 2};
    if (!run(trial, BOX_RUN_STATIC, &far, &facts))
        return false;
    say(trial, "%s", facts.output_exceeded ? "a program that wrote behind 1 MiB was stopped" : "a program wrote on");
    return facts.output_exceeded;
}

static int make_groups(long unused)
{
    const struct box_limits limits = {1, 1, 64 << 10, 1, 1};
    (void)unused;
    int events = cgroup_make(BOX_COMPILE, 0, &limits);
    cgroup_clean();
    errno = ENOENT;
    return events >= 0 ? 0 : -1;
}

static bool try_cgroup(struct trial *trial)
{
    bool works = in_child(trial, make_groups, 0);
    say(trial, "%s",
        !works                  ? "no group of ours has the memory and pids controllers: bounds hold for each process"
        : cgroup_version() == 2 ? "version 2: memory and processes of a compiler are bounded as a whole"
                                : "version 1: memory and processes of a compiler are bounded as a whole");
    return works;
}

#define ALLOW_NAMESPACES                                                                                               \
    "allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000, on Ubuntu also " \
    "kernel.apparmor_restrict_unprivileged_userns=0; in Docker run with --security-opt seccomp=unconfined"

#define USE_SECCOMP "use a kernel with CONFIG_SECCOMP_FILTER, Linux 5.5 or later"

static const struct row {
    const char *name;
    bool (*works)(struct trial *trial);
    bool isolates;
    const char *remedy;
} rows[] = {
    {"box", try_box, true, "see the layers below"},
    {"user namespace", try_user, false, ALLOW_NAMESPACES},
    {"pid namespace", try_pid, true, ALLOW_NAMESPACES},
    {"mount namespace", try_mount, true, ALLOW_NAMESPACES},
    {"network namespace", try_network, true, ALLOW_NAMESPACES},
    {"ipc namespace", try_ipc, true, ALLOW_NAMESPACES},
    {"uts namespace", try_attempt, false, ALLOW_NAMESPACES},
    {"cgroup namespace", try_cgroup_namespace, false, ALLOW_NAMESPACES},
    {"root", try_attempt, true, ALLOW_NAMESPACES},
    {"capabilities", try_attempt, false, ALLOW_NAMESPACES},
    {"descriptors", try_attempt, true, "use Linux 5.9 or later"},
    {"terminal", try_attempt, true, "report this"},
    {"keyring", try_attempt, true, "report this"},
    {"seccomp (compile)", try_attempt, true, USE_SECCOMP},
    {"seccomp (C)", try_attempt, true, USE_SECCOMP},
    {"seccomp (Python)", try_attempt, true, USE_SECCOMP},
    {"landlock", try_landlock, false, "use Linux 5.13 or later with landlock in the boot parameter lsm="},
    {"no new privileges", try_no_new_privileges, true, "use Linux 3.5 or later"},
    {"control group", try_cgroup, false,
     "run the judge in a systemd user session (loginctl enable-linger USER; systemd-run --user --scope judge ...)"},
    {"environment", try_attempt, true, "report this"},
    {"core dumps", try_attempt, true, "report this"},
    {"rlimits", try_attempt, true, "report this"},
    {"process limit", try_attempt, true, "report this"},
    {"time limit", try_time, true, "report this"},
    {"memory limit", try_memory, true, "report this"},
    {"output limit", try_output, true, "report this"},
};
_Static_assert(sizeof rows / sizeof rows[0] <= SANDBOX_LAYERS_MAX, "callers have room for all layers");

int sandbox_probe(struct sandbox_layer *ret_layers, int max)
{
    struct err err = {0};
    struct trial trial = {0};
    int count = (int)(sizeof rows / sizeof rows[0]) < max ? (int)(sizeof rows / sizeof rows[0]) : max;
    if (sandbox_open(NULL, &trial.sandbox, &err) != 0)
        trial.why = err.text;
    for (int i = 0; i < count; i++) {
        ret_layers[i] = (struct sandbox_layer){.name = rows[i].name, .isolates = rows[i].isolates};
        trial.name = rows[i].name;
        trial.detail = ret_layers[i].detail;
        ret_layers[i].works = rows[i].works(&trial);
        ret_layers[i].remedy = ret_layers[i].works ? "" : rows[i].remedy;
    }
    sandbox_close(trial.sandbox);
    return count;
}
