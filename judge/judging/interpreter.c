#include "judge/judging/interpreter.h"

#include <stdio.h>
#include <sys/stat.h>

#include "judge/base/digest.h"

/* Bounds for the interpreter itself, which runs no line of a student's; a case gets its own. */
static const struct box_limits limits = {
    .cpu_ms = INT64_C(1000000000),
    .wall_ms = 60000, /* until it is ready */
    .memory_kib = INT64_C(64) << 20,
    .output_bytes = INT64_C(4) << 30,
    .processes = 3,
};

int interpreter_start(struct sandbox *sandbox, const struct install *install, const struct language *language, int kind,
                      struct warm **ret_warm, struct err *err)
{
    const struct box_spec spec = {.policy = language->run_policy,
                                  .argv = language->interpreted->kind[kind].warm,
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

struct digest interpreter_digest(const struct install *install, const struct language *language)
{
    struct digest_state state;
    digest_init(&state, NULL);
    digest_add_text(&state, judge_version);
    add_stamp(&state, "/proc/self/exe");
    for (const char *const *part = language->interpreted->parts; *part; part++) {
        char path[4096];
        snprintf(path, sizeof path, "%s%s%s", **part == '/' ? "" : install->headers, **part == '/' ? "" : "/", *part);
        add_stamp(&state, path);
    }
    return digest_end(&state);
}
