#include "tests/sandbox_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/test-sandbox-XXXXXX";

/* ---- probes ---- */

static pid_t compile(const char *source)
{
    char output[256];
    const char *base = strrchr(source, '/') + 1;
    bool cpp = strstr(base, ".cpp") != NULL;
    snprintf(output, sizeof output, "%s/%.*s", folder, (int)strcspn(base, "."), base);
    pid_t pid = fork();
    if (pid == 0) {
        execlp(cpp ? "g++" : "gcc", cpp ? "g++" : "gcc", "-O1", "-w", "-static", "-o", output, source, "-lm",
               (char *)NULL);
        _exit(127);
    }
    return pid;
}

static int compile_probes(void)
{
    glob_t found = {0};
    int status, failed = 0;
    if (!mkdtemp(folder) || chmod(folder, 0755) != 0)
        return -1;
    if (glob(TEST_ROOT "/tests/probes/*.c*", 0, NULL, &found) != 0)
        return -1;
    for (size_t i = 0; i < found.gl_pathc; i++)
        failed |= compile(found.gl_pathv[i]) < 0;
    for (size_t i = 0; i < found.gl_pathc; i++)
        failed |= wait(&status) < 0 || status != 0;
    globfree(&found);
    return failed ? -1 : 0;
}

static void remove_probes(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0)
        fprintf(stderr, "cannot remove %s\n", folder);
}

int sandbox_fixture_run(const char *name, const TTest *const *tests, int count)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 60);
    for (int i = 0; i < count; i++)
        tcase_add_loop_test(tcase, tests[i], 0, WAY_COUNT);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    if (geteuid() != 0)
        printf("SKIP: %s: the ways of root, for the tests are not run by root\n", name);
    fflush(stdout);
    int failed = compile_probes();
    if (failed)
        fprintf(stderr, "cannot compile the probes\n");
    else
        srunner_run_all(runner, CK_NORMAL);
    failed |= srunner_ntests_failed(runner) || srunner_ntests_run(runner) == 0;
    srunner_free(runner);
    remove_probes();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int sandbox_fixture_probe(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ck_assert_msg(fd >= 0, "no probe %s", path);
    return fd;
}

/* ---- ways ---- */

/* From here on clone and unshare with one of these flags fail, as under a container's filter. */
static void forbid_namespaces(unsigned flags)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, flags, 2, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    code[1].jt = 5; /* to ENOSYS: glibc falls back to clone */
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    ck_assert_int_eq((int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), 0);
}

static void become_ordinary(void)
{
    ck_assert_int_eq(setresgid(ORDINARY_ID, ORDINARY_ID, ORDINARY_ID), 0);
    ck_assert_int_eq(setresuid(ORDINARY_ID, ORDINARY_ID, ORDINARY_ID), 0);
}

bool sandbox_fixture_isolates(int way)
{
    return way == WAY_CALLER || way == WAY_ORDINARY || way == WAY_ROOT_ONLY;
}

void sandbox_fixture_take_way(int way)
{
    const unsigned all =
        CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
    if (way == WAY_DEGRADED || way == WAY_DEGRADED_USER)
        forbid_namespaces(all);
    if (way == WAY_ROOT_ONLY)
        forbid_namespaces(CLONE_NEWUSER);
    if (way == WAY_ORDINARY || way == WAY_DEGRADED_USER)
        become_ordinary();
}

struct sandbox *sandbox_fixture_open(int way, const char *home)
{
    struct err err;
    struct sandbox *sandbox;
    struct sandbox_options options = {.home = home};
    bool needs_root = way == WAY_ORDINARY || way == WAY_DEGRADED_USER || way == WAY_ROOT_ONLY;
    if (needs_root && geteuid() != 0)
        exit(EXIT_SUCCESS); /* counted as skipped by sandbox_fixture_run */
    sandbox_fixture_take_way(way);
    ck_assert_msg(sandbox_open(&options, &sandbox, &err) == 0, "%s", err.text);
    return sandbox;
}

/* ---- boxes ---- */

struct box_spec sandbox_fixture_spec(enum box_policy policy, int program_fd, const char *const *argv)
{
    return (struct box_spec){.policy = policy,
                             .argv = argv,
                             .program_fd = program_fd,
                             .fds = {-1, -1, -1, -1},
                             .collect_fd = -1,
                             .limits = {2000, 6000, 64 << 10, 1 << 20, 1}};
}

struct box_facts sandbox_fixture_facts(struct sandbox *sandbox, const struct box_spec *spec)
{
    struct err err;
    struct box *box;
    struct box_facts facts;
    ck_assert_msg(box_start(sandbox, spec, &box, &err) == 0, "%s", err.text);
    ck_assert_msg(box_finish(box, &facts, &err) == 0, "%s", err.text);
    return facts;
}

struct box_facts sandbox_fixture_try(struct sandbox *sandbox, const char *probe, const char *argument)
{
    const char *const argv[] = {probe, argument, NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_STATIC, sandbox_fixture_probe(probe), argv);
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    close(spec.program_fd);
    return facts;
}

int sandbox_fixture_memory(void)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    return fd;
}

const char *sandbox_fixture_text(int fd)
{
    static char text[4096];
    ssize_t size = pread(fd, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = 0;
    return text;
}

const char *sandbox_fixture_words(const struct box_facts *facts)
{
    static char words[256];
    snprintf(words, sizeof words, "%s %d, forbidden %d, over:%s%s%s%s, cpu %.1f ms, wall %.1f ms, peak %ld KiB",
             facts->exited ? "exit" : "signal", facts->exited ? facts->exit_code : facts->signal,
             facts->forbidden_syscall, facts->cpu_exceeded ? " cpu" : "", facts->wall_exceeded ? " wall" : "",
             facts->memory_exceeded ? " memory" : "", facts->output_exceeded ? " output" : "",
             (double)facts->cpu_ns / 1e6, (double)facts->wall_ns / 1e6, (long)facts->peak_kib);
    return words;
}
