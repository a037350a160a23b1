/* verify_inputs.c - what makes a problem's inputs: files that nothing uses, and a generate.c that fails, that the
 * compiler warns of, or that makes other inputs for the same seed.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging/frame.h"
#include "judge/judging/inputs.h"
#include "judge/base/memory_file.h"
#include "judge/verify/verify_internal.h"

enum { DEPTH_MAX = 6 };

static struct diagnostic *complain(struct verify_work *work, enum diagnostic_code code, const char *file,
                                   const char *text)
{
    struct diagnostic *diagnostic = diagnostics_add(&work->result->diagnostics, code, "%s", text);
    char *path = verify_path(work, file);
    diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
    free(path);
    return diagnostic;
}

/* --- files that nothing uses -------------------------------------------------------------------------------------- */

static bool is_array(const char *name)
{
    const char *suffix = strrchr(name, '.');
    return suffix && (strcmp(suffix, ".npy") == 0 || strcmp(suffix, ".npz") == 0);
}

static void look_at_array(struct verify_work *work, const char *name)
{
    for (int i = 0; i < work->problem->data_count; i++) {
        if (strcmp(work->problem->data[i], name) == 0)
            return;
    }
    struct diagnostic *diagnostic = complain(work, P026_UNUSED, name, "problem.json does not name this array");
    diagnostic_help(diagnostic, "{\"%s\": \"%s\"%s} in the place of a literal, or delete it",
                    strstr(name, ".npz") ? "npz" : "npy", name, strstr(name, ".npz") ? ", \"name\": \"x\"" : "");
}

/* `folder` is relative to the problem's: "" or "data/". */
static void look_for_arrays(struct verify_work *work, const char *folder, int depth)
{
    char *path = verify_path(work, folder);
    DIR *dir = depth < DEPTH_MAX ? opendir(path) : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        char *name = xasprintf("%s%s", folder, entry->d_name), *below = xasprintf("%s/", name);
        if (entry->d_type == DT_DIR)
            look_for_arrays(work, below, depth + 1);
        else if (is_array(entry->d_name))
            look_at_array(work, name);
        free(name);
        free(below);
    }
    if (dir)
        closedir(dir);
    free(path);
}

/* --- generate.c --------------------------------------------------------------------------------------------------- */

static bool is_made(const struct group *group)
{
    return group->generator && generator_function(group->generator);
}

static bool uses_generate_c(const struct problem *problem)
{
    for (int g = 0; g < problem->group_count; g++) {
        if (is_made(&problem->groups[g]))
            return true;
    }
    return false;
}

static int look_for_warnings(struct verify_work *work, const char *source, size_t size, struct err *err)
{
    /* An author hears what a student is spared (language.c), too. */
    static const char *const flags[] = {"-Wall",
                                        "-Wextra",
                                        "-Wunused-variable",
                                        "-Wunused-but-set-variable",
                                        "-Wunused-function",
                                        "-Wmisleading-indentation",
                                        "-Wsign-compare",
                                        NULL};
    const struct compile_request request = {.problem = work->problem,
                                            .language = language_by_id("c"),
                                            .file_name = "generate.c",
                                            .source = source,
                                            .size = size,
                                            .generator = true,
                                            .reference = true,
                                            .flags = flags};
    struct compile_job *job;
    struct compiled compiled;
    if (compile_start(judging_shop(work->judging), &request, &job, err) || compile_finish(job, &compiled, err))
        return -1;
    if (compiled.program_fd >= 0 && compiled.messages[0])
        diagnostic_note(complain(work, P025_GENERATE_WARNING, "generate.c", "the compiler warns of generate.c"), "%s",
                        compiled.messages);
    compiled_release(&compiled);
    return 0;
}

static bool same_values(const struct values *a, const struct values *b)
{
    struct text x = {0}, y = {0};
    frame_write_response(&x, a);
    frame_write_response(&y, b);
    const bool same = x.size == y.size && memcmp(x.at, y.at, x.size) == 0;
    text_release(&x);
    text_release(&y);
    return same;
}

/* A case that is judged again is made alone: whatever generate.c keeps between calls would change it. */
static int compare_alone(struct verify_work *work, const struct input *together, int count, struct err *err)
{
    for (int i = 0; i < count; i++) {
        struct input alone = {.test_case = together[i].test_case};
        if (inputs_make(judging_shop(work->judging), work->problem, &alone, 1, err))
            return -1;
        const bool same = same_values(&together[i].values, &alone.values);
        values_release(&alone.values);
        if (same)
            continue;
        char *text =
            xasprintf("%s makes other inputs for %s when it is called for that case alone",
                      generator_function(together[i].test_case->group->generator), together[i].test_case->name);
        struct diagnostic *diagnostic = complain(work, P024_GENERATE_STATE, "generate.c", text);
        diagnostic_help(diagnostic,
                        "let nothing but the seed and the dimensions decide: no static variables, no rand(), "
                        "no clock, no uninitialised memory");
        free(text);
        return 0;
    }
    return 0;
}

/* Under the first key. A failure is the author's. */
static void try_out(struct verify_work *work)
{
    const struct digest key = verify_key(0);
    struct case_plan plan;
    struct err ours = {0};
    int count = 0;
    case_plan_init(&plan, work->problem, VERIFY_SETS_ALL, &key, &key);
    struct input *inputs = xcalloc((size_t)plan.count, sizeof *inputs);
    for (int i = 0; i < plan.count; i++) {
        if (is_made(plan.at[i].group))
            inputs[count++] = (struct input){.test_case = &plan.at[i]};
    }
    int failed = inputs_make(judging_shop(work->judging), work->problem, inputs, count, &ours);
    if (!failed) {
        failed = compare_alone(work, inputs, count, &ours);
        for (int i = 0; i < count; i++)
            values_release(&inputs[i].values);
    }
    if (failed)
        complain(work, P023_GENERATE, "generate.c", ours.text);
    free(inputs);
    case_plan_release(&plan);
}

int verify_inputs(struct verify_work *work, struct err *err)
{
    char *source;
    size_t size;
    struct err none;
    look_for_arrays(work, "", 0);
    if (problem_read_file(work->problem, "generate.c", &source, &size, &none))
        return 0;
    int failed = 0;
    if (uses_generate_c(work->problem)) {
        failed = look_for_warnings(work, source, size, err);
        if (!failed)
            try_out(work);
    } else {
        struct diagnostic *diagnostic = complain(work, P026_UNUSED, "generate.c", "no group uses generate.c");
        diagnostic_help(diagnostic, "name one of its functions in a group: \"generate\": \"make_case\"; or delete it");
    }
    free(source);
    return failed;
}
