/* verify_submissions.c - the example submissions and the starters, judged as a student's are. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging/source.h"
#include "judge/base/suggest.h"
#include "judge/verify/verify_internal.h"

enum { ACCEPTED_MIN = 2, WRONG_MIN = 5, TIME_FACTOR = 4 };

/* --- which there are ---------------------------------------------------------------------------------------------- */

/* "run_time_error" for "run-time error": the folder that holds submissions of this verdict. */
static void folder_of(enum verdict verdict, char *folder, size_t size)
{
    snprintf(folder, size, "%s", verdict_text(verdict));
    for (char *c = folder; *c; c++)
        *c = isalnum((unsigned char)*c) ? *c : '_';
}

static bool verdict_of_folder(const char *name, enum verdict *ret_verdict, char *hint, size_t size)
{
    char folder[64], best[64] = "";
    struct suggest suggest = suggest_for(name);
    for (int v = 0; v < VERDICT_JE; v++) {
        folder_of((enum verdict)v, folder, sizeof folder);
        if (strcmp(folder, name) == 0) {
            *ret_verdict = (enum verdict)v;
            return true;
        }
        suggest_offer(&suggest, folder);
        if (suggest.best == folder) {
            strcpy(best, folder);
            suggest.best = best;
        }
    }
    snprintf(hint, size,
             suggest.best ? "did you mean '%s'?" : "folders are named by verdicts: accepted, wrong_answer, ...", best);
    return false;
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Names in a folder, sorted; -1: none can be read. */
static int list_folder(const char *path, struct dirent ***ret_entries)
{
    int count = scandir(path, ret_entries, not_hidden, alphasort);
    if (count < 0)
        *ret_entries = NULL;
    return count;
}

static void free_entries(struct dirent **entries, int count)
{
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
}

static void add_submission(struct verify_work *work, const char *folder, const char *file, enum verdict verdict)
{
    struct verification *result = work->result;
    char *name = xasprintf("%s/%s", folder, file);
    const struct language *language = language_by_file(name);
    if (!language) {
        char *inside = xasprintf("submissions/%s", name), *path = verify_path(work, inside), list[64];
        struct diagnostic *diagnostic =
            diagnostics_add(&result->diagnostics, P033_FOLDER, "'%s' is in no known language", name);
        diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
        diagnostic_help(diagnostic, "languages are %s, by the suffix", source_languages(list, sizeof list));
        free(inside);
        free(path);
        free(name);
        return;
    }
    result->submissions =
        xrealloc(result->submissions, (size_t)(result->submission_count + 1) * sizeof *result->submissions);
    result->submissions[result->submission_count++] =
        (struct verify_submission){.name = name,
                                   .language = language,
                                   .wanted = verdict,
                                   .earned = verdict,
                                   .slowest_ns = INT64_MAX,
                                   .failed = xcalloc((size_t)result->column_count, sizeof(int))};
}

static void list_verdict(struct verify_work *work, const char *folder)
{
    enum verdict verdict;
    char hint[128], *inside = xasprintf("submissions/%s", folder), *path = verify_path(work, inside);
    struct dirent **entries;
    if (!verdict_of_folder(folder, &verdict, hint, sizeof hint)) {
        struct diagnostic *diagnostic =
            diagnostics_add(&work->result->diagnostics, P033_FOLDER, "'%s' is the name of no verdict", folder);
        diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
        diagnostic_help(diagnostic, "%s", hint);
    } else {
        int count = list_folder(path, &entries);
        for (int i = 0; i < count; i++)
            add_submission(work, folder, entries[i]->d_name, verdict);
        free_entries(entries, count);
    }
    free(inside);
    free(path);
}

static void list_submissions(struct verify_work *work)
{
    char *path = verify_path(work, "submissions");
    struct dirent **entries;
    int count = list_folder(path, &entries);
    for (int i = 0; i < count; i++)
        list_verdict(work, entries[i]->d_name);
    free_entries(entries, count);
    free(path);
}

static int count_of(const struct verification *result, enum verdict verdict)
{
    int count = 0;
    for (int i = 0; i < result->submission_count; i++)
        count += result->submissions[i].wanted == verdict;
    return count;
}

static void check_counts(struct verify_work *work)
{
    struct verification *result = work->result;
    char *path = verify_path(work, "submissions");
    bool other = false;
    for (int i = 0; i < result->submission_count; i++)
        other = other ||
                (result->submissions[i].wanted == VERDICT_AC && strcmp(result->submissions[i].language->id, "c") != 0);
    if (count_of(result, VERDICT_AC) < ACCEPTED_MIN)
        diagnostic_place(
            diagnostics_add(&result->diagnostics, P031_TOO_FEW, "fewer than %d accepted submissions", ACCEPTED_MIN),
            path, NULL, 0, 0, 0);
    else if (!other) {
        struct diagnostic *diagnostic =
            diagnostics_add(&result->diagnostics, P032_LANGUAGE, "no accepted submission in another language than C");
        diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
        diagnostic_note(diagnostic,
                        "a plain solution that shares nothing with reference.c tells whether that is right");
    }
    if (count_of(result, VERDICT_WA) < WRONG_MIN)
        diagnostic_place(diagnostics_add(&result->diagnostics, P031_TOO_FEW, "fewer than %d wrong answers", WRONG_MIN),
                         path, NULL, 0, 0, 0);
    free(path);
}

/* --- one of them -------------------------------------------------------------------------------------------------- */

/* A source that is judged under each key and compiled once. */
struct candidate {
    char *path;
    struct source source;
    const struct language *language;
    bool built;
    struct compiled compiled;
};

static void candidate_release(struct candidate *candidate)
{
    if (candidate->built)
        compiled_release(&candidate->compiled);
    source_release(&candidate->source);
    free(candidate->path);
    *candidate = (struct candidate){0};
}

static struct judging_request request_of(const struct verify_work *work, const struct candidate *candidate,
                                         const struct digest *key)
{
    return (struct judging_request){.problem = work->problem,
                                    .language = candidate->language,
                                    .file_name = candidate->source.name,
                                    .source = candidate->source.bytes,
                                    .source_size = candidate->source.size,
                                    .sets = VERIFY_SETS_ALL,
                                    .key = key,
                                    .keep_hidden = work->checker && (work->options->parts & VERIFY_MUTANTS),
                                    .compiled = candidate->built ? &candidate->compiled : NULL};
}

/* 1: it cannot be judged here, which is noted. */
static int candidate_open(struct verify_work *work, const char *inside, const struct language *language,
                          struct candidate *ret_candidate, struct err *err)
{
    struct candidate candidate = {.path = verify_path(work, inside), .language = language};
    struct err ours = {0};
    if (source_read(candidate.path, &candidate.source, &ours) ||
        language_check_source(language, candidate.source.bytes, candidate.source.size, &ours)) {
        diagnostic_place(diagnostics_add_err(&work->result->diagnostics, P036_SKIPPED, &ours), candidate.path, NULL, 0,
                         0, 0);
        candidate_release(&candidate);
        return 1;
    }
    struct judging_request request = request_of(work, &candidate, NULL);
    if (judging_compile(work->judging, &request, &candidate.compiled, err)) {
        candidate_release(&candidate);
        return -1;
    }
    candidate.built = true;
    *ret_candidate = candidate;
    return 0;
}

/* What tells most about a verdict: the first case that earned it, or the compiler's words. Heap. */
static char *why(const struct judged *judged)
{
    if (!judged->compiled)
        return xstrdup(judged->messages);
    for (int i = 0; i < judged->count && judged->verdict != VERDICT_AC; i++) {
        const struct judged_case *c = &judged->cases[i];
        if (c->verdict == judged->verdict)
            return xasprintf("%s%s%s: %s%s", c->name, *c->group->name ? " of the group " : "", c->group->name,
                             c->message ? c->message : "", c->has_diff ? c->diff.what : "");
    }
    return xstrdup("no case fails");
}

static void note_cases(struct verify_work *work, struct verify_submission *submission, const struct judged *judged)
{
    int64_t slowest = 0;
    bool *failed = xcalloc((size_t)work->result->column_count, sizeof *failed);
    for (int i = 0; i < judged->count; i++) {
        const struct judged_case *c = &judged->cases[i];
        int column = verify_column(work, c->group);
        failed[column] = failed[column] || c->verdict != VERDICT_AC;
        slowest = c->facts.cpu_ns > slowest ? c->facts.cpu_ns : slowest;
    }
    for (int c = 0; c < work->result->column_count; c++)
        submission->failed[c] += failed[c];
    if (slowest < submission->slowest_ns)
        submission->slowest_ns = slowest;
    free(failed);
}

static void complain_verdict(struct verify_work *work, const struct verify_submission *submission,
                             const struct candidate *candidate, const struct judged *judged, int k)
{
    char *reason = why(judged);
    struct diagnostic *diagnostic = diagnostics_add(&work->result->diagnostics, P030_VERDICT,
                                                    "a submission of the folder '%.*s' is judged %s (%s) under key %d",
                                                    (int)strcspn(submission->name, "/"), submission->name,
                                                    verdict_code(judged->verdict), verdict_text(judged->verdict), k);
    diagnostic_place(diagnostic, candidate->path, NULL, 0, 0, 0);
    diagnostic_note(diagnostic, "%s", reason);
    if (judged->verdict == VERDICT_AC && submission->wanted == VERDICT_WA)
        diagnostic_help(diagnostic, "the inputs do not tell it from a right answer: widen a group, or add one");
    free(reason);
}

/* 1: the reference failed, which is noted. */
static int judge_one(struct verify_work *work, struct verify_submission *submission, const struct candidate *candidate,
                     int k)
{
    struct digest key = verify_key(k);
    struct judging_request request = request_of(work, candidate, &key);
    struct judged judged;
    struct err ours = {0};
    if (judging_run(work->judging, &request, &judged, &ours)) {
        diagnostic_note(verify_blame(work, &ours), "while judging '%s'", submission->name);
        judged_release(&judged);
        return 1;
    }
    note_cases(work, submission, &judged);
    if (judged.verdict != submission->wanted && submission->earned == submission->wanted) {
        submission->earned = judged.verdict;
        complain_verdict(work, submission, candidate, &judged, k);
    }
    bool useful = judged.verdict == VERDICT_AC || judged.verdict == VERDICT_WA;
    if (k == 0 && work->checker && useful && judged.verdict == submission->wanted)
        verify_keep_example(work, &judged);
    judged_release(&judged);
    return 0;
}

static void check_time(struct verify_work *work, const struct verify_submission *submission)
{
    int64_t limit_ms = work->problem->limits.time_ms * submission->language->time_factor;
    if (submission->wanted != VERDICT_AC || submission->skipped ||
        submission->slowest_ns * TIME_FACTOR <= limit_ms * 1000000)
        return;
    char *path = verify_path(work, "problem.json");
    struct diagnostic *diagnostic =
        diagnostics_add(&work->result->diagnostics, P035_TIME, "'%s' needs %.1f ms for one case, of %lld that it has",
                        submission->name, (double)submission->slowest_ns / 1e6, (long long)limit_ms);
    diagnostic_place(diagnostic, path, NULL, 0, 0, 0);
    diagnostic_help(diagnostic,
                    "a machine may be slower than yours: let \"time_ms\" be %d times as much, or shrink the inputs",
                    TIME_FACTOR);
    free(path);
}

/* Key by key, so that the answers to hidden cases stay in the cache. */
static void judge_all(struct verify_work *work, struct candidate *candidates)
{
    struct verification *result = work->result;
    for (int k = 0; k < result->keys; k++) {
        for (int i = 0; i < result->submission_count; i++) {
            verify_progress(work, "submissions", k * result->submission_count + i,
                            result->keys * result->submission_count);
            if (!result->submissions[i].skipped && judge_one(work, &result->submissions[i], &candidates[i], k))
                return;
        }
    }
    for (int i = 0; i < result->submission_count; i++)
        check_time(work, &result->submissions[i]);
}

int verify_submissions(struct verify_work *work, struct err *err)
{
    struct verification *result = work->result;
    int failed = 0;
    list_submissions(work);
    check_counts(work);
    struct candidate *candidates = xcalloc((size_t)result->submission_count, sizeof *candidates);
    for (int i = 0; i < result->submission_count && !failed; i++) {
        struct verify_submission *submission = &result->submissions[i];
        char *inside = xasprintf("submissions/%s", submission->name);
        int opened = candidate_open(work, inside, submission->language, &candidates[i], err);
        submission->skipped = opened > 0;
        failed = opened < 0;
        free(inside);
    }
    if (!failed)
        judge_all(work, candidates);
    for (int i = 0; i < result->submission_count; i++)
        candidate_release(&candidates[i]);
    free(candidates);
    return failed ? -1 : 0;
}

/* --- starters ----------------------------------------------------------------------------------------------------- */

static void complain_starter(struct verify_work *work, const struct candidate *candidate, const char *what,
                             const char *note)
{
    struct diagnostic *diagnostic = diagnostics_add(&work->result->diagnostics, P040_STARTER, "%s", what);
    diagnostic_place(diagnostic, candidate->path, NULL, 0, 0, 0);
    if (note)
        diagnostic_note(diagnostic, "%s", note);
}

static void judge_starter(struct verify_work *work, const struct candidate *candidate)
{
    struct digest key = verify_key(0);
    struct judging_request request = request_of(work, candidate, &key);
    struct judged judged;
    struct err ours = {0};
    if (judging_run(work->judging, &request, &judged, &ours))
        diagnostic_note(verify_blame(work, &ours), "while judging '%s'", candidate->path);
    else if (!judged.compiled)
        complain_starter(work, candidate, "a starter does not compile", judged.messages);
    else if (*judged.messages)
        complain_starter(work, candidate, "the compiler complains about a starter", judged.messages);
    else if (judged.verdict == VERDICT_AC)
        complain_starter(work, candidate, "a starter is accepted", "nothing is left for the student to do");
    judged_release(&judged);
}

int verify_starters(struct verify_work *work, struct err *err)
{
    for (int l = 0; language_at(l) && !verify_is_over(work); l++) {
        const struct language *language = language_at(l);
        struct candidate candidate;
        char *inside = xasprintf("starter/%s", language->source), *ignored = NULL;
        size_t size;
        struct err ours = {0};
        int opened = 1;
        if (problem_read_file(work->problem, inside, &ignored, &size, &ours))
            diagnostics_add_err(&work->result->diagnostics, P040_STARTER, &ours);
        else
            opened = candidate_open(work, inside, language, &candidate, err);
        free(ignored);
        free(inside);
        if (opened < 0)
            return -1;
        if (opened == 0) {
            judge_starter(work, &candidate);
            candidate_release(&candidate);
        }
    }
    return 0;
}
