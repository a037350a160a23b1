/* rejudge - judges submissions again with the cases they met: the recorded draws, and whatever the problem says now. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cmd/attempt.h"
#include "judge/cmd/rejudge.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    {"problem", 'p', "ID", WORDS_PROBLEM, NULL, "the submissions of one problem (default: of all)"},
    {"submission", 's', "N", WORDS_NONE, NULL, "one submission"},
    {"apply", 0, NULL, WORDS_NONE, NULL, "record the new judgements; the old ones are kept"},
    {"all", 0, NULL, WORDS_NONE, NULL, "list those that stay as they are, too"},
    {"require-isolation", 0, NULL, WORDS_NONE, NULL, "refuse to judge when a layer of the sandbox is missing"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

/* What stays open from one submission to the next. */
struct session {
    const struct context *context;
    struct judging *judging;
    bool apply;
    int count;                 /* of `problems` */
    struct problem **problems; /* that were needed so far */
};

static const struct problem *find_problem(struct session *session, const char *id, struct err *err)
{
    struct problem *problem;
    for (int i = 0; i < session->count; i++) {
        if (strcmp(session->problems[i]->id, id) == 0)
            return session->problems[i];
    }
    if (problem_find(&session->context->problems, id, &problem, err) != 0)
        return NULL;
    session->problems = xrealloc(session->problems, (size_t)(session->count + 1) * sizeof *session->problems);
    return session->problems[session->count++] = problem;
}

/* --- one submission ----------------------------------------------------------------------------------------------- */

static bool has_case(const struct judged *judged, const char *name)
{
    for (int i = 0; i < judged->count; i++) {
        if (strcmp(judged->cases[i].name, name) == 0)
            return true;
    }
    return false;
}

/* Which cases of the record the problem no longer has, and how many it has that the record lacks. */
static void compare_cases(const struct store_record *record, const struct judged *judged, struct rejudged *row)
{
    int found = 0;
    for (size_t i = 0; i < record->case_count; i++)
        found += has_case(judged, record->cases[i].name);
    row->cases_gone = (int)record->case_count - found;
    row->cases_new = record->case_count > 0 ? judged->count - found : 0;
}

static int recorded_seeds(const struct store_record *record, struct judging_seed *seeds)
{
    int count = 0;
    for (size_t i = 0; i < record->case_count; i++) {
        const struct store_case *at = &record->cases[i];
        struct judging_seed seed = {.name = at->name, .attempt = (int)at->attempt};
        if (at->attempt >= 0 && at->attempt < CASE_ATTEMPTS_MAX && digest_parse(at->seed, &seed.seed) == 0)
            seeds[count++] = seed;
    }
    return count;
}

/* The judge's failure to judge again says nothing about the submission: what was recorded stands. */
static int judge(struct session *session, const struct attempt *attempt, const struct store_record *record,
                 struct rejudged *row, struct err *err)
{
    char started_at[STORE_TIME];
    struct judged judged;
    struct err ours = {0};
    store_now(started_at);
    attempt_judge(session->context, session->judging, attempt, SETS_ALL, &judged, &ours);
    int failed = 0;
    if (session->apply)
        failed = attempt_finish(session->context, session->judging, attempt, row->id, started_at, &judged, err);
    if (judged.verdict == VERDICT_JE) {
        row->why = xstrdup(judged.error ? judged.error : "the judge failed");
        row->failed = true;
    } else {
        struct report report; /* says the score as it is recorded */
        report_from_judged(&(struct report_origin){.problem = attempt->problem}, &judged, &report);
        row->judged = true;
        row->now = report.verdict;
        row->now_score = report.score;
        report_release(&report);
        compare_cases(record, &judged, row);
    }
    judged_release(&judged);
    return failed ? err_prefix(err, "submission %lld is not recorded anew", (long long)row->id) : 0;
}

/* A problem or language that is gone is told with the submission; it stops nothing. */
static int rejudge_record(struct session *session, const struct store_record *record, const char *label,
                          struct rejudged *row, struct err *err)
{
    const struct store_submission *submission = &record->submission;
    const struct language *language = language_by_id(submission->language);
    struct err why = {0};
    const struct problem *problem = find_problem(session, submission->problem, &why);
    if (problem && !language)
        err_set(&why, ERR_USE, "its language '%s' is not known here", submission->language);
    if (!problem || !language ||
        language_check_source(language, (const char *)record->source, record->source_bytes, &why) != 0) {
        row->why = xstrdup(why.text);
        return 0;
    }
    struct judging_seed *seeds = xcalloc(record->case_count + 1, sizeof *seeds);
    struct attempt attempt = {.language = language,
                              .problem = (struct problem *)problem,
                              .seeds = seeds,
                              .seed_count = recorded_seeds(record, seeds),
                              .label = label};
    attempt.source =
        (struct source){.name = submission->file_name, .bytes = (char *)record->source, .size = record->source_bytes};
    int failed = judge(session, &attempt, record, row, err);
    free(seeds);
    return failed;
}

static int rejudge_one(struct session *session, const struct store_submission *submission, const char *label,
                       struct rejudged *row, struct err *err)
{
    struct store_record record;
    *row = (struct rejudged){.id = submission->id,
                             .user = submission->user,
                             .problem = submission->problem,
                             .had = !submission->pending,
                             .was = submission->judgement.verdict,
                             .was_score = submission->judgement.score};
    if (submission->pending) {
        row->why = xstrdup("it is being judged");
        return 0;
    }
    if (store_get_submission(session->context->store, submission->id, NULL, &record, err) != 0)
        return -1;
    int failed = rejudge_record(session, &record, label, row, err);
    store_record_free(&record);
    row->changes = row->judged && (row->now != row->was || row->now_score != row->was_score);
    return failed;
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static int find_submissions(const struct context *context, struct store_list *ret_list, struct err *err)
{
    struct store_filter filter = {.problem = command_option(context, "problem"), .oldest_first = true};
    struct problem *problem;
    if (command_number(context, "submission", 1, INT64_MAX, 0, &filter.id, err) != 0)
        return -1;
    if (filter.problem) { /* one that is gone or broken is the caller's mistake here, told once */
        if (problem_find(&context->problems, filter.problem, &problem, err) != 0)
            return -1;
        problem_free(problem);
    }
    if (store_history(context->store, &filter, ret_list, err) != 0)
        return -1;
    if (ret_list->count > 0 || !filter.id)
        return 0;
    return filter.problem
               ? err_set(err, ERR_USE, "there is no submission %lld of '%s'", (long long)filter.id, filter.problem)
               : err_set(err, ERR_USE, "there is no submission %lld", (long long)filter.id);
}

static int rejudge_all(struct session *session, const struct store_list *list, struct rejudging *rejudging,
                       struct err *err)
{
    rejudging->rows = xcalloc(list->count + 1, sizeof *rejudging->rows);
    for (size_t i = 0; i < list->count; i++) {
        char *label = xasprintf("rejudging #%lld, %zu of %zu", (long long)list->at[i].id, i + 1, list->count);
        int failed = rejudge_one(session, &list->at[i], label, &rejudging->rows[i], err);
        rejudging->count = i + 1;
        free(label);
        if (failed)
            return -1;
    }
    return 0;
}

static int show(const struct context *context, struct rejudging *rejudging, struct err *err)
{
    struct text text = {0};
    if (rejudging_count(rejudging, context->store, err) != 0)
        return -1;
    if (command_option(context, "json"))
        rejudging_json(rejudging, &text);
    else
        rejudging_text(rejudging, &context->out, command_option(context, "all") || rejudging->count == 1, &text);
    int failed = command_print(&text, err);
    if (!failed && rejudging->failed > 0)
        failed = err_set(err, ERR_JUDGE, "%d of %zu submissions could not be judged again; what was recorded stands",
                         rejudging->failed, rejudging->count);
    return failed ? -1 : EXIT_ACCEPTED;
}

static int run(struct context *context, struct err *err)
{
    struct session session = {.context = context, .apply = command_option(context, "apply") != NULL};
    struct rejudging rejudging = {.applied = session.apply};
    struct store_list list = {0};
    int result = -1;
    if (find_submissions(context, &list, err) == 0 &&
        (list.count == 0 || attempt_open_judging(context, command_option(context, "require-isolation") != NULL,
                                                 &session.judging, err) == 0) &&
        rejudge_all(&session, &list, &rejudging, err) == 0)
        result = show(context, &rejudging, err);
    rejudging_release(&rejudging);
    for (int i = 0; i < session.count; i++)
        problem_free(session.problems[i]);
    free(session.problems);
    judging_close(session.judging);
    store_list_free(&list);
    return result;
}

const struct command command_rejudge = {
    .name = "rejudge",
    .summary = "for instructors: judge submissions again, after a problem changed",
    .operands = "",
    .details = "Judges stored submissions again, with the draws of their cases that were recorded, and\n"
               "says what changes. Nothing is recorded without --apply. With it each submission gets a\n"
               "new judgement as soon as it is judged, which boards follow from then on; old judgements\n"
               "are kept ('judge result N' counts them). Exits with 0 when all was done, changes or not.\n",
    .examples = "  judge rejudge --problem linear-regression\n"
                "  judge rejudge --problem linear-regression --apply\n"
                "  judge rejudge --submission 17\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_INSTALL | NEED_HOME | NEED_STORE_READ,
    .run = run,
};
