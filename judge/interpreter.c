#include "judge/interpreter.h"

#include <stdio.h>
#include <sys/stat.h>

#include "judge/digest.h"

/* Bounds for the interpreter itself, which runs no line of a student's; a case gets its own. */
static const struct box_limits limits = {
    .cpu_ms = INT64_C(1000000000),
    .wall_ms = 60000, /* until it is ready */
    .memory_kib = INT64_C(64) << 20,
    .output_bytes = INT64_C(4) << 30,
    .processes = 3,
};

int interpreter_start(struct sandbox *sandbox, const struct install *install, enum python_kind kind,
                      struct warm **ret_warm, struct err *err)
{
    static const char *const argv[PYTHON_KINDS][10] = {
        [PYTHON_NUMPY] = {PYTHON_INTERPRETER, "-I", "-S", "-B", "-W", "ignore", PYTHON_HARNESS, "warm", "numpy", NULL},
        [PYTHON_TORCH] = {PYTHON_INTERPRETER, "-I", "-S", "-B", "-W", "ignore", PYTHON_HARNESS, "warm", "torchtyping",
                          NULL}};
    const struct box_spec spec = {.policy = BOX_RUN_PYTHON,
                                  .argv = argv[kind],
                                  .program_fd = -1,
                                  .fds = {-1, -1, -1, -1},
                                  .mount_count = 1,
                                  .mounts = {{.host = install->headers, .box = "/guest"}},
                                  .limits = limits};
    return warm_start(sandbox, &spec, ret_warm, err);
}

static void add_stamp(struct digest_state *state, const char *path)
{
    struct stat status = {0};
    stat(path, &status);
    const int64_t stamp[] = {(int64_t)status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    digest_add_text(state, path);
    digest_add(state, stamp, sizeof stamp);
}

struct digest interpreter_digest(const struct install *install)
{
    static const char *const files[] = {"/proc/self/exe", PYTHON_INTERPRETER,
                                        "/usr/lib/python3/dist-packages/numpy/__init__.py",
                                        "/usr/lib/python3/dist-packages/torch/__init__.py"};
    struct digest_state state;
    digest_init(&state, NULL);
    digest_add_text(&state, judge_version);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        add_stamp(&state, files[i]);
    static const char *const guest[] = {"harness.py", "python/torchtyping.py"};
    for (size_t i = 0; i < sizeof guest / sizeof *guest; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", install->headers, guest[i]);
        add_stamp(&state, path);
    }
    return digest_end(&state);
}
