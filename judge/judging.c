#include "judge/judging.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "judge/compile.h"
#include "judge/diagnose.h"
#include "judge/expected.h"
#include "judge/memory_file.h"
#include "judge/python.h"
#include "judge/run.h"

/* A submission ends within 60 s in all: the compiler may take 10 of them. Two cases in a row over the time limit tell
 * enough; the rest of their function is then not run. */
enum { SUBMISSION_WALL_MS = 58000, TIMEOUTS_TOLD = 2 };

enum stage { STAGE_START, STAGE_REFERENCE, STAGE_COMPILE, STAGE_RUN, STAGE_COMPARE, STAGE_COUNT };

static const char *const stage_names[STAGE_COUNT] = {
    [STAGE_START] = "start", [STAGE_REFERENCE] = "reference", [STAGE_COMPILE] = "compile",
    [STAGE_RUN] = "run",     [STAGE_COMPARE] = "compare",
};

struct judging {
    struct sandbox *sandbox;
    const struct install *install;
    const struct home *home;
    struct digest key;
    struct compile_shop shop;
    struct interpreters *interpreters;
};

const char *judging_stage_name(int stage)
{
    return stage >= 0 && stage < STAGE_COUNT ? stage_names[stage] : NULL;
}

/* --- opening
 * ------------------------------------------------------------------------------------------------------------ */

int judging_open(const struct install *install, const struct home *home, bool require_isolation,
                 struct judging **ret_judging, struct err *err)
{
    const struct sandbox_options options = {.require_isolation = require_isolation, .home = home->path};
    struct judging *judging = xcalloc(1, sizeof *judging);
    judging->install = install;
    judging->home = home;
    if (compare_self_test(err) || sandbox_open(&options, &judging->sandbox, err) ||
        sandbox_warm(judging->sandbox, BOX_COMPILE, err) || sandbox_warm(judging->sandbox, BOX_RUN_STATIC, err) ||
        home_key(home, &judging->key, err)) {
        judging_close(judging);
        return -1;
    }
    judging->interpreters = interpreters_new(judging->sandbox, home, install);
    judging->shop = (struct compile_shop){.sandbox = judging->sandbox, .install = install, .cache = home->cache};
    *ret_judging = judging;
    return 0;
}

void judging_close(struct judging *judging)
{
    if (!judging)
        return;
    interpreters_free(judging->interpreters);
    sandbox_close(judging->sandbox);
    free(judging);
}

const char *judging_missing(const struct judging *judging)
{
    return sandbox_missing(judging->sandbox);
}

const struct compile_shop *judging_shop(const struct judging *judging)
{
    return &judging->shop;
}

/* --- one judging
 * ------------------------------------------------------------------------------------------------------- */

struct judging_job {
    struct judging *judging;
    const struct judging_request *request;
    struct judged judged;
    struct compile_job *compile; /* while the compiler is at work */
    struct case_plan plan;
    struct expected expected;
    struct compiled compiled;
    int signature_fd; /* for a harness that reads it; -1: none */
    enum python_kind kind;
    int64_t started, stage_started;
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void stage_begins(struct judging_job *job)
{
    job->stage_started = now();
}

static void stage_ends(struct judging_job *job, enum stage stage)
{
    int64_t time = now();
    job->judged.stage_ns[stage] += time - job->stage_started;
    job->stage_started = time;
}

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

static void make_cases(struct judging_job *job)
{
    const struct problem *problem = job->request->problem;
    struct judged *judged = &job->judged;
    judged->count = judged->total = job->plan.count;
    judged->cases = xcalloc((size_t)job->plan.count, sizeof *judged->cases);
    for (int i = 0; i < job->plan.count; i++) {
        const struct test_case *test_case = &job->plan.at[i];
        const struct group *group = test_case->group;
        struct judged_case *judged_case = &judged->cases[i];
        snprintf(judged_case->name, sizeof judged_case->name, "%s", test_case->name);
        snprintf(judged_case->function, sizeof judged_case->function, "%s", problem->functions[group->function].name);
        snprintf(judged_case->note, sizeof judged_case->note, "%s", group->note ? group->note : "");
        judged_case->group = group;
        judged_case->set = group->set;
        judged_case->weight = group->weight;
        judged_case->params = judged->params + (size_t)group->function * 2 * SIGNATURE_PARAMS_MAX;
    }
}

static void note_seed(struct judging_job *job, int i)
{
    char hex[DIGEST_HEX];
    if (!job->plan.at[i].group->generator)
        return;
    snprintf(job->judged.cases[i].seed, sizeof job->judged.cases[i].seed, "%s+%d",
             digest_hex(&job->plan.at[i].seed, hex), job->expected.at[i].attempt);
}

/* --- facts to verdict
 * -------------------------------------------------------------------------------------------------- */

static void says(struct judged_case *judged_case, enum verdict verdict, char *message)
{
    judged_case->verdict = verdict;
    judged_case->message = message;
}

/* What the way in which the program ended tells, before any result is looked at. False: nothing, look at the result. */
static bool judge_facts(const struct run_result *result, const struct problem_limits *limits, const char *file_name,
                        bool full, struct judged_case *judged_case)
{
    const struct box_facts *facts = &result->facts;
    if (facts->forbidden_syscall >= 0)
        says(judged_case, VERDICT_SV,
             xasprintf("the program asked the system for something that a solution must not do"));
    else if (facts->output_exceeded)
        says(judged_case, VERDICT_OLE,
             xasprintf("the program wrote more than %lld MiB", (long long)(limits->output_bytes >> 20)));
    else if (facts->memory_exceeded)
        says(judged_case, VERDICT_MLE,
             xasprintf("the program needed more than %lld MiB of memory", (long long)(limits->memory_kib >> 10)));
    else if (facts->cpu_exceeded)
        says(judged_case, VERDICT_TLE, xasprintf("the program ran for more than %lld ms", (long long)limits->time_ms));
    else if (facts->wall_exceeded)
        says(judged_case, VERDICT_TLE,
             xasprintf(
                 "the program did not end: it was stopped after %lld ms, of which it computed for %lld (sleeping, or "
                 "waiting for input?)",
                 (long long)(facts->wall_ns / 1000000), (long long)(facts->cpu_ns / 1000000)));
    else if (!facts->exited)
        says(judged_case, VERDICT_RTE, xasprintf("the program crashed: %s", strsignal(facts->signal)));
    else if (result->state == RESPONSE_FAILED)
        says(judged_case, VERDICT_RTE, python_failure(&result->results, file_name, full));
    else if (facts->exit_code != 0)
        says(judged_case, VERDICT_RTE,
             xasprintf("the program ended with exit code %d before it returned a result", facts->exit_code));
    else if (result->state == RESPONSE_NONE)
        says(judged_case, VERDICT_RTE, xasprintf("the program ended before the function returned (exit called?)"));
    else if (result->state != RESPONSE_OK)
        says(judged_case, VERDICT_RTE,
             xasprintf("the program wrote something else in the place of its result%s%s", result->why[0] ? ": " : "",
                       result->why));
    else
        return false;
    return true;
}

struct compare_rules judging_rules(const struct problem *problem, const struct poison *poison)
{
    return (struct compare_rules){.decimals = problem->decimals,
                                  .rtol_f32 = problem->rtol_f32,
                                  .rtol_f64 = problem->rtol_f64,
                                  .nan_allowed = problem->nan_allowed,
                                  .whole_floats = problem->whole_floats,
                                  .poison = *poison};
}

/* Right under any one variant of the generator is right; the difference told is the one from the nearest. */
static void judge_results(struct judging_job *job, int i, const struct run_result *result)
{
    const struct problem *problem = job->request->problem;
    const struct expected_case *expected = &job->expected.at[i];
    const struct function *function = &problem->functions[job->plan.at[i].group->function];
    struct judged_case *judged_case = &job->judged.cases[i];
    const struct compare_rules rules = judging_rules(problem, &result->poison);
    int nearest = 0;
    for (int v = 0; v < problem->variant_count; v++) {
        struct diff diff;
        if (compare_results(&rules, function->results, &result->results, &expected->want[v], &diff)) {
            judged_case->verdict = VERDICT_AC;
            return;
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
                                             .results = function->results};
    diagnose(&context, &result->results, &expected->want[nearest], &judged_case->diff);
    if (judged_case->set == SET_SAMPLE || job->request->keep_hidden) {
        judged_case->want = job->expected.at[i].want[nearest];
        job->expected.at[i].want[nearest] = (struct values){0};
    }
}

/* --- running
 * ----------------------------------------------------------------------------------------------------------- */

static struct problem_limits limits_for(const struct judging_request *request)
{
    struct problem_limits limits = request->problem->limits;
    limits.time_ms *= request->language->time_factor;
    limits.memory_kib += request->language->more_memory_kib;
    return limits;
}

static int run_one(struct judging_job *job, int i, struct err *err)
{
    const struct judging_request *request = job->request;
    const struct problem_limits limits = limits_for(request);
    const int function = job->plan.at[i].group->function;
    struct judged_case *judged_case = &job->judged.cases[i];
    const struct run_request run = {.language = request->language,
                                    .install = job->judging->install,
                                    .program_fd = job->compiled.program_fd,
                                    .signature_fd = job->signature_fd,
                                    .interpreters = request->language->run ? job->judging->interpreters : NULL,
                                    .kind = job->kind,
                                    .function = (unsigned)function,
                                    .results_max = SIGNATURE_RESULTS_MAX,
                                    .arguments = &job->expected.at[i].arguments,
                                    .limits = limits,
                                    .wall_ms = limits.time_ms * 2 + 2000};
    struct run_result result;
    stage_begins(job);
    if (run_case(job->judging->sandbox, &run, &result, err))
        return -1;
    stage_ends(job, STAGE_RUN);
    judged_case->ran = true;
    judged_case->facts = result.facts;
    judged_case->poison = result.poison;
    bool full = judged_case->set == SET_SAMPLE || request->keep_hidden;
    if (!judge_facts(&result, &limits, request->file_name, full, judged_case))
        judge_results(job, i, &result);
    if (result.state == RESPONSE_FAILED) /* told in the message; no results */
        values_release(&result.results);
    if (full) {
        judged_case->output = result.output;
        result.output = NULL;
        judged_case->got = result.results;
        result.results = (struct values){0};
        judged_case->arguments = job->expected.at[i].arguments;
        job->expected.at[i].arguments = (struct values){0};
    }
    run_result_release(&result);
    stage_ends(job, STAGE_COMPARE);
    return 0;
}

static int run_all(struct judging_job *job, struct err *err)
{
    int timeouts[PROBLEM_FUNCTIONS_MAX] = {0};
    for (int i = 0; i < job->plan.count; i++) {
        struct judged_case *judged_case = &job->judged.cases[i];
        int function = job->plan.at[i].group->function;
        note_seed(job, i);
        if (timeouts[function] >= TIMEOUTS_TOLD)
            says(judged_case, VERDICT_TLE,
                 xasprintf("not run: %d cases of this function were over the time limit", TIMEOUTS_TOLD));
        else if ((now() - job->started) / 1000000 > SUBMISSION_WALL_MS)
            says(judged_case, VERDICT_TLE, xasprintf("not run: a submission has 60 s in all"));
        else if (run_one(job, i, err))
            return -1;
        timeouts[function] = judged_case->verdict == VERDICT_TLE ? timeouts[function] + 1 : 0;
        if (job->request->progress)
            job->request->progress(job->request->context, i + 1, job->plan.count, judged_case->verdict);
    }
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

static void not_compiled(struct judged *judged)
{
    judged->verdict = VERDICT_CE;
    for (int i = 0; i < judged->count; i++)
        judged->cases[i].verdict = VERDICT_CE;
}

/* --- languages with an interpreter
 * -------------------------------------------------------------------------------------------------------------------
 */

/* At the very start: it takes longer than all else when none is warm. */
static void begin_interpreter(struct judging_job *job)
{
    if (!job->request->language->run)
        return;
    job->kind = python_kind_of(job->request->source, job->request->source_size);
    interpreters_begin(job->judging->interpreters, job->kind);
}

static int make_signature(struct judging_job *job, struct err *err)
{
    if (!job->request->language->run)
        return 0;
    char *text = python_signature(job->request->problem);
    job->signature_fd = memory_file("signature", text, strlen(text), err);
    free(text);
    return job->signature_fd < 0 ? -1 : 0;
}

static void note_wait(const struct judging_job *job)
{
    char text[64];
    if (!job->request->language->run || !job->request->note ||
        interpreters_ready(job->judging->interpreters, job->kind))
        return;
    snprintf(text, sizeof text, "starting %s...", python_kind_name(job->kind));
    job->request->note(job->request->context, text);
}

/* --- the two halves
 * ------------------------------------------------------------------------------------------------------ */

static int begin_compiling(const struct judging *judging, const struct judging_request *request,
                           struct compile_job **ret_job, struct err *err)
{
    const struct compile_request compile = {.problem = request->problem,
                                            .language = request->language,
                                            .file_name = request->file_name,
                                            .source = request->source,
                                            .size = request->source_size};
    return compile_start(&judging->shop, &compile, ret_job, err);
}

int judging_compile(struct judging *judging, const struct judging_request *request, struct compiled *ret_compiled,
                    struct err *err)
{
    struct compile_job *job;
    return begin_compiling(judging, request, &job, err) || compile_finish(job, ret_compiled, err) ? -1 : 0;
}

int judging_start(struct judging *judging, const struct judging_request *request, struct judging_job **ret_job,
                  struct err *err)
{
    struct judging_job *job = xcalloc(1, sizeof *job);
    job->judging = judging;
    job->request = request;
    job->compiled.program_fd = job->signature_fd = -1;
    job->started = job->stage_started = now();
    begin_interpreter(job);
    if (!request->compiled && begin_compiling(judging, request, &job->compile, err)) {
        free(job);
        return -1;
    }
    stage_ends(job, STAGE_START);
    *ret_job = job;
    return 0;
}

static int take_program(struct judging_job *job, struct err *err)
{
    const struct compiled *compiled = job->request->compiled;
    struct compile_job *compile = job->compile;
    job->compile = NULL;
    if (!compiled)
        return compile_finish(compile, &job->compiled, err);
    if (compiled->program_fd >= 0) {
        job->compiled.program_fd = fcntl(compiled->program_fd, F_DUPFD_CLOEXEC, 0);
        if (job->compiled.program_fd < 0)
            return err_system(err, "a compiled program cannot be shared");
    }
    job->compiled.messages = xstrdup(compiled->messages);
    job->compiled.wall_ns = compiled->wall_ns;
    return 0;
}

/* The reference works while the compiler does. */
static int expect_and_compile(struct judging_job *job, struct err *err)
{
    const struct judging_request *request = job->request;
    stage_begins(job);
    if (expected_get(&job->judging->shop, request->problem, &job->plan, &job->expected, err))
        return -1;
    stage_ends(job, STAGE_REFERENCE);
    if (take_program(job, err))
        return -1;
    stage_ends(job, STAGE_COMPILE);
    job->judged.compiled = job->compiled.program_fd >= 0;
    job->judged.compile_ns = job->compiled.wall_ns;
    job->judged.messages = job->compiled.messages;
    job->compiled.messages = NULL;
    if (request->progress)
        request->progress(request->context, 0, job->plan.count, job->judged.compiled ? VERDICT_AC : VERDICT_CE);
    return 0;
}

static void make_plan(struct judging_job *job)
{
    const struct judging_request *request = job->request;
    struct digest source = digest_of(request->source, request->source_size);
    case_plan_init(&job->plan, request->problem, request->sets, request->key ? request->key : &job->judging->key,
                   &source);
    for (int i = 0; i < request->seed_count; i++)
        case_plan_set_seed(&job->plan, request->seeds[i].name, &request->seeds[i].seed, request->seeds[i].attempt);
}

static int judge(struct judging_job *job, struct err *err)
{
    make_plan(job);
    make_params(job);
    make_cases(job);
    if (expect_and_compile(job, err))
        return -1;
    if (!job->judged.compiled) {
        not_compiled(&job->judged);
        return 0;
    }
    note_wait(job);
    if (make_signature(job, err) || run_all(job, err))
        return -1;
    sum_up(&job->judged);
    return 0;
}

static void failed_to_judge(struct judged *judged, const struct err *err)
{
    judged->verdict = VERDICT_JE;
    judged->score = 0;
    judged->error = xstrdup(err->text);
    if (!judged->messages)
        judged->messages = xstrdup("");
}

void judging_abandon(struct judging_job *job)
{
    if (!job)
        return;
    compile_abandon(job->compile);
    compiled_release(&job->compiled);
    close_fd(&job->signature_fd);
    expected_release(&job->expected);
    case_plan_release(&job->plan);
    judged_release(&job->judged);
    free(job);
}

int judging_finish(struct judging_job *job, struct judged *ret_judged, struct err *err)
{
    int failed = judge(job, err);
    if (failed)
        failed_to_judge(&job->judged, err);
    *ret_judged = job->judged;
    job->judged = (struct judged){0};
    judging_abandon(job);
    return failed;
}

int judging_run(struct judging *judging, const struct judging_request *request, struct judged *ret_judged,
                struct err *err)
{
    struct judging_job *job;
    if (judging_start(judging, request, &job, err) == 0)
        return judging_finish(job, ret_judged, err);
    *ret_judged = (struct judged){0};
    failed_to_judge(ret_judged, err);
    return -1;
}

int judging_check_samples(struct judging *judging, const struct problem *problem, struct err *err)
{
    struct case_plan plan;
    struct expected expected = {0};
    case_plan_init(&plan, problem, 1 << SET_SAMPLE, NULL, NULL);
    int failed = expected_get(&judging->shop, problem, &plan, &expected, err);
    const struct poison poison = frame_draw_poison();
    const struct compare_rules rules = judging_rules(problem, &poison);
    for (int i = 0; i < plan.count && !failed; i++) {
        const struct group *group = plan.at[i].group;
        struct diff diff;
        bool agrees = group->expect.count == 0;
        for (int v = 0; v < problem->variant_count && !agrees; v++)
            agrees = compare_results(&rules, problem->functions[group->function].results, &group->expect,
                                     &expected.at[i].want[v], &diff);
        if (!agrees)
            failed = err_set(
                err, ERR_USE,
                "problem '%s', %s: the expectation is not what the reference computes: %s (%g, the reference says %g)",
                problem->id, plan.at[i].name, diff.what, diff.got, diff.want);
    }
    case_plan_release(&plan);
    expected_release(&expected);
    return failed;
}

void judged_release(struct judged *judged)
{
    for (int i = 0; i < judged->count; i++) {
        struct judged_case *judged_case = &judged->cases[i];
        free(judged_case->message);
        free(judged_case->output);
        values_release(&judged_case->arguments);
        values_release(&judged_case->got);
        values_release(&judged_case->want);
    }
    free(judged->cases);
    free(judged->messages);
    free(judged->error);
    free(judged->params);
    *judged = (struct judged){0};
}
