/* test_visible.c - trust is a folder: lists what is readable inside the boxes that a submission is in, and compares. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/judging/compile.h"
#include "judge/base/memory_file.h"
#include "tests/check_main.h"

static struct err err;

/* Runs a program that is in the box and returns what it prints. */
static char *output_of(enum box_policy policy, bool reference, const char *const *argv)
{
    struct install install;
    struct sandbox *sandbox;
    struct box *box;
    struct box_facts facts;
    char *text;
    size_t size;
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(sandbox_open(&(struct sandbox_options){0}, &sandbox, &err) == 0, "%s", err.text);
    int out = memory_file("out", NULL, 0, &err);
    struct box_spec spec = {
        .policy = policy,
        .argv = argv,
        .program_fd = -1,
        .fds = {-1, out, -1, -1},
        .limits = {.cpu_ms = 10000, .wall_ms = 20000, .memory_kib = 1 << 20, .output_bytes = 8 << 20, .processes = 8}};
    compile_mounts(&install, reference, &spec);
    if (policy == BOX_RUN_PYTHON)
        spec.mount_count = 1; /* as judge/judging/run.c: the guest's files alone */
    ck_assert_msg(box_start(sandbox, &spec, &box, &err) == 0, "%s", err.text);
    ck_assert_msg(box_finish(box, &facts, &err) == 0, "%s", err.text);
    ck_assert_int_eq(memory_file_read(out, 8 << 20, &text, &size, &err), 0);
    ck_assert_msg(size > 0, "nothing came: exit %d, signal %d", facts.exit_code, facts.signal);
    close(out);
    sandbox_close(sandbox);
    install_release(&install);
    return text;
}

/* What may stand in a box besides the toolchain or the interpreter, as prefixes; "=" in front: this path alone. */
static bool is_listed(const char *path, const char *const *listed)
{
    for (; *listed; listed++) {
        if (**listed == '=' ? strcmp(path, *listed + 1) == 0 : strncmp(path, *listed, strlen(*listed)) == 0)
            return true;
    }
    return false;
}

static void only(char *text, const char *const *listed)
{
    for (char *path = strtok(text, "\n"); path; path = strtok(NULL, "\n"))
        ck_assert_msg(is_listed(path, listed), "a submission can read '%s'", path);
}

/* Exactly these files are sandbox/guest: adding one is a decision about trust. */
static const char *const guest_files =
    "frame.h guard.h harness.c harness.h harness.py poison.h "
    "python/judge_values.py python/judge_warm.py python/torchtyping.py tensor.c tensor.h torch_random.c "
    "torch_random.h torch_stream.c torch_stream.h";

START_TEST(the_guest_folder_holds_what_is_listed)
{
    FILE *find = popen(
        "cd '" TEST_ROOT "/sandbox/guest' && find . -type f -not -name '*.pyc' -printf '%P\\n' | LC_ALL=C sort", "r");
    char line[256], all[2048] = "";
    while (fgets(line, sizeof line, find)) {
        line[strcspn(line, "\n")] = '\0';
        strcat(strcat(all, *all ? " " : ""), line);
    }
    pclose(find);
    ck_assert_str_eq(all, guest_files);
}
END_TEST

/* A box may refuse to list "/" itself: the search starts at every folder that this machine or a box could have there.
 */
static const char *const tops[] = {
    "/bin", "/boot",  "/core",      "/core/reference", "/core/sandbox", "/core-lib", "/dev",
    "/etc", "/guest", "/guest-lib", "/home",           "/lib",          "/lib64",    "/media",
    "/mnt", "/old",   "/opt",       "/root",           "/run",          "/srv",      "/sys",
    "/tmp", "/usr",   "/var",       "/work",           TEST_ROOT,       TEST_BUILD};
enum { TOPS = sizeof tops / sizeof *tops };

static char *listing(bool reference)
{
    const char *argv[TOPS + 8] = {"/usr/bin/find"};
    const char *const rest[] = {"-type", "f", "-readable", "-print", NULL};
    memcpy(argv + 1, tops, sizeof tops);
    memcpy(argv + 1 + TOPS, rest, sizeof rest);
    return output_of(BOX_COMPILE, reference, argv);
}

START_TEST(the_compile_box_shows_the_toolchain_and_the_guest)
{
    static const char *const listed[] = {"/usr/",    "/bin/",
                                         "/sbin/",   "/lib/",
                                         "/lib32/",  "/lib64/",
                                         "/libx32/", "=/etc/ld.so.cache",
                                         "/guest/",  "=/guest-lib/libguest.a",
                                         NULL};
    char *text = listing(false);
    ck_assert(strstr(text, "/guest/tensor.h\n") != NULL);
    ck_assert(!strstr(text, "/core"));
    only(text, listed);
    free(text);
}
END_TEST

START_TEST(the_core_is_shown_to_references_alone)
{
    char *text = listing(true);
    ck_assert(strstr(text, "/core/reference/core.h\n") && strstr(text, "/core-lib/libcore.a\n"));
    free(text);
}
END_TEST

START_TEST(the_python_box_shows_the_interpreter_and_the_guest)
{
    static const char *const listed[] = {"/usr/",
                                         "/bin/",
                                         "/sbin/",
                                         "/lib/",
                                         "/lib32/",
                                         "/lib64/",
                                         "/libx32/",
                                         "=/etc/ld.so.cache",
                                         "/etc/alternatives/",
                                         "/guest/",
                                         "/proc/",
                                         "/dev/",
                                         NULL};
    const char *argv[TOPS + 5] = {"/usr/bin/python3", "-I", "-c",
                                  "import os, sys\n"
                                  "for root in sys.argv[1:]:\n"
                                  "    for top, folders, files in os.walk(root):\n"
                                  "        for f in files:\n"
                                  "            p = os.path.join(top, f)\n"
                                  "            try: os.close(os.open(p, os.O_RDONLY)); print(p)\n"
                                  "            except OSError: pass\n"};
    memcpy(argv + 4, tops, sizeof tops);
    if (access("/usr/bin/python3", X_OK) != 0) {
        printf("SKIP: the_python_box_shows_the_interpreter_and_the_guest: python3 is not installed\n");
        return;
    }
    char *text = output_of(BOX_RUN_PYTHON, false, argv);
    ck_assert(strstr(text, "/guest/harness.py\n") != NULL);
    only(text, listed);
    free(text);
}
END_TEST

CHECK_MAIN("visible", the_guest_folder_holds_what_is_listed, the_compile_box_shows_the_toolchain_and_the_guest,
           the_core_is_shown_to_references_alone, the_python_box_shows_the_interpreter_and_the_guest)
