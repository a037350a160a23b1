/* What a box sees of the machine's files, what it gives back, and that compilers and Python work in it. Every test runs
 * each way (sandbox_fixture.h). */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/sandbox_fixture.h"

/* A file in memory with this text. */
static int memory_text(const char *text)
{
    int fd = sandbox_fixture_memory();
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    return fd;
}

/* ---- compiler ---- */

static struct box_spec compiling(const char *const *argv, const char *name, const char *source)
{
    struct box_spec spec = sandbox_fixture_spec(BOX_COMPILE, -1, argv);
    spec.limits = (struct box_limits){10000, 20000, 512 << 10, 16 << 20, 16};
    spec.files[0] = (struct box_file){name, memory_text(source)};
    spec.file_count = 1;
    spec.fds[2] = sandbox_fixture_memory();
    spec.collect = "program";
    spec.collect_fd = sandbox_fixture_memory();
    spec.collect_max = 16 << 20;
    return spec;
}

static const char *const gcc[] = {"/usr/bin/gcc", "-O2", "-static", "-o", "program", "solution.c", NULL};

START_TEST(c_compiles_and_runs)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec =
        compiling(gcc, "solution.c", "#include <stdio.h>\nint main(void) { puts(\"it runs\"); return 4; }\n");
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    ck_assert_str_eq(sandbox_fixture_text(spec.fds[2]), "");
    ck_exited(facts, 0);
    ck_within_limits(facts);
    ck_fact(facts, collected);
    struct box_spec run = sandbox_fixture_spec(BOX_RUN_STATIC, spec.collect_fd, gcc);
    run.fds[1] = sandbox_fixture_memory();
    ck_exited(sandbox_fixture_facts(sandbox, &run), 4);
    ck_assert_str_eq(sandbox_fixture_text(run.fds[1]), "it runs\n");
    sandbox_close(sandbox);
}
END_TEST

START_TEST(cpp_compiles_with_a_mounted_header)
{
    static const char *const gpp[] = {"/usr/bin/g++", "-g",      "-flto",        "-I/guest", "-static",
                                      "-o",           "program", "solution.cpp", NULL};
    char folder[] = "/tmp/test-guest-XXXXXX", path[64];
    ck_assert(mkdtemp(folder) && chmod(folder, 0755) == 0);
    snprintf(path, sizeof path, "%s/guest.h", folder);
    FILE *header = fopen(path, "w");
    ck_assert(header && fputs("enum { ANSWER = 42 };\n", header) > 0);
    fclose(header);
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec = compiling(
        gpp, "solution.cpp", "#include <iostream>\n#include \"guest.h\"\nint main() { std::cout << ANSWER; }\n");
    spec.mounts[0] = (struct box_mount){folder, "/guest"};
    spec.mount_count = 1;
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    ck_assert_str_eq(sandbox_fixture_text(spec.fds[2]), "");
    ck_exited(facts, 0);
    ck_fact(facts, collected);
    sandbox_close(sandbox);
    unlink(path);
    rmdir(folder);
}
END_TEST

static void make_folder(const char *path, mode_t mode)
{
    ck_assert_msg(mkdir(path, 0700) == 0 && chmod(path, mode) == 0, "%s", path);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    ck_assert_msg(file && fputs(text, file) >= 0 && fclose(file) == 0, "%s", path);
}

/* Headers in two mounts below one folder that is no mount itself, and in a folder inside a mount. */
START_TEST(mounts_are_found_by_the_folder_above_them)
{
    static const char *const above[] = {"/usr/bin/gcc", "-I", "/core", "-static", "-o", "program", "solution.c", NULL};
    static const char source[] = "#include \"first/a.h\"\n#include \"sub/second/b.h\"\n#include \"first/in/c.h\"\n"
                                 "int main(void) { return A + B + C; }\n";
    for (int hidden = 0; hidden < 2; hidden++) {
        char folder[] = "/tmp/test-mounts-XXXXXX", first[64], second[64], path[96], command[96];
        ck_assert(mkdtemp(folder) && chmod(folder, hidden ? 0700 : 0755) == 0);
        snprintf(first, sizeof first, "%s/x", folder);
        snprintf(second, sizeof second, "%s/y", folder);
        make_folder(first, 0755);
        make_folder(second, 0755);
        snprintf(path, sizeof path, "%s/a.h", first);
        write_text(path, "enum { A = 1 };\n");
        snprintf(path, sizeof path, "%s/b.h", second);
        write_text(path, "enum { B = 2 };\n");
        snprintf(path, sizeof path, "%s/in", first);
        make_folder(path, 0755);
        snprintf(path, sizeof path, "%s/in/c.h", first);
        write_text(path, "enum { C = 4 };\n");
        if (hidden && (_i == WAY_ORDINARY || _i == WAY_DEGRADED_USER)) /* where only its owner goes */
            ck_assert_int_eq(chown(folder, ORDINARY_ID, ORDINARY_ID), 0);
        pid_t pid = fork(); /* the way is taken for good */
        if (pid == 0) {
            umask(hidden ? 077 : 022);
            struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
            struct box_spec spec = compiling(above, "solution.c", source);
            spec.mounts[0] = (struct box_mount){first, "/core/first"};
            spec.mounts[1] = (struct box_mount){second, "/core/sub/second"};
            spec.mount_count = 2;
            struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
            ck_assert_str_eq(sandbox_fixture_text(spec.fds[2]), "");
            ck_exited(facts, 0);
            struct box_spec run = sandbox_fixture_spec(BOX_RUN_STATIC, spec.collect_fd, gcc);
            ck_exited(sandbox_fixture_facts(sandbox, &run), 7);
            sandbox_close(sandbox);
            exit(0);
        }
        int status;
        ck_assert(waitpid(pid, &status, 0) == pid && status == 0);
        snprintf(command, sizeof command, "rm -r %s", folder);
        ck_assert_int_eq(system(command), 0);
    }
}
END_TEST

START_TEST(other_processes_of_the_user_do_not_count)
{
    enum { OTHERS = 40 };
    pid_t others[OTHERS];
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    for (int i = 0; i < OTHERS; i++) {
        others[i] = fork();
        ck_assert_int_ge(others[i], 0);
        if (others[i] == 0) {
            pause();
            _exit(0);
        }
    }
    struct box_spec spec = compiling(gcc, "solution.c", "int main(void) { return 0; }\n");
    spec.limits.processes = 16;
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    for (int i = 0; i < OTHERS; i++)
        kill(others[i], SIGKILL);
    ck_assert_str_eq(sandbox_fixture_text(spec.fds[2]), "");
    ck_exited(facts, 0);
    ck_assert_int_lt(facts.wall_ns, INT64_C(6000000000)); /* a compiler that is refused a process waits 15 s */
    sandbox_close(sandbox);
}
END_TEST

START_TEST(a_compile_error_is_an_exit_code_with_messages)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec = compiling(gcc, "solution.c", "int main(void) { return x; }\n");
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    ck_exited(facts, 1);
    ck_assert(!facts.collected);
    ck_assert_ptr_nonnull(strstr(sandbox_fixture_text(spec.fds[2]), "solution.c:1:25: error"));
    sandbox_close(sandbox);
}
END_TEST

START_TEST(compile_bombs_are_limits)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec = compiling(gcc, "solution.c", "#include \"/dev/zero\"\n");
    spec.limits.cpu_ms = spec.limits.wall_ms = 1500;
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    ck_assert(!facts.collected);
    spec = compiling(gcc, "solution.c", "#include \"solution.c\"\n#include \"solution.c\"\n");
    spec.limits.output_bytes = 1 << 16;
    spec.limits.cpu_ms = spec.limits.wall_ms = 1500;
    facts = sandbox_fixture_facts(sandbox, &spec);
    ck_assert(!facts.collected);
    ck_assert_int_le(lseek(spec.fds[2], 0, SEEK_END), (1 << 16) + 1);
    spec = compiling(gcc, "solution.c", "char a[400000000] = {1}; int main(void) { return a[7]; }\n");
    facts = sandbox_fixture_facts(sandbox, &spec);
    ck_assert(!facts.collected);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(compilers_cannot_quote_secrets)
{
    static const struct {
        const char *before;
        const char *after;
    } sources[] = {
        {"#include \"", "\"\n"},
        {"__asm__(\".incbin \\\"", "\\\"\");\nint main(void) { return 0; }\n"},
        {"__asm__(\".include \\\"", "\\\"\");\nint main(void) { return 0; }\n"},
        {"#line 1 \"", "\"\nint main(void) { return x; }\n"},
    };
    char secret[] = "/var/tmp/test-secret-XXXXXX", source[512];
    int fd = mkstemp(secret);
    ck_assert(fd >= 0 && fchmod(fd, 0644) == 0 && write(fd, "canary_of_the_judge\n", 20) == 20);
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        snprintf(source, sizeof source, "%s%s%s", sources[i].before, secret, sources[i].after);
        struct box_spec spec = compiling(gcc, "solution.c", source);
        struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
        ck_exited(facts, 1);
        ck_assert(!facts.collected);
        ck_assert_ptr_null(strstr(sandbox_fixture_text(spec.fds[2]), "canary"));
    }
    sandbox_close(sandbox);
    unlink(secret);
}
END_TEST

/* ---- files ---- */

static struct box_facts in_compile_box(struct sandbox *sandbox, const char *probe, const char *argument,
                                       struct box_spec *ret_spec)
{
    static const char *argv[3];
    argv[0] = probe;
    argv[1] = argument;
    *ret_spec = sandbox_fixture_spec(BOX_COMPILE, sandbox_fixture_probe(probe), argv);
    ret_spec->collect = "out";
    ret_spec->collect_fd = sandbox_fixture_memory();
    ret_spec->collect_max = 1000;
    return sandbox_fixture_facts(sandbox, ret_spec);
}

START_TEST(only_a_plain_file_is_collected)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec;
    struct box_facts facts = in_compile_box(sandbox, "leave", "file", &spec);
    ck_exited(facts, 0);
    ck_fact(facts, collected);
    ck_assert_str_eq(sandbox_fixture_text(spec.collect_fd), "content");
    static const char *const kinds[] = {"link", "folder", "hardlink", "large"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        facts = in_compile_box(sandbox, "leave", kinds[i], &spec);
        ck_assert(!facts.collected);
        ck_assert_int_eq(lseek(spec.collect_fd, 0, SEEK_END), 0);
        ck_assert_int_eq(facts.output_exceeded, strcmp(kinds[i], "large") == 0);
    }
    ck_assert(!in_compile_box(sandbox, "exit", "0", &spec).collected);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(the_machines_files_are_not_there)
{
    static const char *const paths[] = {"/etc/passwd",
                                        "/etc/hostname",
                                        "/etc/shadow",
                                        "/proc/self/environ",
                                        "/proc/1/environ",
                                        "/proc/version",
                                        "/sys/kernel/notes",
                                        "/dev/mem",
                                        "/var/lib/dpkg/status",
                                        "/usr/share/common-licenses/GPL-3",
                                        "/boot",
                                        "/root/.profile",
                                        TEST_ROOT "/sandbox/box.c",
                                        "/usr/local/bin",
                                        "/tmp/../etc/passwd"};
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct box_facts facts = in_compile_box(sandbox, "read_file", paths[i], &spec);
        ck_assert_msg(facts.exited &&
                          (facts.exit_code == ENOENT || facts.exit_code == EACCES || facts.exit_code == ENOTDIR),
                      "%s: %s", paths[i], sandbox_fixture_words(&facts));
        if (sandbox_fixture_isolates(_i))
            ck_exited(facts, ENOENT);
    }
    ck_exited(in_compile_box(sandbox, "read_file", "/usr/include/stdio.h", &spec), 0);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(only_the_work_folder_can_be_written)
{
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec;
    ck_exited(in_compile_box(sandbox, "write_anywhere", NULL, &spec), 0);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(the_judges_own_folder_is_never_shown)
{
    char home[] = "/tmp/test-home-XXXXXX", inside[64];
    ck_assert_ptr_nonnull(mkdtemp(home));
    snprintf(inside, sizeof inside, "%s/guest", home);
    ck_assert_int_eq(mkdir(inside, 0755), 0);
    ck_assert_int_eq(chmod(home, 0755), 0);
    struct sandbox *sandbox = sandbox_fixture_open(_i, home);
    const char *const shown[] = {home, inside, "/tmp", "/"};
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        struct box *box;
        struct err err;
        struct box_spec spec = compiling(gcc, "solution.c", "int main(void) { return 0; }\n");
        spec.mounts[0] = (struct box_mount){shown[i], "/guest"};
        spec.mount_count = 1;
        ck_assert_int_eq(box_start(sandbox, &spec, &box, &err), -1);
        ck_assert_ptr_nonnull(strstr(err.text, home));
    }
    sandbox_close(sandbox);
    rmdir(inside);
    rmdir(home);
}
END_TEST

START_TEST(work_folders_are_gone_after_the_run)
{
    glob_t left = {0};
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_spec spec;
    ck_exited(in_compile_box(sandbox, "leave", "folder", &spec), 0);
    sandbox_close(sandbox);
    glob("/tmp/judge-box-*", 0, NULL, &left);
    for (size_t i = 0; i < left.gl_pathc; i++) /* others on this machine may be at it */
        ck_assert_msg(kill(atoi(left.gl_pathv[i] + strlen("/tmp/judge-box-")), 0) == 0 || errno == EPERM, "%s is left",
                      left.gl_pathv[i]);
    globfree(&left);
}
END_TEST

START_TEST(a_box_is_bounded_as_a_whole_where_there_are_control_groups)
{
    struct sandbox_layer layers[SANDBOX_LAYERS_MAX];
    if (_i != WAY_CALLER)
        return;
    int count = sandbox_probe(layers, SANDBOX_LAYERS_MAX), at = 0;
    while (at < count && strcmp(layers[at].name, "control group") != 0)
        at++;
    ck_assert_int_lt(at, count);
    if (!layers[at].works) {
        printf("SKIP: a_box_is_bounded_as_a_whole_where_there_are_control_groups: %s\n", layers[at].detail);
        return;
    }
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    static const char *const argv[] = {"grow_tree", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_COMPILE, sandbox_fixture_probe("grow_tree"), argv);
    spec.limits.processes = 16;
    ck_fact(sandbox_fixture_facts(sandbox, &spec), memory_exceeded);
    spec.limits.memory_kib = 400 << 10;
    struct box_facts facts = sandbox_fixture_facts(sandbox, &spec);
    ck_exited(facts, 0);
    ck_within_limits(facts);
    sandbox_close(sandbox);
}
END_TEST

/* ---- Python ---- */

static struct box_facts python(struct sandbox *sandbox, const char *text, int *ret_out)
{
    static const char *const argv[] = {"/usr/bin/python3", "-I", "/work/solution.py", NULL};
    struct box_spec spec = sandbox_fixture_spec(BOX_RUN_PYTHON, -1, argv);
    spec.limits = (struct box_limits){10000, 30000, 512 << 10, 1 << 20, 4};
    spec.files[0] = (struct box_file){"solution.py", memory_text(text)};
    spec.file_count = 1;
    spec.fds[1] = spec.fds[2] = *ret_out = sandbox_fixture_memory();
    return sandbox_fixture_facts(sandbox, &spec);
}

static bool python_has(const char *module, const char *test)
{
    char command[128];
    snprintf(command, sizeof command, "/usr/bin/python3 -I -c 'import %s' 2>/dev/null", module);
    if (system(command) == 0)
        return true;
    printf("SKIP: %s: no %s for /usr/bin/python3\n", test, module);
    return false;
}

START_TEST(python_and_numpy_work)
{
    int out;
    if (!python_has("numpy", "python_and_numpy_work"))
        return;
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts = python(sandbox,
                                    "import numpy, tempfile, json, sys\n"
                                    "a = numpy.arange(6.0).reshape(2, 3)\n"
                                    "with tempfile.TemporaryFile() as f: f.write(b'x')\n"
                                    "print((a @ a.T).tolist(), sys.flags.isolated)\n",
                                    &out);
    ck_assert_str_eq(sandbox_fixture_text(out), "[[5.0, 14.0], [14.0, 50.0]] 1\n");
    ck_exited(facts, 0);
    ck_within_limits(facts);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(pytorch_imports_in_silence)
{
    int out;
    if (_i > WAY_ORDINARY) /* one import takes a second; the other ways differ in nothing that it sees */
        return;
    if (!python_has("torch", "pytorch_imports_in_silence"))
        return;
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    struct box_facts facts =
        python(sandbox, "import torch\nprint(torch.ones(2, 2).matmul(torch.ones(2)).tolist())\n", &out);
    ck_assert_str_eq(sandbox_fixture_text(out), "[2.0, 2.0]\n");
    ck_exited(facts, 0);
    sandbox_close(sandbox);
}
END_TEST

START_TEST(python_is_confined)
{
    static const struct {
        const char *text;
        int forbidden; /* -1: an exception, exit code 1 */
    } attempts[] = {
        {"open('/etc/passwd').read()\n", -1},
        {"open('/usr/lib/x', 'w')\n", -1},
        {"import os; os.listdir('/proc/self')\n", -1},
        {"import os; os.fork()\n", 56},
        {"import socket; socket.socket()\n", 41},
        {"import subprocess; subprocess.run(['/bin/true'])\n", 58},
        {"import os; os.execv('/bin/true', ['true'])\n", 59},
        {"import os; os.kill(1, 9)\n", 62},
        {"import os; os.memfd_create('x')\n", -1},
        {"import mmap; mmap.mmap(-1, 1 << 34)\n", -2}, /* memory */
    };
    int out;
    struct sandbox *sandbox = sandbox_fixture_open(_i, NULL);
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        struct box_facts facts = python(sandbox, attempts[i].text, &out);
        if (attempts[i].forbidden >= 0)
            ck_forbidden(facts, attempts[i].forbidden);
        else if (attempts[i].forbidden == -1)
            ck_exited(facts, 1);
        else
            ck_fact(facts, memory_exceeded);
    }
    sandbox_close(sandbox);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {c_compiles_and_runs,
                                  cpp_compiles_with_a_mounted_header,
                                  mounts_are_found_by_the_folder_above_them,
                                  other_processes_of_the_user_do_not_count,
                                  a_compile_error_is_an_exit_code_with_messages,
                                  compile_bombs_are_limits,
                                  compilers_cannot_quote_secrets,
                                  only_a_plain_file_is_collected,
                                  the_machines_files_are_not_there,
                                  only_the_work_folder_can_be_written,
                                  the_judges_own_folder_is_never_shown,
                                  work_folders_are_gone_after_the_run,
                                  a_box_is_bounded_as_a_whole_where_there_are_control_groups,
                                  python_and_numpy_work,
                                  pytorch_imports_in_silence,
                                  python_is_confined};
    return sandbox_fixture_run("sandbox_files", tests, sizeof tests / sizeof tests[0]);
}
