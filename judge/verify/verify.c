#include "judge/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/memory_file.h"
#include "judge/judging/run.h"
#include "judge/verify/verify_internal.h"

/* --- shared ------------------------------------------------------------------------------------------------------- */

void verify_progress(const struct verify_work *work, const char *what, int done, int total)
{
    if (work->options->progress)
        work->options->progress(work->options->context, what, done, total);
}

char *verify_path(const struct verify_work *work, const char *name)
{
    return xasprintf("%s/%s", work->problem->folder, name);
}

struct diagnostic *verify_blame(struct verify_work *work, const struct err *err)
{
    const bool checker = checker_is_blamed(err);
    const char *file = checker ? "check.c" : "reference.c";
    char *path = verify_path(work, file), *source = NULL;
    size_t size;
    struct diagnostic *diagnostic =
        diagnostics_add_err(&work->result->diagnostics, checker ? P027_CHECKER : P020_REFERENCE, err);
    if (diagnostic->line > 0) /* of a compiler, which knows the file by its name alone */
        problem_read_file(work->problem, file, &source, &size, NULL);
    diagnostic_place(diagnostic, path, source, diagnostic->line, diagnostic->column, 0);
    free(source);
    free(path);
    return diagnostic;
}

struct digest verify_key(int k)
{
    char text[48];
    int length = snprintf(text, sizeof text, "judge: key %d of verifying", k);
    return digest_of(text, (size_t)length);
}

int verify_column(const struct verify_work *work, const struct group *group)
{
    return work->column_of[group - work->problem->groups];
}

bool verify_cases_get(struct verify_work *work, int k, struct verify_cases *ret_cases)
{
    struct digest key = verify_key(k);
    struct verify_cases cases = {0};
    struct err ours = {0};
    case_plan_init(&cases.plan, work->problem, VERIFY_SETS_ALL, &key, &key);
    if (expected_get(judging_shop(work->judging), work->problem, &cases.plan, &cases.expected, &ours)) {
        verify_blame(work, &ours);
        case_plan_release(&cases.plan);
        return false;
    }
    *ret_cases = cases;
    return true;
}

void verify_cases_release(struct verify_cases *cases)
{
    case_plan_release(&cases->plan);
    expected_release(&cases->expected);
}

/* Within the limits of a submission in C: what needs longer fails as one would. */
static int run_variant(const struct verify_work *work, const struct verify_cases *cases, int i, unsigned variant,
                       int program_fd, struct run_result *ret_result, struct err *err)
{
    const struct problem *problem = work->problem;
    const int function = cases->plan.at[i].group->function;
    const struct run_request request = {.language = language_by_id("c"),
                                        .program_fd = program_fd,
                                        .signature_fd = -1,
                                        .function = (unsigned)function,
                                        .variant = variant,
                                        .results_max = SIGNATURE_RESULTS_MAX,
                                        .arguments = &cases->expected.at[i].arguments,
                                        .limits = problem->limits,
                                        .wall_ms = problem->limits.time_ms * 2 + 1000};
    return run_case(judging_shop(work->judging)->sandbox, &request, ret_result, err);
}

int verify_run(const struct verify_work *work, const struct verify_cases *cases, int i, int program_fd,
               struct verify_run *ret_run, struct err *err)
{
    const struct problem *problem = work->problem;
    const int function = cases->plan.at[i].group->function;
    *ret_run = (struct verify_run){.same = true};
    for (int v = 0; v < problem->variant_count && ret_run->same; v++) {
        struct run_result result;
        if (run_variant(work, cases, i, (unsigned)v, program_fd, &result, err))
            return -1;
        const struct compare_rules rules = judging_rules(problem, &result.poison);
        ret_run->facts = result.facts;
        ret_run->same = result.facts.exited && result.facts.exit_code == 0 && result.state == RESPONSE_OK;
        int failed = ret_run->same
                         ? checker_compare(work->checker, &rules, problem, function, &cases->expected.at[i].arguments,
                                           &cases->expected.at[i].want[v], &result.results, &ret_run->diff, err)
                         : 0;
        ret_run->same = ret_run->same && ret_run->diff.class == DIFF_NONE;
        run_result_release(&result);
        if (failed)
            return -1;
    }
    return 0;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void make_columns(struct verify_work *work)
{
    const struct problem *problem = work->problem;
    struct verification *result = work->result;
    int literals[SET_COUNT] = {-1, -1, -1};
    work->column_of = xcalloc((size_t)problem->group_count, sizeof *work->column_of);
    result->columns = xcalloc((size_t)problem->group_count, sizeof *result->columns);
    for (int g = 0; g < problem->group_count; g++) {
        const struct group *group = &problem->groups[g];
        if (!group->generator && literals[group->set] >= 0) {
            work->column_of[g] = literals[group->set];
            continue;
        }
        work->column_of[g] = result->column_count;
        if (!group->generator)
            literals[group->set] = result->column_count;
        const char *list = group->set == SET_SAMPLE ? "samples" : "cases";
        result->columns[result->column_count++] =
            (struct verify_column){.name = group->generator ? group->name : list, .set = group->set};
    }
}

int verify_samples(struct verify_work *work, struct err *err)
{
    struct err ours = {0};
    (void)err;
    if (judging_check_samples(work->judging, work->problem, &ours) == 0)
        return 0;
    if (ours.kind != ERR_USE) {
        verify_blame(work, &ours);
        return 0;
    }
    char *path = verify_path(work, "problem.json");
    diagnostic_place(diagnostics_add_err(&work->result->diagnostics, P021_SAMPLE, &ours), path, NULL, 0, 0, 0);
    free(path);
    return 0;
}

/* Does any wrong submission, or mutant, fail on this column? Those that do not compile fail everywhere. */
static bool column_is_used(const struct verification *result, int column)
{
    for (int i = 0; i < result->submission_count; i++) {
        const struct verify_submission *submission = &result->submissions[i];
        if (submission->wanted != VERDICT_AC && submission->wanted != VERDICT_CE && submission->failed[column] > 0)
            return true;
    }
    for (int i = 0; i < result->mutants.count; i++) {
        if (result->mutants.at[i].failed[column] > 0)
            return true;
    }
    return false;
}

static void check_columns(struct verify_work *work)
{
    struct verification *result = work->result;
    for (int c = 0; c < result->column_count && result->submission_count > 0; c++) {
        if (result->columns[c].set == SET_SAMPLE || column_is_used(result, c))
            continue;
        struct diagnostic *diagnostic =
            diagnostics_add(&result->diagnostics, P034_IDLE_GROUP, "no wrong submission fails on the group '%s'",
                            result->columns[c].name);
        diagnostic_note(diagnostic, "a group that nothing fails may test nothing");
        char *path = verify_path(work, "problem.json"), *name = xasprintf("\"%s\"", result->columns[c].name), *text;
        size_t size;
        if (problem_read_file(work->problem, "problem.json", &text, &size, NULL) == 0) {
            diagnostic_find(diagnostic, path, text, name);
            free(text);
        }
        free(path);
        free(name);
    }
}

static const struct {
    enum verify_part part;
    int (*run)(struct verify_work *work, struct err *err);
} parts[] = {
    {VERIFY_STATEMENT, verify_statement}, {VERIFY_INPUTS, verify_inputs},
    {VERIFY_SAMPLES, verify_samples},     {VERIFY_SAMPLES, verify_checker},
    {VERIFY_REFERENCE, verify_reference}, {VERIFY_SUBMISSIONS, verify_submissions},
    {VERIFY_STARTERS, verify_starters},   {VERIFY_TRIVIAL, verify_trivial},
    {VERIFY_MUTANTS, verify_mutants},     {VERIFY_MUTANTS, verify_checker_mutants},
};

bool verify_is_over(const struct verify_work *work)
{
    const struct verification *result = work->result;
    for (int i = 0; i < result->diagnostics.count; i++) {
        const enum diagnostic_code code = result->diagnostics.at[i].code;
        if (code == P020_REFERENCE || code == P023_GENERATE || code == P027_CHECKER)
            return true;
    }
    return false;
}

/* A checker that fails on the answer of a mutant is the author's fault, not the judge's. */
static int run_part(struct verify_work *work, int (*run)(struct verify_work *work, struct err *err), struct err *err)
{
    struct err ours = {0};
    if (run(work, &ours) == 0)
        return 0;
    if (checker_is_blamed(&ours)) {
        verify_blame(work, &ours);
        return 0;
    }
    return err_set(err, ours.kind, "%s", ours.text);
}

int verify_problem(struct judging *judging, const struct problem *problem, const struct verify_options *options,
                   struct verification *ret_verification, struct err *err)
{
    struct verification result = {.problem = problem, .keys = options->keys};
    struct verify_work work = {.judging = judging, .problem = problem, .options = options, .result = &result};
    make_columns(&work);
    int failed = 0;
    excuses_read(&work);
    verify_open_checker(&work);
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !failed && !verify_is_over(&work); i++) {
        if (options->parts & parts[i].part)
            failed = run_part(&work, parts[i].run, err);
    }
    if (!failed && !verify_is_over(&work)) {
        check_columns(&work);
        excuses_check(&work);
    }
    excuses_free(work.excuses);
    checker_close(work.checker);
    for (int i = 0; i < work.example_count; i++)
        judged_release(&work.examples[i]);
    free(work.examples);
    free(work.column_of);
    if (failed) {
        verification_release(&result);
        return -1;
    }
    *ret_verification = result;
    return 0;
}

/* What has no line comes last. */
static int by_place(const void *a, const void *b)
{
    const struct diagnostic *x = a, *y = b;
    unsigned line_x = (unsigned)x->line - 1, line_y = (unsigned)y->line - 1;
    return line_x != line_y ? (line_x > line_y) - (line_x < line_y) : (x->column > y->column) - (x->column < y->column);
}

void verification_of_failed_load(const struct faults *faults, struct verification *ret_verification)
{
    const int kept = faults_kept(faults);
    *ret_verification = (struct verification){0};
    struct diagnostics *list = &ret_verification->diagnostics;
    for (int i = 0; i < kept; i++)
        diagnostics_add_err(list, P001_LOAD, &faults->at[i]);
    qsort(list->at, (size_t)list->count, sizeof *list->at, by_place);
    if (faults->count > kept)
        diagnostics_add(list, P001_LOAD, "there are %d more faults", faults->count - kept);
}

double verification_kill_score(const struct verification *verification)
{
    const int *by_state = verification->mutants.by_state;
    int counted = by_state[VERIFY_FAILS] + by_state[VERIFY_FAILS_SOMETIMES] + by_state[VERIFY_PASSES];
    return counted ? 100.0 * by_state[VERIFY_FAILS] / counted : 100;
}

static void hunt_release(struct verify_hunt *hunt)
{
    for (int i = 0; i < hunt->count; i++) {
        mutant_release(&hunt->at[i].mutant);
        free(hunt->at[i].failed);
        free(hunt->at[i].why);
    }
    free(hunt->at);
}

void verification_release(struct verification *verification)
{
    for (int i = 0; i < verification->submission_count; i++) {
        free(verification->submissions[i].name);
        free(verification->submissions[i].failed);
    }
    for (int i = 0; i < verification->trivial_count; i++) {
        free(verification->trivials[i].name);
        free(verification->trivials[i].failed);
        free(verification->trivials[i].why);
    }
    hunt_release(&verification->mutants);
    hunt_release(&verification->checkers);
    free(verification->submissions);
    free(verification->trivials);
    free(verification->columns);
    free(verification->builds);
    diagnostics_release(&verification->diagnostics);
    *verification = (struct verification){0};
}
