#include "judge/judging/judging_internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "judge/base/memory_file.h"

static const char *const stage_names[STAGE_COUNT] = {
    [STAGE_START] = "start", [STAGE_REFERENCE] = "reference", [STAGE_COMPILE] = "compile",
    [STAGE_RUN] = "run",     [STAGE_COMPARE] = "compare",
};

/* --- opening ------------------------------------------------------------- */

const char *judging_stage_name(int stage)
{
    return stage >= 0 && stage < STAGE_COUNT ? stage_names[stage] : NULL;
}

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

/* --- one judging --------------------------------------------------------- */

int64_t judging_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

void judging_stage_begins(struct judging_job *job)
{
    job->stage_started = judging_now();
}

void judging_stage_ends(struct judging_job *job, enum stage stage)
{
    int64_t time = judging_now();
    job->judged.stage_ns[stage] += time - job->stage_started;
    job->stage_started = time;
}

/* --- languages with an interpreter --------------------------------------- */

/* At the very start: it takes longer than all else when none is warm. */
static void begin_interpreter(struct judging_job *job)
{
    const struct language *language = job->request->language;
    if (!language->interpreted)
        return;
    job->kind = language->interpreted->kind_of(job->request->source, job->request->source_size);
    interpreters_begin(job->judging->interpreters, language, job->kind);
}

static int make_signature(struct judging_job *job, struct err *err)
{
    const struct language *language = job->request->language;
    if (!language->interpreted)
        return 0;
    char *text = language->interpreted->signature(job->request->problem);
    job->signature_fd = memory_file("signature", text, strlen(text), err);
    free(text);
    return job->signature_fd < 0 ? -1 : 0;
}

static void note_wait(const struct judging_job *job)
{
    const struct language *language = job->request->language;
    char text[64];
    if (!language->interpreted || !job->request->note ||
        interpreters_ready(job->judging->interpreters, language, job->kind))
        return;
    snprintf(text, sizeof text, "starting %s...", language->interpreted->kind[job->kind].name);
    job->request->note(job->request->context, text);
}

/* --- the two halves ------------------------------------------------------ */

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
    job->started = job->stage_started = judging_now();
    begin_interpreter(job);
    if (!request->compiled && begin_compiling(judging, request, &job->compile, err)) {
        free(job);
        return -1;
    }
    judging_stage_ends(job, STAGE_START);
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
    judging_stage_begins(job);
    if (expected_get(&job->judging->shop, request->problem, &job->plan, &job->expected, err) ||
        checker_open(&job->judging->shop, request->problem, &job->checker, err))
        return -1;
    judging_stage_ends(job, STAGE_REFERENCE);
    if (take_program(job, err))
        return -1;
    judging_stage_ends(job, STAGE_COMPILE);
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
    judging_make_cases(job);
    if (expect_and_compile(job, err))
        return -1;
    if (!job->judged.compiled) {
        judging_not_compiled(&job->judged);
        return 0;
    }
    note_wait(job);
    if (make_signature(job, err) || judging_run_cases(job, err))
        return -1;
    judging_find_example(job);
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
    checker_close(job->checker);
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

/* --- for whoever looks closer at a problem ------------------------------- */

struct compare_rules judging_rules(const struct problem *problem, const struct poison *poison)
{
    return (struct compare_rules){.decimals = problem->decimals,
                                  .rtol_f32 = problem->rtol_f32,
                                  .rtol_f64 = problem->rtol_f64,
                                  .nan_allowed = problem->nan_allowed,
                                  .whole_floats = problem->whole_floats,
                                  .poison = *poison};
}

static int check_sample(const struct checker *checker, const struct problem *problem, const struct test_case *test_case,
                        const struct expected_case *expected, struct err *err)
{
    const struct group *group = test_case->group;
    const struct poison poison = frame_draw_poison();
    const struct compare_rules rules = judging_rules(problem, &poison);
    struct diff diff = {.class = DIFF_NONE};
    bool agrees = group->expect.count == 0;
    for (int v = 0; v < problem->variant_count && !agrees; v++) {
        if (checker_compare(checker, &rules, problem, group->function, &expected->arguments, &expected->want[v],
                            &group->expect, &diff, err))
            return -1;
        agrees = diff.class == DIFF_NONE;
    }
    if (agrees)
        return 0;
    char place[80] = "";
    if (diff.class != DIFF_CHECKER)
        snprintf(place, sizeof place, " (%g, the reference says %g)", diff.got, diff.want);
    return err_set(err, ERR_USE, "problem '%s', %s: the expectation is not what the reference computes: %s%s",
                   problem->id, test_case->name, diff.what, place);
}

int judging_check_samples(struct judging *judging, const struct problem *problem, struct err *err)
{
    struct case_plan plan;
    struct expected expected = {0};
    struct checker *checker = NULL;
    case_plan_init_open(&plan, problem);
    int failed = expected_get(&judging->shop, problem, &plan, &expected, err) ||
                 checker_open(&judging->shop, problem, &checker, err);
    for (int i = 0; i < plan.count && !failed; i++)
        failed = check_sample(checker, problem, &plan.at[i], &expected.at[i], err);
    checker_close(checker);
    case_plan_release(&plan);
    expected_release(&expected);
    return failed ? -1 : 0;
}

void judged_case_release(struct judged_case *judged_case)
{
    free(judged_case->message);
    free(judged_case->output);
    values_release(&judged_case->arguments);
    values_release(&judged_case->got);
    values_release(&judged_case->want);
}

void judged_release(struct judged *judged)
{
    for (int i = 0; i < judged->count; i++)
        judged_case_release(&judged->cases[i]);
    if (judged->counterexample)
        judged_case_release(judged->counterexample);
    free(judged->counterexample);
    free(judged->cases);
    free(judged->messages);
    free(judged->error);
    free(judged->params);
    *judged = (struct judged){0};
}
