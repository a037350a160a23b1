/* verify_trivial.c - every trivial answer to every function, under every key, compared as a submission's results are.
 */
#include <math.h>
#include <stdlib.h>

#include "judge/judging/frame.h"
#include "judge/verify/trivial.h"
#include "judge/verify/verify_internal.h"

/* One answer under one key. */
struct tally {
    int cases, wrong;
    bool *failed;           /* by column */
    struct judged *example; /* it may show mistakes of check.c; NULL: not asked for */
};

static void copy_values(const struct values *from, struct values *to)
{
    *to = (struct values){.at = xcalloc(from->count, sizeof *to->at)};
    while (to->count < from->count) {
        value_copy(&to->at[to->count], &from->at[to->count]);
        to->count++;
    }
}

static void add_case(struct judged *example, const struct group *group, const struct expected_case *expected,
                     const struct compare_rules *rules, const struct values *results, const struct diff *diff)
{
    example->cases = xrealloc(example->cases, (size_t)(example->count + 1) * sizeof *example->cases);
    struct judged_case *judged_case = &example->cases[example->count++];
    *judged_case = (struct judged_case){.group = group,
                                        .verdict = diff->class == DIFF_NONE ? VERDICT_AC : VERDICT_WA,
                                        .diff = *diff,
                                        .poison = rules->poison};
    copy_values(&expected->arguments, &judged_case->arguments);
    copy_values(&expected->want[0], &judged_case->want);
    copy_values(results, &judged_case->got);
}

static bool is_of(const struct verify_cases *cases, int i, int function)
{
    const struct group *group = cases->plan.at[i].group;
    return group->function == function && group->set != SET_SAMPLE;
}

static double mean_of(const struct verify_cases *cases, int function, int result)
{
    double sum = 0;
    int64_t count = 0;
    for (int i = 0; i < cases->plan.count; i++) {
        const struct value *want = &cases->expected.at[i].want[0].at[result];
        bool number = is_of(cases, i, function) && (value_is_float(want) || value_is_integer(want));
        for (int64_t k = 0; number && k < value_size(want); k++) {
            double value = value_number(want, k);
            sum += isfinite(value) ? value : 0;
            count += isfinite(value);
        }
    }
    return count ? sum / (double)count : 0;
}

static int try_case(const struct verify_work *work, const struct verify_cases *cases, int i,
                    const struct trivial *trivial, double mean, struct tally *tally, struct err *err)
{
    const struct problem *problem = work->problem;
    const struct expected_case *expected = &cases->expected.at[i];
    const struct group *group = cases->plan.at[i].group;
    const struct trivial_case made_from = {.problem = problem,
                                           .function = group->function,
                                           .arguments = &expected->arguments,
                                           .want = &expected->want[0],
                                           .mean = mean};
    const struct poison poison = frame_draw_poison();
    const struct compare_rules rules = judging_rules(problem, &poison);
    struct values results;
    bool right = false;
    int failed = 0;
    if (!trivial_answer(&made_from, trivial, &results))
        return 0;
    for (int v = 0; v < problem->variant_count && !right && !failed; v++) {
        struct diff diff = {.class = DIFF_NONE};
        failed = checker_compare(work->checker, &rules, problem, group->function, &expected->arguments,
                                 &expected->want[v], &results, &diff, err);
        right = !failed && diff.class == DIFF_NONE;
        if (v == 0 && tally->example && !failed)
            add_case(tally->example, group, expected, &rules, &results, &diff);
    }
    values_release(&results);
    if (failed)
        return -1;
    tally->cases++;
    tally->wrong += !right;
    if (!right)
        tally->failed[verify_column(work, group)] = true;
    return 0;
}

/* `first`: under the first key. */
static int try_answer(struct verify_work *work, const struct verify_cases *cases, bool first,
                      const struct trivial *trivial, struct verify_trivial *row, struct err *err)
{
    int failed = 0;
    struct judged example = {.verdict = VERDICT_WA};
    struct tally tally = {.failed = xcalloc((size_t)work->result->column_count, sizeof(bool)),
                          .example = first && work->problem->checked[row->function] ? &example : NULL};
    double mean = mean_of(cases, row->function, trivial->result);
    for (int i = 0; i < cases->plan.count && !failed; i++) {
        if (is_of(cases, i, row->function))
            failed = try_case(work, cases, i, trivial, mean, &tally, err);
    }
    for (int c = 0; c < work->result->column_count; c++)
        row->failed[c] += tally.failed[c];
    if (!failed && tally.cases > 0 && tally.wrong == 0)
        row->state = VERIFY_PASSES;
    if (tally.example && tally.wrong > 0 && !failed)
        verify_keep_example(work, &example);
    judged_release(&example);
    free(tally.failed);
    return failed;
}

static void complain(struct verify_work *work, struct verify_trivial *row)
{
    const char *function = work->problem->functions[row->function].name;
    const char *excuse = excuse_trivial(work->excuses, function, row->name);
    if (excuse) {
        row->state = VERIFY_EXPLAINED;
        row->why = xstrdup(excuse);
        return;
    }
    char *path = verify_path(work, "problem.json");
    struct diagnostic *diagnostic = diagnostics_add(&work->result->diagnostics, P050_TRIVIAL,
                                                    "a trivial answer is accepted for '%s': %s", function, row->name);
    diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
    diagnostic_note(diagnostic, "under at least one of %d keys, no hidden or fresh case tells it from the right one",
                    work->result->keys);
    diagnostic_help(diagnostic,
                    "widen a group (larger numbers, both signs, several rows), or say in verify.json why it is right:\n"
                    "\"trivial\": [{\"function\": \"%s\", \"answer\": \"%s\", \"why\": \"...\"}]",
                    function, row->name);
    free(path);
}

/* `list` runs along with the rows. */
static int list_all(struct verify_work *work, struct trivial *list)
{
    struct verification *result = work->result;
    char name[TRIVIAL_NAME];
    for (int f = 0; f < work->problem->function_count; f++) {
        int count = trivial_list(work->problem, f, list + result->trivial_count);
        result->trivials =
            xrealloc(result->trivials, (size_t)(result->trivial_count + count) * sizeof *result->trivials);
        for (int i = 0; i < count; i++) {
            trivial_name(work->problem, f, &list[result->trivial_count], name);
            result->trivials[result->trivial_count++] = (struct verify_trivial){
                .function = f, .name = xstrdup(name), .failed = xcalloc((size_t)result->column_count, sizeof(int))};
        }
    }
    return result->trivial_count;
}

int verify_trivial(struct verify_work *work, struct err *err)
{
    struct trivial *list = xcalloc(PROBLEM_FUNCTIONS_MAX * TRIVIAL_MAX, sizeof *list);
    int count = list_all(work, list);
    struct verify_cases cases;
    int failed = 0;
    for (int k = 0; k < work->result->keys && !failed && verify_cases_get(work, k, &cases); k++) {
        verify_progress(work, "trivial answers", k, work->result->keys);
        for (int i = 0; i < count && !failed; i++)
            failed = try_answer(work, &cases, k == 0, &list[i], &work->result->trivials[i], err);
        verify_cases_release(&cases);
    }
    for (int i = 0; i < count; i++) {
        if (work->result->trivials[i].state == VERIFY_PASSES)
            complain(work, &work->result->trivials[i]);
    }
    free(list);
    return failed;
}
