/* verify_reference.c - the reference built in other ways: without optimisation, with more, with its own sums in another
 * order, and on each instruction set of this machine, which sum in other orders too. It must say the same each time, to
 * the decimals that students are held to.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/verify/verify_internal.h"

enum { NO_SUCH_SET = 97 }; /* the exit code of a program whose instruction set this machine lacks */

/* Lets the compiler reassociate: several partial sums for one, in registers and lanes. Nothing else of -ffast-math: NaN
 * and infinity stay what they are. */
#define REORDERED                                                                                                      \
    {                                                                                                                  \
        "-O3", "-funroll-loops", "-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math"                       \
    }

static const struct build {
    const char *name;
    const char *flags[6];
    bool kernels; /* `name` is a table of the tensor core */
} builds[] = {
    {"-O0", {"-O0"}, false},  {"-O3", {"-O3"}, false}, {"sums in another order", REORDERED, false},
    {"scalar", {NULL}, true}, {"avx2", {NULL}, true},  {"avx512", {NULL}, true},
    {"neon", {NULL}, true},
};

/* The tables are chosen by an environment variable, and a box has no environment: so the program chooses. */
static char *source_of(const struct build *build, const char *source)
{
    if (!build->kernels)
        return xstrdup(source);
    return xasprintf("%s\n#include <unistd.h>\nstruct err;\nextern int kernels_select(const char *, struct err *);\n"
                     "__attribute__((constructor)) static void choose_kernels(void)\n"
                     "{\n    if (kernels_select(\"%s\", NULL))\n        _exit(%d);\n}\n",
                     source, build->name, NO_SUCH_SET);
}

static void complain(struct verify_work *work, const struct build *build, const char *why)
{
    char *path = verify_path(work, "reference.c");
    struct diagnostic *diagnostic = diagnostics_add(&work->result->diagnostics, P022_REFERENCE_BUILD,
                                                    "the reference says something else when built for %s", build->name);
    diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
    diagnostic_note(diagnostic, "%s", why);
    diagnostic_help(diagnostic, "compute in double; look for uninitialised memory; draw again what is ill-posed");
    free(path);
}

/* 1: this machine cannot run it. */
static int run_build(struct verify_work *work, const struct verify_cases *cases, const struct build *build,
                     int program_fd, struct err *err)
{
    for (int i = 0; i < cases->plan.count; i++) {
        struct verify_run run;
        if (verify_run(work, cases, i, program_fd, &run, err))
            return -1;
        if (run.facts.exited && run.facts.exit_code == NO_SUCH_SET)
            return 1;
        if (!run.same) {
            char *why =
                xasprintf("%s: %s", cases->plan.at[i].name, *run.diff.what ? run.diff.what : "it did not end well");
            complain(work, build, why);
            free(why);
            return 0;
        }
    }
    return 0;
}

static int try_build(struct verify_work *work, const struct verify_cases *cases, const struct build *build,
                     const char *source, struct text *tried, struct err *err)
{
    char *text = source_of(build, source);
    const struct compile_request request = {.problem = work->problem,
                                            .language = language_by_id("c"),
                                            .file_name = "reference.c",
                                            .source = text,
                                            .size = strlen(text),
                                            .reference = true,
                                            .flags = build->flags};
    struct compile_job *job;
    struct compiled compiled;
    int result =
        compile_start(judging_shop(work->judging), &request, &job, err) || compile_finish(job, &compiled, err) ? -1 : 0;
    free(text);
    if (result)
        return -1;
    if (compiled.program_fd < 0)
        complain(work, build, compiled.messages);
    else
        result = run_build(work, cases, build, compiled.program_fd, err);
    if (result == 0)
        text_format(tried, "%s%s", tried->size ? ", " : "", build->name);
    compiled_release(&compiled);
    return result < 0 ? -1 : 0;
}

int verify_reference(struct verify_work *work, struct err *err)
{
    const int count = sizeof builds / sizeof *builds;
    struct verify_cases cases;
    struct text tried = {0};
    char *source;
    size_t size;
    int failed = 0;
    if (!verify_cases_get(work, 0, &cases))
        return 0;
    if (problem_read_file(work->problem, "reference.c", &source, &size, err)) {
        verify_cases_release(&cases);
        return -1;
    }
    bool uses_core = strstr(source, "\"reference/") != NULL;
    for (int b = 0; b < count && !failed; b++) {
        verify_progress(work, "builds of the reference", b, count);
        if (!builds[b].kernels || uses_core)
            failed = try_build(work, &cases, &builds[b], source, &tried, err);
    }
    work->result->builds = text_take(&tried);
    free(source);
    verify_cases_release(&cases);
    return failed;
}
