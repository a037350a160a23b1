/* verify_mutants.c - each mutant of a source of the problem compiled as that is, and tried: does anybody notice?
 *
 * A mutant whose program is byte for byte that of the source itself, or of an earlier mutant, tells nothing and is left
 * out (M. Papadakis et al., "Trivial compiler equivalence", ICSE 2015). Compilers work ahead while mutants run.
 *
 * Those of the reference are run on the cases and compared with it: under the first key on all, to see which groups are
 * worth what; under the others on as many as it takes. Those of check.c stand in verify_checker.c.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/memory_file.h"
#include "judge/verify/verify_internal.h"

enum { AHEAD = 3, PROGRAM_BYTES_MAX = 64 << 20 };

struct hunt {
    struct verify_work *work;
    const struct quarry *quarry;
    struct verify_hunt *result; /* the quarry's */
    struct mutants mutants;
    struct compile_job *jobs[VERIFY_MUTANTS_MAX];
    char *sources[VERIFY_MUTANTS_MAX]; /* of the jobs */
    int started;
    struct digest programs[VERIFY_MUTANTS_MAX + 1]; /* that were seen */
    int program_count;
};

/* --- compiling ---------------------------------------------------------------------------------------------------- */

static int start(const struct hunt *hunt, const char *source, struct compile_job **ret_job, struct err *err)
{
    /* Without these, a call that is left out gives a program that crashes instead of none. */
    static const char *const flags[] = {"-Werror=incompatible-pointer-types", "-Werror=int-conversion",
                                        "-Werror=implicit-function-declaration", NULL};
    return hunt->quarry->start(hunt->work, source, flags, ret_job, err);
}

/* Is this program new? */
static int note_program(struct hunt *hunt, int program_fd, bool *ret_new, struct err *err)
{
    char *bytes;
    size_t size;
    if (memory_file_read(program_fd, PROGRAM_BYTES_MAX, &bytes, &size, err))
        return -1;
    struct digest digest = digest_of(bytes, size);
    free(bytes);
    *ret_new = true;
    for (int i = 0; i < hunt->program_count; i++)
        *ret_new = *ret_new && memcmp(&hunt->programs[i], &digest, sizeof digest) != 0;
    if (*ret_new)
        hunt->programs[hunt->program_count++] = digest;
    return 0;
}

static int note_original(struct hunt *hunt, const char *source, struct err *err)
{
    struct compile_job *job;
    struct compiled compiled;
    bool is_new;
    if (start(hunt, source, &job, err) || compile_finish(job, &compiled, err))
        return -1;
    int failed = compiled.program_fd >= 0 ? note_program(hunt, compiled.program_fd, &is_new, err) : 0;
    compiled_release(&compiled);
    return failed;
}

/* --- complaining -------------------------------------------------------------------------------------------------- */

/* A string for JSON within a message. */
static char *quoted(const char *string)
{
    struct json_writer json = {0};
    json_writer_text(&json, NULL, string);
    return json_writer_take(&json);
}

static enum diagnostic_code code_of(const struct hunt *hunt, enum verify_state state)
{
    return hunt->quarry->role == MUTATE_CHECKER ? P062_CHECKER_MUTANT
           : state == VERIFY_PASSES             ? P060_MUTANT
                                                : P061_WEAK;
}

static void complain(struct hunt *hunt, const struct verify_mutant *row, const char *source)
{
    struct verify_work *work = hunt->work;
    const struct quarry *quarry = hunt->quarry;
    bool sometimes = row->state == VERIFY_FAILS_SOMETIMES;
    const struct mutant *mutant = &row->mutant;
    char *path = verify_path(work, quarry->file), *line = quoted(mutant->before), *becomes = quoted(mutant->after);
    struct diagnostic *diagnostic = diagnostics_add(&work->result->diagnostics, code_of(hunt, row->state), "%s (%s)",
                                                    sometimes ? quarry->sometimes : quarry->passes, mutant->kind);
    diagnostic_place(diagnostic, path, source, mutant->line, mutant->column, mutant->length);
    diagnostic_note(diagnostic, "the line became: %s", mutant->after);
    char nth[24] = "";
    if (mutant->of > 1)
        snprintf(nth, sizeof nth, ", \"nth\": %d", mutant->nth);
    char *file = quarry->role == MUTATE_CHECKER ? xasprintf("\"file\": \"%s\", ", quarry->file) : xstrdup("");
    diagnostic_help(diagnostic,
                    "%s, or say in verify.json why it cannot matter:\n"
                    "\"mutants\": [{%s\"line\": %s%s,\n             \"becomes\": %s, \"why\": \"...\"}]",
                    quarry->remedy, file, line, nth, becomes);
    free(file);
    free(path);
    free(line);
    free(becomes);
}

static void judge_row(struct hunt *hunt, struct verify_mutant *row, const char *source)
{
    bool survives = row->state == VERIFY_PASSES || row->state == VERIFY_FAILS_SOMETIMES;
    const char *excuse = survives ? excuse_mutant(hunt->work->excuses, hunt->quarry->file, &row->mutant) : NULL;
    if (excuse) {
        row->state = VERIFY_EXPLAINED;
        row->why = xstrdup(excuse);
    } else if (survives) {
        complain(hunt, row, source);
    }
    hunt->result->by_state[row->state]++;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static int try_program(struct hunt *hunt, int m, int program_fd, const char *source, struct err *err)
{
    struct verify_work *work = hunt->work;
    struct verify_mutant *row = &hunt->result->at[hunt->result->count];
    bool is_new;
    if (note_program(hunt, program_fd, &is_new, err))
        return -1;
    if (!is_new) {
        hunt->result->same++;
        return 0;
    }
    *row = (struct verify_mutant){.mutant = hunt->mutants.at[m],
                                  .failed = xcalloc((size_t)work->result->column_count, sizeof(int))};
    hunt->mutants.at[m] = (struct mutant){0};
    hunt->result->count++;
    if (hunt->quarry->run(work, hunt->quarry->context, program_fd, row, err))
        return -1;
    judge_row(hunt, row, source);
    return 0;
}

static int try_mutant(struct hunt *hunt, int m, const char *source, struct err *err)
{
    struct compiled compiled;
    for (; hunt->started < hunt->mutants.count && hunt->started <= m + AHEAD; hunt->started++) {
        hunt->sources[hunt->started] = mutant_source(source, &hunt->mutants.at[hunt->started]);
        if (start(hunt, hunt->sources[hunt->started], &hunt->jobs[hunt->started], err))
            return -1;
    }
    struct compile_job *job = hunt->jobs[m];
    hunt->jobs[m] = NULL;
    if (compile_finish(job, &compiled, err))
        return -1;
    int failed = 0;
    if (compiled.program_fd < 0)
        hunt->result->unbuilt++;
    else
        failed = try_program(hunt, m, compiled.program_fd, source, err);
    compiled_release(&compiled);
    return failed;
}

/* Of many mutants some are not tried. What verify.json says about those is not stale, only not asked for. */
static void spare_untried(struct hunt *hunt, const char *source)
{
    struct mutants all;
    int tried = 0;
    mutate(source, hunt->quarry->role, INT_MAX, &all);
    for (int i = 0; i < all.count; i++) {
        if (tried < hunt->mutants.count && all.at[i].number == hunt->mutants.at[tried].number)
            tried++;
        else
            excuse_mutant(hunt->work->excuses, hunt->quarry->file, &all.at[i]);
    }
    mutants_release(&all);
}

static int hunt_all(struct hunt *hunt, const char *source, struct err *err)
{
    mutate(source, hunt->quarry->role, VERIFY_MUTANTS_MAX, &hunt->mutants);
    hunt->result->possible = hunt->mutants.possible;
    spare_untried(hunt, source);
    hunt->result->at = xcalloc((size_t)hunt->mutants.count, sizeof *hunt->result->at);
    int failed = note_original(hunt, source, err);
    for (int m = 0; m < hunt->mutants.count && !failed; m++) {
        verify_progress(hunt->work, hunt->quarry->what, m, hunt->mutants.count);
        failed = try_mutant(hunt, m, source, err);
    }
    for (int m = 0; m < hunt->mutants.count; m++) {
        compile_abandon(hunt->jobs[m]);
        free(hunt->sources[m]);
    }
    mutants_release(&hunt->mutants);
    return failed ? -1 : 0;
}

int verify_hunt(struct verify_work *work, const struct quarry *quarry, struct err *err)
{
    struct hunt *hunt = xcalloc(1, sizeof *hunt);
    char *source;
    size_t size;
    hunt->work = work;
    hunt->quarry = quarry;
    hunt->result = quarry->hunt;
    int failed = problem_read_file(work->problem, quarry->file, &source, &size, err);
    if (!failed) {
        failed = hunt_all(hunt, source, err);
        free(source);
    }
    free(hunt);
    return failed ? -1 : 0;
}

/* --- the reference ------------------------------------------------------------------------------------------------ */

static int start_reference(const struct verify_work *work, const char *source, const char *const *flags,
                           struct compile_job **ret_job, struct err *err)
{
    const struct compile_request request = {.problem = work->problem,
                                            .language = language_by_id("c"),
                                            .file_name = "reference.c",
                                            .source = source,
                                            .size = strlen(source),
                                            .reference = true,
                                            .flags = flags};
    return compile_start(judging_shop(work->judging), &request, ret_job, err);
}

/* Sets *ret_fails when a case failed under this key. `all`: go on behind the first, but not through an endless loop. */
static int run_key(struct verify_work *work, const struct verify_cases *cases, int program_fd, bool all, int *failed,
                   bool *ret_fails, struct err *err)
{
    *ret_fails = false;
    for (int i = 0; i < cases->plan.count; i++) {
        const struct group *group = cases->plan.at[i].group;
        struct verify_run run;
        if (group->set == SET_SAMPLE)
            continue;
        if (verify_run(work, cases, i, program_fd, &run, err))
            return -1;
        if (run.same)
            continue;
        *ret_fails = true;
        failed[verify_column(work, group)] = 1;
        if (!all || run.facts.cpu_exceeded || run.facts.wall_exceeded)
            break;
    }
    return 0;
}

static int run_reference(struct verify_work *work, void *context, int program_fd, struct verify_mutant *row,
                         struct err *err)
{
    const struct verify_cases *cases = context; /* by key */
    int keys = work->result->keys, failing = 0;
    for (int k = 0; k < keys; k++) {
        bool fails;
        if (run_key(work, &cases[k], program_fd, k == 0, row->failed, &fails, err))
            return -1;
        failing += fails;
    }
    row->state = failing == keys ? VERIFY_FAILS : failing > 0 ? VERIFY_FAILS_SOMETIMES : VERIFY_PASSES;
    return 0;
}

int verify_mutants(struct verify_work *work, struct err *err)
{
    struct verify_cases *cases = xcalloc((size_t)work->result->keys, sizeof *cases);
    const struct quarry quarry = {.file = "reference.c",
                                  .what = "mutants",
                                  .passes = "a mutant of the reference is accepted",
                                  .sometimes = "under some of the keys a mutant of the reference is accepted",
                                  .remedy = "let a group draw inputs for which that matters",
                                  .hunt = &work->result->mutants,
                                  .start = start_reference,
                                  .run = run_reference,
                                  .context = cases};
    int keys = 0, failed = 0;
    while (keys < work->result->keys && verify_cases_get(work, keys, &cases[keys]))
        keys++;
    if (keys == work->result->keys)
        failed = verify_hunt(work, &quarry, err);
    for (int k = 0; k < keys; k++)
        verify_cases_release(&cases[k]);
    free(cases);
    return failed;
}
