#include "judge/report/report_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- made from what was judged just now --------------------------------------------------------------------------- */

/* 100 means accepted; what the database keeps has three decimals, and so has what is shown. */
static double score_of(const struct judged *judged)
{
    double score = floor(judged->score * 1000) / 1000;
    return judged->verdict == VERDICT_AC ? 100 : score < 100 ? score : 99.999;
}

/* The judge may have failed before it came to a case. */
static bool was_reached(const struct judged_case *judged_case)
{
    return judged_case->ran || judged_case->verdict != VERDICT_AC;
}

void report_from_judged(const struct report_origin *origin, const struct judged *judged, struct report *ret_report)
{
    struct report report = {.recorded = origin->id > 0,
                            .id = origin->id,
                            .problem = origin->problem->id,
                            .user = origin->user,
                            .language = origin->language,
                            .file_name = origin->file_name,
                            .submitted_at = origin->submitted_at,
                            .verdict = judged->verdict,
                            .score = score_of(judged),
                            .passed = judged->passed,
                            .total = judged->total,
                            .time_ns = judged->time_ns,
                            .memory_kib = judged->peak_kib,
                            .compile_ok = judged->compiled,
                            .compile_ns = judged->compile_ns,
                            .messages = judged->messages,
                            .reason = judged->error ? judged->error : "",
                            .rules = origin->problem};
    report.cases = xcalloc((size_t)judged->count, sizeof *report.cases);
    for (int i = 0; i < judged->count; i++) {
        const struct judged_case *from = &judged->cases[i];
        if (!was_reached(from))
            continue;
        report.cases[report.count++] = (struct report_case){.name = from->name,
                                                            .set = case_set_text(from->set),
                                                            .function = from->function,
                                                            .verdict = from->verdict,
                                                            .time_ns = from->facts.cpu_ns,
                                                            .memory_kib = from->facts.peak_kib,
                                                            .open = from->set == SET_SAMPLE,
                                                            .has_diff = from->has_diff,
                                                            .diff = from->diff,
                                                            .message = xstrdup(from->message ? from->message : ""),
                                                            .values = from};
    }
    if (judged->counterexample)
        report.counterexample = report_example_of(judged->counterexample);
    *ret_report = report;
}

void report_release(struct report *report)
{
    for (int i = 0; i < report->count; i++)
        free(report->cases[i].message);
    free(report->cases);
    report_example_free(report->counterexample);
    *report = (struct report){0};
}

bool report_has_place(const struct diff *diff)
{
    return diff->class >= DIFF_UNWRITTEN && diff->class != DIFF_STRINGS && diff->class != DIFF_CHECKER;
}

/* --- read back ---------------------------------------------------------------------------------------------------- */

static int read_case(const struct store_case *from, struct report_case *ret_case, struct err *err)
{
    *ret_case = (struct report_case){.name = from->name,
                                     .set = from->set,
                                     .function = from->function,
                                     .verdict = from->verdict,
                                     .time_ns = from->time_ns,
                                     .memory_kib = from->memory_kib,
                                     .open = strcmp(from->set, case_set_text(SET_SAMPLE)) == 0,
                                     .has_diff = from->diff != NULL};
    if (from->facts && report_read_stored_message(from->facts, &ret_case->message, err) != 0)
        return -1;
    if (!ret_case->message)
        ret_case->message = xstrdup("");
    return from->diff ? report_read_stored_diff(from->diff, &ret_case->diff, err) : 0;
}

int report_from_record(const struct store_record *record, const struct problem *problem, struct report *ret_report,
                       struct err *err)
{
    const struct store_submission *submission = &record->submission;
    const struct store_judgement *judgement = &submission->judgement;
    struct report report = {.recorded = true,
                            .id = submission->id,
                            .pending = submission->pending,
                            .problem = submission->problem,
                            .user = submission->user,
                            .language = submission->language,
                            .file_name = submission->file_name,
                            .submitted_at = submission->submitted_at,
                            .messages = "",
                            .reason = "",
                            .rules = problem};
    if (!submission->pending) {
        report.verdict = judgement->verdict;
        report.interrupted = store_was_interrupted(judgement);
        report.score = judgement->score;
        report.passed = judgement->passed;
        report.total = judgement->total;
        report.time_ns = judgement->time_ns;
        report.memory_kib = judgement->memory_kib;
        report.compile_ok = judgement->compile_ok;
        report.compile_ns = judgement->compile_ns;
        report.messages = judgement->compile_messages;
        report.reason = judgement->reason;
    }
    report.cases = xcalloc(record->case_count, sizeof *report.cases);
    int failed =
        record->counterexample ? report_read_stored_example(record->counterexample, &report.counterexample, err) : 0;
    for (size_t i = 0; i < record->case_count && !failed; i++)
        failed = read_case(&record->cases[i], &report.cases[report.count++], err);
    if (failed) {
        report_release(&report);
        err->kind = ERR_JUDGE;
        return err_prefix(err, "submission %lld", (long long)submission->id);
    }
    *ret_report = report;
    return 0;
}
