#include "judge/cmd/attempt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/report/ui_live.h"
#include "judge/base/value.h"

int attempt_open(const struct context *context, const char *path, struct attempt *ret_attempt, struct err *err)
{
    struct attempt attempt = {0};
    char *found = NULL;
    if (!path && source_find(&found, err) != 0)
        return -1;
    path = path ? path : found;
    int failed = source_read(path, &attempt.source, err) ||
                 source_problem(path, command_option(context, "problem"), &context->problems, &attempt.problem, err) ||
                 source_language(path, command_option(context, "language"), &attempt.language, err) ||
                 language_check_source(attempt.language, attempt.source.bytes, attempt.source.size, err);
    free(found);
    if (failed) {
        attempt_release(&attempt);
        return -1;
    }
    *ret_attempt = attempt;
    return 0;
}

void attempt_release(struct attempt *attempt)
{
    source_release(&attempt->source);
    if (attempt->problem)
        problem_free(attempt->problem);
    *attempt = (struct attempt){0};
}

int attempt_open_judging(const struct context *context, bool require_isolation, struct judging **ret_judging,
                         struct err *err)
{
    const char *always = getenv("JUDGE_REQUIRE_ISOLATION");
    bool require = require_isolation || (always && strcmp(always, "1") == 0);
    return judging_open(&context->install, &context->home, require, ret_judging, err);
}

/* Once, and not before the judging: the answer waits for the sandbox to have started. */
static void note_missing(const struct context *context, const struct judging *judging)
{
    static bool said;
    const char *missing = judging_missing(judging);
    if (*missing && !said)
        command_note(context, "%s ('judge doctor' says more)", missing);
    said = true;
}

/* A judging with its progress line. The request points to `live`, so that a trial stays where it is. */
struct trial {
    struct ui_live live;
    struct judging_request request;
};

static void trial_begin(struct trial *trial, const struct context *context, const struct attempt *attempt,
                        unsigned sets)
{
    trial->request = (struct judging_request){.problem = attempt->problem,
                                              .language = attempt->language,
                                              .file_name = attempt->source.name,
                                              .source = attempt->source.bytes,
                                              .source_size = attempt->source.size,
                                              .sets = sets,
                                              .keep_hidden = attempt->keep_hidden,
                                              .seeds = attempt->seeds,
                                              .seed_count = attempt->seed_count,
                                              .counterexample = true,
                                              .progress = ui_live_progress,
                                              .note = ui_live_note,
                                              .context = &trial->live};
    char *label = attempt->label ? xstrdup(attempt->label) : xasprintf("judging %s", attempt->source.name);
    ui_live_begin(&trial->live, &context->note, label);
    free(label);
}

/* Finishes `job` (NULL: it could not be started); a judge error is tried once more. */
static int trial_end(struct trial *trial, const struct context *context, struct judging *judging,
                     struct judging_job *job, struct judged *ret_judged, struct err *err)
{
    int failed = -1;
    if (job) {
        failed = judging_finish(job, ret_judged, err);
        if (failed)
            judged_release(ret_judged);
    }
    if (failed)
        failed = judging_run(judging, &trial->request, ret_judged, err);
    ui_live_end(&trial->live);
    note_missing(context, judging);
    return failed;
}

int attempt_judge(const struct context *context, struct judging *judging, const struct attempt *attempt, unsigned sets,
                  struct judged *ret_judged, struct err *err)
{
    struct trial trial;
    struct judging_job *job = NULL;
    trial_begin(&trial, context, attempt, sets);
    judging_start(judging, &trial.request, &job, err);
    return trial_end(&trial, context, judging, job, ret_judged, err);
}

/* --- the record --------------------------------------------------------------------------------------------------- */

/* "<hex>+<attempt>" in two; the text is cut in place. */
static int64_t split_seed(char *seed)
{
    char *plus = strchr(seed, '+');
    if (!plus)
        return 0;
    *plus = '\0';
    return strtoll(plus + 1, NULL, 10);
}

static struct store_case *cases_for_store(const struct report *report)
{
    struct store_case *cases = xcalloc((size_t)report->count, sizeof *cases);
    for (int i = 0; i < report->count; i++) {
        const struct report_case *from = &report->cases[i];
        char *seed = xstrdup(from->values->seed);
        int64_t draw = split_seed(seed);
        cases[i] = (struct store_case){.name = from->name,
                                       .set = from->set,
                                       .function = from->function,
                                       .verdict = from->verdict,
                                       .time_ns = from->time_ns,
                                       .memory_kib = from->memory_kib,
                                       .weight = from->values->weight,
                                       .seed = seed,
                                       .attempt = draw,
                                       .diff = report_diff_stored(from->values),
                                       .facts = report_facts_stored(from->values)};
    }
    return cases;
}

static void free_cases(struct store_case *cases, int count)
{
    for (int i = 0; i < count; i++) {
        free((char *)cases[i].seed);
        free((char *)cases[i].diff);
        free((char *)cases[i].facts);
    }
    free(cases);
}

int attempt_finish(const struct context *context, struct judging *judging, const struct attempt *attempt, int64_t id,
                   const char *started_at, const struct judged *judged, struct err *err)
{
    struct report report;
    char hash[DIGEST_HEX], *example = report_example_stored(judged);
    report_from_judged(&(struct report_origin){.problem = attempt->problem}, judged, &report);
    const struct store_judgement judgement = {.verdict = report.verdict,
                                              .score = report.score,
                                              .passed = report.passed,
                                              .total = report.total,
                                              .time_ns = report.time_ns,
                                              .memory_kib = report.memory_kib,
                                              .reason = report.reason,
                                              .judge_version = judge_version,
                                              .problem_hash = digest_hex(&attempt->problem->digest, hash),
                                              .sandbox = *judging_missing(judging) ? judging_missing(judging) : "full",
                                              .compile_ok = report.compile_ok,
                                              .compile_ns = report.compile_ns,
                                              .compile_messages = report.messages,
                                              .counterexample = example,
                                              .started_at = started_at};
    struct store_case *cases = cases_for_store(&report);
    int failed = store_finish_submission(context->store, id, &judgement, cases, (size_t)report.count, err);
    free_cases(cases, report.count);
    free(example);
    report_release(&report);
    return failed;
}

int attempt_record(const struct context *context, struct judging *judging, const struct attempt *attempt,
                   const char *user, struct judged *ret_judged, int64_t *ret_id, struct err *err)
{
    char started_at[STORE_TIME];
    struct judged judged;
    struct err ours = {0};
    struct trial trial;
    struct judging_job *job = NULL;
    int64_t id;
    const struct store_new submission = {.user = user,
                                         .problem = attempt->problem->id,
                                         .language = attempt->language->id,
                                         .file_name = attempt->source.name,
                                         .source = attempt->source.bytes,
                                         .source_bytes = attempt->source.size};
    store_now(started_at);
    trial_begin(&trial, context, attempt, SETS_ALL);
    judging_start(judging, &trial.request, &job, &ours); /* the compiler works while the submission is recorded */
    if (store_begin_submission(context->store, &submission, &id, err) != 0) {
        judging_abandon(job);
        ui_live_end(&trial.live);
        return -1;
    }
    trial_end(&trial, context, judging, job, &judged, &ours); /* a failure is in judged.error */
    if (attempt_finish(context, judging, attempt, id, started_at, &judged, err) != 0) {
        judged_release(&judged);
        return err_prefix(err, "submission %lld is not recorded", (long long)id);
    }
    *ret_judged = judged;
    *ret_id = id;
    return 0;
}

int attempt_exit(const struct judged *judged, struct err *err)
{
    const char *reason = judged->error ? judged->error : "the judge failed";
    if (judged->verdict == VERDICT_JE) /* the report has all lines of it */
        return err_set(err, ERR_JUDGE, "%.*s", (int)strcspn(reason, "\n"), reason);
    return judged->verdict == VERDICT_AC ? EXIT_ACCEPTED : EXIT_NOT_ACCEPTED;
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

int attempt_print(const struct context *context, const struct report *report, const struct report_view *view,
                  struct err *err)
{
    struct text text = {0};
    struct json_writer json = {0};
    if (!command_option(context, "json")) {
        report_text(report, &context->out, view, &text);
        return command_print(&text, err);
    }
    report_json(report, view->reveal, &json);
    json_writer_end(&json);
    return command_print_json(&json, err);
}

int attempt_test(const struct context *context, struct judging *judging, const struct attempt *attempt, struct err *err)
{
    const struct report_origin origin = {.problem = attempt->problem,
                                         .user = context->user,
                                         .language = attempt->language->id,
                                         .file_name = attempt->source.name};
    const struct report_view view = {.heat = true, .outputs = true, .each = true, .details = 10};
    struct judged judged;
    struct report report;
    struct err ours = {0};
    attempt_judge(context, judging, attempt, SETS_SAMPLE, &judged, &ours); /* a failure is in judged.error */
    report_from_judged(&origin, &judged, &report);
    int result = attempt_print(context, &report, &view, err);
    report_release(&report);
    if (result == 0)
        result = attempt_exit(&judged, err);
    judged_release(&judged);
    return result;
}
