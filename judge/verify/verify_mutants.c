/* verify_mutants.c - each mutant of the reference compiled as the reference is, run, and compared with it.
 *
 * A mutant whose program is byte for byte that of the reference, or of an earlier mutant, tells nothing and is left out
 * (M. Papadakis et al., "Trivial compiler equivalence", ICSE 2015). Under the first key all cases are run, to see which
 * groups are worth what; under the others as many as it takes. Compilers work ahead while cases run.
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
    struct mutants mutants;
    struct verify_cases *cases; /* by key */
    struct compile_job *jobs[VERIFY_MUTANTS_MAX];
    int started;
    struct digest programs[VERIFY_MUTANTS_MAX + 1]; /* that were seen */
    int program_count;
};

/* --- compiling ---------------------------------------------------------------------------------------------------- */

/* Without these, a call that is left out gives a program that crashes instead of none. */
static const char *const flags[] = {"-Werror=incompatible-pointer-types", "-Werror=int-conversion",
                                    "-Werror=implicit-function-declaration", NULL};

static int start(const struct hunt *hunt, const char *source, struct compile_job **ret_job, struct err *err)
{
    const struct compile_request request = {.problem = hunt->work->problem,
                                            .language = language_by_id("c"),
                                            .file_name = "reference.c",
                                            .source = source,
                                            .size = strlen(source),
                                            .reference = true,
                                            .flags = flags};
    return compile_start(judging_shop(hunt->work->judging), &request, ret_job, err);
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

static int note_reference(struct hunt *hunt, const char *source, struct err *err)
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

/* --- running ------------------------------------------------------------------------------------------------------ */

/* Sets *ret_fails when a case failed under this key. `all`: go on behind the first, but not through an endless loop. */
static int run_key(struct hunt *hunt, int k, int program_fd, bool all, int *failed, bool *ret_fails, struct err *err)
{
    const struct verify_cases *cases = &hunt->cases[k];
    *ret_fails = false;
    for (int i = 0; i < cases->plan.count; i++) {
        const struct group *group = cases->plan.at[i].group;
        struct verify_run run;
        if (group->set == SET_SAMPLE)
            continue;
        if (verify_run(hunt->work, cases, i, program_fd, &run, err))
            return -1;
        if (run.same)
            continue;
        *ret_fails = true;
        failed[verify_column(hunt->work, group)] = 1;
        if (!all || run.facts.cpu_exceeded || run.facts.wall_exceeded)
            break;
    }
    return 0;
}

static int run_mutant(struct hunt *hunt, int program_fd, struct verify_mutant *row, struct err *err)
{
    int keys = hunt->work->result->keys, failing = 0;
    for (int k = 0; k < keys; k++) {
        bool fails;
        if (run_key(hunt, k, program_fd, k == 0, row->failed, &fails, err))
            return -1;
        failing += fails;
    }
    row->state = failing == keys ? VERIFY_FAILS : failing > 0 ? VERIFY_FAILS_SOMETIMES : VERIFY_PASSES;
    return 0;
}

/* --- complaining -------------------------------------------------------------------------------------------------- */

/* A string for JSON within a message. */
static char *quoted(const char *string)
{
    struct json_writer json = {0};
    json_writer_text(&json, NULL, string);
    return json_writer_take(&json);
}

static void complain(struct verify_work *work, const struct verify_mutant *row, const char *source)
{
    bool sometimes = row->state == VERIFY_FAILS_SOMETIMES;
    const struct mutant *mutant = &row->mutant;
    char *path = verify_path(work, "reference.c"), *line = quoted(mutant->before), *becomes = quoted(mutant->after);
    struct diagnostic *diagnostic =
        diagnostics_add(&work->result->diagnostics, sometimes ? P061_WEAK : P060_MUTANT,
                        sometimes ? "under some of the keys a mutant of the reference is accepted (%s)"
                                  : "a mutant of the reference is accepted (%s)",
                        mutant->kind);
    diagnostic_place(diagnostic, path, source, mutant->line, mutant->column, mutant->length);
    diagnostic_note(diagnostic, "the line became: %s", mutant->after);
    char nth[24] = "";
    if (mutant->of > 1)
        snprintf(nth, sizeof nth, ", \"nth\": %d", mutant->nth);
    diagnostic_help(diagnostic,
                    "let a group draw inputs for which that matters, or say in verify.json why it cannot:\n"
                    "\"mutants\": [{\"line\": %s%s,\n             \"becomes\": %s, \"why\": \"...\"}]",
                    line, nth, becomes);
    free(path);
    free(line);
    free(becomes);
}

static void judge_row(struct hunt *hunt, struct verify_mutant *row, const char *source)
{
    struct verify_work *work = hunt->work;
    const char *excuse = row->state == VERIFY_FAILS ? NULL : excuse_mutant(work->excuses, &row->mutant);
    if (excuse) {
        row->state = VERIFY_EXPLAINED;
        row->why = xstrdup(excuse);
    } else if (row->state != VERIFY_FAILS) {
        complain(work, row, source);
    }
    work->result->mutants_by_state[row->state]++;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static int try_program(struct hunt *hunt, int m, int program_fd, const char *source, struct err *err)
{
    struct verification *result = hunt->work->result;
    struct verify_mutant *row = &result->mutants[result->mutant_count];
    bool is_new;
    if (note_program(hunt, program_fd, &is_new, err))
        return -1;
    if (!is_new) {
        result->mutants_same++;
        return 0;
    }
    *row = (struct verify_mutant){.mutant = hunt->mutants.at[m],
                                  .failed = xcalloc((size_t)result->column_count, sizeof(int))};
    hunt->mutants.at[m] = (struct mutant){0};
    result->mutant_count++;
    if (run_mutant(hunt, program_fd, row, err))
        return -1;
    judge_row(hunt, row, source);
    return 0;
}

static int try_mutant(struct hunt *hunt, int m, const char *source, struct err *err)
{
    struct compiled compiled;
    for (; hunt->started < hunt->mutants.count && hunt->started <= m + AHEAD; hunt->started++) {
        if (start(hunt, hunt->mutants.at[hunt->started].source, &hunt->jobs[hunt->started], err))
            return -1;
    }
    struct compile_job *job = hunt->jobs[m];
    hunt->jobs[m] = NULL;
    if (compile_finish(job, &compiled, err))
        return -1;
    int failed = 0;
    if (compiled.program_fd < 0)
        hunt->work->result->mutants_unbuilt++;
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
    mutate(source, INT_MAX, &all);
    for (int i = 0; i < all.count; i++) {
        if (tried < hunt->mutants.count && strcmp(all.at[i].source, hunt->mutants.at[tried].source) == 0)
            tried++;
        else
            excuse_mutant(hunt->work->excuses, &all.at[i]);
    }
    mutants_release(&all);
}

static int hunt_all(struct hunt *hunt, const char *source, struct err *err)
{
    struct verification *result = hunt->work->result;
    mutate(source, VERIFY_MUTANTS_MAX, &hunt->mutants);
    result->mutants_possible = hunt->mutants.possible;
    spare_untried(hunt, source);
    result->mutants = xcalloc((size_t)hunt->mutants.count, sizeof *result->mutants);
    int failed = note_reference(hunt, source, err);
    for (int m = 0; m < hunt->mutants.count && !failed; m++) {
        verify_progress(hunt->work, "mutants", m, hunt->mutants.count);
        failed = try_mutant(hunt, m, source, err);
    }
    for (int m = 0; m < hunt->mutants.count; m++)
        compile_abandon(hunt->jobs[m]);
    mutants_release(&hunt->mutants);
    return failed ? -1 : 0;
}

int verify_mutants(struct verify_work *work, struct err *err)
{
    struct hunt *hunt = xcalloc(1, sizeof *hunt);
    char *source;
    size_t size;
    int keys = 0, failed = 0;
    hunt->work = work;
    hunt->cases = xcalloc((size_t)work->result->keys, sizeof *hunt->cases);
    while (keys < work->result->keys && verify_cases_get(work, keys, &hunt->cases[keys]))
        keys++;
    if (keys == work->result->keys) {
        failed = problem_read_file(work->problem, "reference.c", &source, &size, err);
        if (!failed) {
            failed = hunt_all(hunt, source, err);
            free(source);
        }
    }
    for (int k = 0; k < keys; k++)
        verify_cases_release(&hunt->cases[k]);
    free(hunt->cases);
    free(hunt);
    return failed ? -1 : 0;
}
