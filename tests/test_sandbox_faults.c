/* test_sandbox_faults.c - each step of setting up a box is made to fail, one at a time: that is an error of the judge
 * which names the step, never a box with a layer less, and nothing is left behind.
 *
 * The step fails by a filter around the test process, which all processes of the sandbox inherit.
 */
#include <dirent.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/tiny.h"
#include "tests/sandbox_fixture.h"

enum { ANY = -1, NO_ERROR_OF_PERMISSION = EIO };

static const struct row {
    const char *says; /* a part of the error */
    int call;
    int argument;   /* whose low half is looked at; ANY: none */
    uint32_t value; /* it equals this, or has one of these bits */
    bool bits;
    bool compile;  /* a box of the toolchain, which has a root of its own */
    bool root;     /* only a judge that is root does it */
    bool ordinary; /* root has another way, with all other layers and a user of its own for each box */
    int error;     /* 0: one that is never taken for a lack of permission */
} rows[] = {
    {.says = "no socket pair", .call = SYS_socketpair, .argument = ANY},
    {.says = "make a pipe", .call = SYS_pipe2, .argument = ANY},
    {.says = "first process has ended", .call = SYS_sendmsg, .argument = ANY},
    {.says = "keep a process", .call = SYS_recvmsg, .argument = ANY},
    {.says = "process", .call = SYS_dup3, .argument = ANY},
    {.says = "user and pid namespaces",
     .call = SYS_clone,
     .argument = 0,
     .value = CLONE_NEWUSER,
     .bits = true,
     .ordinary = true},
    {.says = "unprivileged user", .call = SYS_setgroups, .argument = ANY, .root = true},
    {.says = "unprivileged user", .call = SYS_setresgid, .argument = ANY, .root = true},
    {.says = "unprivileged user", .call = SYS_setresuid, .argument = ANY, .root = true},
    {.says = "unshare", .call = SYS_unshare, .argument = ANY},
    {.says = "host name", .call = SYS_sethostname, .argument = ANY},
    {.says = "mount", .call = SYS_mount, .argument = ANY},
    {.says = "pivot_root", .call = SYS_pivot_root, .argument = ANY},
    {.says = "detach the old root", .call = SYS_umount2, .argument = ANY},
    {.says = "protect the mount", .call = SYS_mount_setattr, .argument = ANY},
    {.says = "no_new_privs", .call = SYS_prctl, .argument = 0, .value = PR_SET_NO_NEW_PRIVS},
    {.says = "securebits", .call = SYS_prctl, .argument = 0, .value = PR_SET_SECUREBITS},
    {.says = "bounding set", .call = SYS_prctl, .argument = 0, .value = PR_CAPBSET_DROP},
    {.says = "undumpable", .call = SYS_prctl, .argument = 0, .value = PR_SET_DUMPABLE},
    {.says = "draw a secret", .call = SYS_getrandom, .argument = ANY},
    {.says = "system call filter", .call = SYS_seccomp, .argument = ANY},
    {.says = "Landlock ruleset", .call = SYS_landlock_create_ruleset, .argument = 2, .value = 0},
    {.says = "apply Landlock", .call = SYS_landlock_restrict_self, .argument = ANY},
    {.says = "clone the box", .call = SYS_clone, .argument = 0, .value = CLONE_NEWIPC, .bits = true},
    {.says = "session", .call = SYS_setsid, .argument = ANY},
    {.says = "process of the program", .call = SYS_clone, .argument = 0, .value = CLONE_VFORK, .bits = true},
    {.says = "drop capabilities", .call = SYS_capset, .argument = ANY},
    {.says = "close descriptors", .call = SYS_close_range, .argument = 0, .value = BOX_FDS},
    {.says = "set limits", .call = SYS_prlimit64, .argument = 1, .value = RLIMIT_AS},
    {.says = "set limits", .call = SYS_prlimit64, .argument = 1, .value = RLIMIT_CPU},
    {.says = "set limits", .call = SYS_prlimit64, .argument = 1, .value = RLIMIT_NPROC},
    {.says = "fix the addresses", .call = SYS_personality, .argument = ANY},
    {.says = "execute", .call = SYS_execveat, .argument = ANY, .error = EAGAIN},
    {.says = "copy the tree", .call = SYS_open_tree, .argument = ANY, .compile = true},
    {.says = "mount", .call = SYS_move_mount, .argument = ANY, .compile = true},
    {.says = "mount", .call = SYS_mkdirat, .argument = ANY, .compile = true},
    {.says = "link", .call = SYS_symlinkat, .argument = ANY, .compile = true},
    {.says = "allow in Landlock", .call = SYS_landlock_add_rule, .argument = ANY, .compile = true},
    {.says = "execute", .call = SYS_execve, .argument = ANY, .compile = true},
};

static void make_fail(const struct row *row)
{
    const uint32_t error = (uint32_t)(row->error ? row->error : NO_ERROR_OF_PERMISSION);
    const uint32_t argument =
        (uint32_t)offsetof(struct seccomp_data, args) + 8 * (uint32_t)(row->argument == ANY ? 0 : row->argument);
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)row->call, 0, (uint8_t)(row->argument == ANY ? 1 : 2)),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument),
        BPF_JUMP(BPF_JMP | (row->bits ? BPF_JSET : BPF_JEQ) | BPF_K, row->value, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
    };
    if (row->argument == ANY) {
        code[1] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)row->call, 3, 2);
    }
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    ck_assert_int_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    ck_assert_int_eq((int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), 0);
}

static int count_descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    ck_assert(folder != NULL);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static void read_mounts(char *ret_text, size_t size)
{
    FILE *file = fopen("/proc/self/mountinfo", "re");
    ck_assert(file != NULL);
    ret_text[fread(ret_text, 1, size - 1, file)] = 0;
    fclose(file);
}

/* 0 when a program ran. */
static int run_box(const struct row *row, int program_fd, struct err *err)
{
    static const char *const tiny[] = {"tiny", NULL}, *const compiler[] = {"/usr/bin/gcc", "--version", NULL};
    const struct sandbox_options options = {.require_isolation = true};
    struct sandbox *sandbox;
    struct box *box;
    struct box_facts facts;
    struct box_spec spec = row->compile ? sandbox_fixture_spec(BOX_COMPILE, -1, compiler)
                                        : sandbox_fixture_spec(BOX_RUN_STATIC, program_fd, tiny);
    if (sandbox_open(&options, &sandbox, err) != 0)
        return -1;
    int failed = box_start(sandbox, &spec, &box, err) != 0 || box_finish(box, &facts, err) != 0;
    sandbox_close(sandbox);
    return failed ? -1 : 0;
}

START_TEST(a_step_that_fails_is_an_error_that_names_it)
{
    const struct row *row = &rows[_i];
    static char before[64 << 10], after[64 << 10];
    const struct tiny_call nothing = {.number = SYS_getpid};
    struct err err = {0};
    if (row->root && geteuid() != 0) {
        printf("SKIP: %s: the steps of root, for the tests are not run by root\n", row->says);
        return;
    }
    int program_fd = tiny_program(&nothing);
    ck_assert_int_ge(program_fd, 0);
    if (row->ordinary && geteuid() == 0)
        sandbox_fixture_take_way(WAY_ORDINARY);
    read_mounts(before, sizeof before);
    int descriptors = count_descriptors();
    make_fail(row);
    ck_assert_msg(run_box(row, program_fd, &err) != 0, "step %d (%s): a program ran", _i, row->says);
    ck_assert_msg(err.kind == ERR_JUDGE && strstr(err.text, row->says) != NULL, "step %d: \"%s\" does not say \"%s\"",
                  _i, err.text, row->says);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1); /* no child */
    ck_assert_int_eq(count_descriptors(), descriptors);
    read_mounts(after, sizeof after);
    ck_assert_str_eq(before, after);
}
END_TEST

/* The filter itself is no reason to fail. */
START_TEST(without_a_failure_a_program_runs)
{
    static const struct row other = {.call = SYS_reboot, .argument = ANY},
                            compiler = {.call = SYS_reboot, .argument = ANY, .compile = true};
    const struct tiny_call nothing = {.number = SYS_getpid};
    struct err err = {0};
    make_fail(&other);
    ck_assert_msg(run_box(&other, tiny_program(&nothing), &err) == 0, "%s", err.text);
    ck_assert_msg(run_box(&compiler, -1, &err) == 0, "%s", err.text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sandbox_faults");
    TCase *tcase = tcase_create("sandbox_faults");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, without_a_failure_a_program_runs);
    tcase_add_loop_test(tcase, a_step_that_fails_is_an_error_that_names_it, 0, sizeof rows / sizeof *rows);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner) || srunner_ntests_run(runner) == 0;
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
