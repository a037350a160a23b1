#include "judge/judging/judging_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/compare/diagnose.h"

/* A submission ends within 60 s in all: the compiler may take 10 of them. Two cases in a row over the time limit tell
 * enough; the rest of their function is then not run. */
enum { SUBMISSION_WALL_MS = 58000, TIMEOUTS_TOLD = 2 };

/* --- the cases ----------------------------------------------------------- */

/* The constructor's parameters, then the function's: one list per function, so that a case can point to its names. */
static void make_params(struct judging_job *job)
{
    const struct problem *problem = job->request->problem;
    struct param *params = xcalloc((size_t)problem->function_count * 2 * SIGNATURE_PARAMS_MAX, sizeof *params);
    for (int f = 0; f < problem->function_count; f++) {
        struct param *at = params + (size_t)f * 2 * SIGNATURE_PARAMS_MAX;
        memcpy(at, problem->constructor, (size_t)problem->constructor_count * sizeof *at);
        memcpy(at + problem->constructor_count, problem->functions[f].params,
               (size_t)problem->functions[f].param_count * sizeof *at);
    }
    job->judged.params = params;
}

void judging_make_case(const struct judging_job *job, const struct test_case *test_case, struct judged_case *ret_case)
{
    const struct group *group = test_case->group;
    *ret_case = (struct judged_case){.group = group, .set = group->set, .weight = group->weight};
    snprintf(ret_case->name, sizeof ret_case->name, "%s", test_case->name);
    snprintf(ret_case->function, sizeof ret_case->function, "%s",
             job->request->problem->functions[group->function].name);
    snprintf(ret_case->note, sizeof ret_case->note, "%s", group->note ? group->note : "");
    ret_case->params = job->judged.params + (size_t)group->function * 2 * SIGNATURE_PARAMS_MAX;
}

void judging_make_cases(struct judging_job *job)
{
    struct judged *judged = &job->judged;
    make_params(job);
    judged->count = judged->total = job->plan.count;
    judged->cases = xcalloc((size_t)job->plan.count, sizeof *judged->cases);
    for (int i = 0; i < job->plan.count; i++)
        judging_make_case(job, &job->plan.at[i], &judged->cases[i]);
}

static void note_seed(struct judging_job *job, int i)
{
    char hex[DIGEST_HEX];
    if (!job->plan.at[i].group->generator)
        return;
    snprintf(job->judged.cases[i].seed, sizeof job->judged.cases[i].seed, "%s+%d",
             digest_hex(&job->plan.at[i].seed, hex), job->expected.at[i].attempt);
}

/* --- results to verdict -------------------------------------------------- */

/* What may be shown, or was asked for, is kept. */
static bool keeps(const struct judging_job *job, const struct judged_case *judged_case)
{
    return judged_case->set == SET_SAMPLE || job->request->keep_hidden;
}

static void keep_want(const struct judging_job *job, struct values *want, struct judged_case *judged_case)
{
    if (!keeps(job, judged_case))
        return;
    judged_case->want = *want;
    *want = (struct values){0};
}

/* Of a program that returned nothing, what it printed says why. */
static void note_printed(const struct run_result *result, struct diff *diff)
{
    const bool nothing =
        diff->class == DIFF_MISSING || (result->results.count == 1 && result->results.at[0].kind == FRAME_NONE);
    if (!nothing || !result->output || diff->diagnosis_count == DIFF_DIAGNOSES_MAX)
        return;
    snprintf(diff->diagnosis[diff->diagnosis_count++], DIFF_DIAGNOSIS,
             "the program printed something: an answer is returned, not printed");
}

/* Right under any one variant of the generator is right; the difference told is the one from the nearest. */
static int judge_results(struct judging_job *job, struct expected_case *expected, const struct run_result *result,
                         struct judged_case *judged_case, struct err *err)
{
    const struct problem *problem = job->request->problem;
    const int function = judged_case->group->function;
    const struct compare_rules rules = judging_rules(problem, &result->poison);
    int nearest = 0;
    for (int v = 0; v < problem->variant_count; v++) {
        struct diff diff;
        if (checker_compare(job->checker, &rules, problem, function, &expected->arguments, &expected->want[v],
                            &result->results, &diff, err))
            return -1;
        if (diff.class == DIFF_NONE) {
            judged_case->verdict = VERDICT_AC;
            keep_want(job, &expected->want[v], judged_case);
            return 0;
        }
        if (v == 0 || diff.mismatched < judged_case->diff.mismatched) {
            judged_case->diff = diff;
            nearest = v;
        }
    }
    judged_case->verdict = VERDICT_WA;
    judged_case->has_diff = true;
    const struct diagnose_context context = {.rules = &rules,
                                             .params = judged_case->params,
                                             .arguments = &expected->arguments,
                                             .results = problem->functions[function].results};
    if (!problem->checked[function]) /* how it differs from one right answer of many says nothing */
        diagnose(&context, &result->results, &expected->want[nearest], &judged_case->diff);
    if (keeps(job, judged_case))
        note_printed(result, &judged_case->diff);
    else
        diff_guard(&judged_case->diff, &result->results);
    keep_want(job, &expected->want[nearest], judged_case);
    return 0;
}

/* --- running ------------------------------------------------------------- */

static struct problem_limits limits_for(const struct judging_request *request)
{
    struct problem_limits limits = request->problem->limits;
    limits.time_ms *= request->language->time_factor;
    limits.memory_kib += request->language->more_memory_kib;
    return limits;
}

bool judging_has_time(const struct judging_job *job)
{
    return (judging_now() - job->started) / 1000000 <= SUBMISSION_WALL_MS;
}

int judging_run_case(struct judging_job *job, struct expected_case *expected, struct judged_case *judged_case,
                     struct err *err)
{
    const struct judging_request *request = job->request;
    const struct problem_limits limits = limits_for(request);
    const struct run_request run = {.language = request->language,
                                    .install = job->judging->install,
                                    .program_fd = job->compiled.program_fd,
                                    .signature_fd = job->signature_fd,
                                    .interpreters = request->language->interpreted ? job->judging->interpreters : NULL,
                                    .kind = job->kind,
                                    .function = (unsigned)judged_case->group->function,
                                    .results_max = SIGNATURE_RESULTS_MAX,
                                    .arguments = &expected->arguments,
                                    .limits = limits,
                                    .wall_ms = limits.time_ms * 2 + 2000};
    struct run_result result;
    judging_stage_begins(job);
    if (run_case(job->judging->sandbox, &run, &result, err))
        return -1;
    judging_stage_ends(job, STAGE_RUN);
    judged_case->ran = true;
    judged_case->facts = result.facts;
    judged_case->poison = result.poison;
    bool full = keeps(job, judged_case);
    if (!judging_facts(&result, request->language, &limits, request->file_name, full, judged_case) &&
        judge_results(job, expected, &result, judged_case, err)) {
        run_result_release(&result);
        return -1;
    }
    if (result.state == RESPONSE_FAILED) /* told in the message; no results */
        values_release(&result.results);
    if (full) {
        judged_case->output = result.output;
        result.output = NULL;
        judged_case->got = result.results;
        result.results = (struct values){0};
        judged_case->arguments = expected->arguments;
        expected->arguments = (struct values){0};
    }
    run_result_release(&result);
    judging_stage_ends(job, STAGE_COMPARE);
    return 0;
}

static void sum_up(struct judged *judged)
{
    double won = 0, all = 0;
    judged->verdict = VERDICT_AC;
    for (int i = 0; i < judged->count; i++) {
        const struct judged_case *judged_case = &judged->cases[i];
        judged->verdict = verdict_worse(judged->verdict, judged_case->verdict);
        all += judged_case->weight;
        won += judged_case->verdict == VERDICT_AC ? judged_case->weight : 0;
        judged->passed += judged_case->verdict == VERDICT_AC;
        if (judged_case->set != SET_SAMPLE)
            judged->time_ns += judged_case->facts.cpu_ns;
        if (judged_case->facts.peak_kib > judged->peak_kib)
            judged->peak_kib = judged_case->facts.peak_kib;
    }
    judged->score = judged->passed == judged->count ? 100 : all > 0 ? 100 * won / all : 0;
}

int judging_run_cases(struct judging_job *job, struct err *err)
{
    int timeouts[PROBLEM_FUNCTIONS_MAX] = {0};
    for (int i = 0; i < job->plan.count; i++) {
        struct judged_case *judged_case = &job->judged.cases[i];
        int function = job->plan.at[i].group->function;
        note_seed(job, i);
        if (timeouts[function] >= TIMEOUTS_TOLD)
            judging_says(judged_case, VERDICT_TLE,
                         xasprintf("not run: %d cases of this function were over the time limit", TIMEOUTS_TOLD));
        else if (!judging_has_time(job))
            judging_says(judged_case, VERDICT_TLE, xasprintf("not run: a submission has 60 s in all"));
        else if (judging_run_case(job, &job->expected.at[i], judged_case, err))
            return -1;
        timeouts[function] = judged_case->verdict == VERDICT_TLE ? timeouts[function] + 1 : 0;
        if (job->request->progress)
            job->request->progress(job->request->context, i + 1, job->plan.count, judged_case->verdict);
    }
    sum_up(&job->judged);
    return 0;
}

void judging_not_compiled(struct judged *judged)
{
    judged->verdict = VERDICT_CE;
    for (int i = 0; i < judged->count; i++)
        judged->cases[i].verdict = VERDICT_CE;
}
