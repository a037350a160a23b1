#include "judge/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/json.h"

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
    *ret_report = report;
}

void report_release(struct report *report)
{
    for (int i = 0; i < report->count; i++)
        free(report->cases[i].message);
    free(report->cases);
    *report = (struct report){0};
}

bool report_has_place(const struct diff *diff)
{
    return diff->class >= DIFF_UNWRITTEN && diff->class != DIFF_STRINGS;
}

/* --- the stored form ---------------------------------------------------------------------------------------------- */

static void add_integers(struct json_writer *json, const char *key, int count, const int64_t *numbers)
{
    json_writer_array(json, key);
    for (int i = 0; i < count; i++)
        json_writer_integer(json, NULL, numbers[i]);
    json_writer_end(json);
}

char *report_diff_stored(const struct judged_case *judged_case)
{
    const struct diff *diff = &judged_case->diff;
    struct json_writer json = {0};
    if (!judged_case->has_diff)
        return NULL;
    json_writer_object(&json, NULL);
    json_writer_text(&json, "class", diff_class_name(diff->class));
    json_writer_integer(&json, "output", diff->output);
    add_integers(&json, "shape", diff->rank, diff->shape);
    add_integers(&json, "want_shape", diff->want_rank, diff->want_shape);
    json_writer_integer(&json, "elements", diff->elements);
    json_writer_integer(&json, "mismatched", diff->mismatched);
    json_writer_integer(&json, "of_class", diff->of_class);
    json_writer_number(&json, "max_abs", diff->max_abs);
    json_writer_number(&json, "max_rel", diff->max_rel);
    add_integers(&json, "at", diff->want_rank, diff->at);
    json_writer_number(&json, "got", diff->got);
    json_writer_number(&json, "want", diff->want);
    json_writer_text(&json, "what", diff->what);
    json_writer_array(&json, "diagnosis");
    for (int i = 0; i < diff->diagnosis_count; i++)
        json_writer_text(&json, NULL, diff->diagnosis[i]);
    json_writer_end(&json);
    json_writer_end(&json);
    return json_writer_take(&json);
}

char *report_facts_stored(const struct judged_case *judged_case)
{
    const struct box_facts *facts = &judged_case->facts;
    struct json_writer json = {0};
    if (!judged_case->ran && !judged_case->message)
        return NULL;
    json_writer_object(&json, NULL);
    if (judged_case->message)
        json_writer_text(&json, "message", judged_case->message);
    if (judged_case->ran) {
        json_writer_bool(&json, "exited", facts->exited);
        json_writer_integer(&json, facts->exited ? "exit_code" : "signal",
                            facts->exited ? facts->exit_code : facts->signal);
        if (facts->forbidden_syscall >= 0)
            json_writer_integer(&json, "forbidden_syscall", facts->forbidden_syscall);
        json_writer_bool(&json, "cpu_exceeded", facts->cpu_exceeded);
        json_writer_bool(&json, "wall_exceeded", facts->wall_exceeded);
        json_writer_bool(&json, "memory_exceeded", facts->memory_exceeded);
        json_writer_bool(&json, "output_exceeded", facts->output_exceeded);
        json_writer_integer(&json, "wall_ns", facts->wall_ns);
    }
    json_writer_end(&json);
    return json_writer_take(&json);
}

/* --- read back ---------------------------------------------------------------------------------------------------- */

static int read_integer(struct json object, const char *key, int64_t *ret_number, struct err *err)
{
    struct json value;
    return json_need(object, key, &value, err) || json_integer(value, INT64_MIN, INT64_MAX, ret_number, err) ? -1 : 0;
}

/* NaN and the infinities are kept as text. */
static int read_number(struct json object, const char *key, double *ret_number, struct err *err)
{
    struct json value;
    const char *word;
    if (json_need(object, key, &value, err) != 0)
        return -1;
    if (json_type(value) != JSON_STRING)
        return json_number(value, -HUGE_VAL, HUGE_VAL, ret_number, err);
    if (json_text(value, 3, 4, &word, err) != 0)
        return -1;
    *ret_number = strtod(word, NULL);
    return 0;
}

static int read_axes(struct json object, const char *key, int *ret_count, int64_t *ret_axes, struct err *err)
{
    struct json value;
    if (json_need(object, key, &value, err) || json_array(value, 0, VALUE_MAX_RANK, err))
        return -1;
    *ret_count = 0;
    for (struct json item = json_first(value); json_present(item); item = json_next(item)) {
        if (json_integer(item, 0, INT64_MAX, &ret_axes[(*ret_count)++], err) != 0)
            return -1;
    }
    return 0;
}

static int read_words(struct json object, struct diff *diff, struct err *err)
{
    struct json value;
    const char *text;
    if (json_need(object, "class", &value, err) || json_text(value, 0, 32, &text, err))
        return -1;
    for (int class = 0; class < DIFF_CLASS_COUNT; class ++) {
        if (strcmp(diff_class_name((enum diff_class) class), text) == 0)
            diff->class = (enum diff_class) class;
    }
    if (json_need(object, "what", &value, err) || json_text(value, 0, 4096, &text, err))
        return -1;
    snprintf(diff->what, sizeof diff->what, "%s", text);
    if (json_need(object, "diagnosis", &value, err) || json_array(value, 0, DIFF_DIAGNOSES_MAX, err))
        return -1;
    for (struct json item = json_first(value); json_present(item); item = json_next(item)) {
        if (json_text(item, 0, 4096, &text, err) != 0)
            return -1;
        snprintf(diff->diagnosis[diff->diagnosis_count++], DIFF_DIAGNOSIS, "%s", text);
    }
    return 0;
}

static int read_diff(const char *stored, struct diff *ret_diff, struct err *err)
{
    struct json_document *document;
    struct diff diff = {0};
    int64_t output = 0;
    int at_count = 0;
    if (json_parse("the stored diff", stored, strlen(stored), &document, err) != 0)
        return -1;
    struct json root = json_root(document);
    int failed = read_words(root, &diff, err) || read_integer(root, "output", &output, err) ||
                 read_axes(root, "shape", &diff.rank, diff.shape, err) ||
                 read_axes(root, "want_shape", &diff.want_rank, diff.want_shape, err) ||
                 read_axes(root, "at", &at_count, diff.at, err) ||
                 read_integer(root, "elements", &diff.elements, err) ||
                 read_integer(root, "mismatched", &diff.mismatched, err) ||
                 read_integer(root, "of_class", &diff.of_class, err) ||
                 read_number(root, "max_abs", &diff.max_abs, err) || read_number(root, "max_rel", &diff.max_rel, err) ||
                 read_number(root, "got", &diff.got, err) || read_number(root, "want", &diff.want, err);
    json_free(document);
    if (failed)
        return -1;
    diff.output = (int)output;
    *ret_diff = diff;
    return 0;
}

static int read_message(const char *stored, char **ret_message, struct err *err)
{
    struct json_document *document;
    const char *text = "";
    if (json_parse("the stored facts", stored, strlen(stored), &document, err) != 0)
        return -1;
    struct json value = json_get(json_root(document), "message");
    int failed = json_present(value) ? json_text(value, 0, 4096, &text, err) : 0;
    if (!failed)
        *ret_message = xstrdup(text);
    json_free(document);
    return failed;
}

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
    if (from->facts && read_message(from->facts, &ret_case->message, err) != 0)
        return -1;
    if (!ret_case->message)
        ret_case->message = xstrdup("");
    return from->diff ? read_diff(from->diff, &ret_case->diff, err) : 0;
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
    for (size_t i = 0; i < record->case_count; i++) {
        int failed = read_case(&record->cases[i], &report.cases[i], err);
        report.count++;
        if (failed) {
            report_release(&report);
            err->kind = ERR_JUDGE;
            return err_prefix(err, "submission %lld", (long long)submission->id);
        }
    }
    *ret_report = report;
    return 0;
}
