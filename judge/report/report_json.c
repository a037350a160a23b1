#include "judge/report/report_internal.h"

#include <stdio.h>

static void add_place(const struct diff *diff, struct json_writer *json)
{
    if (!report_has_place(diff)) {
        json_writer_null(json, "at");
        json_writer_null(json, "got");
        json_writer_null(json, "want");
        return;
    }
    report_add_integers("at", diff->want_rank, diff->at, json);
    json_writer_number(json, "got", diff->got);
    json_writer_number(json, "want", diff->want);
}

static void add_diff(const struct diff *diff, bool open, struct json_writer *json)
{
    json_writer_object(json, "diff");
    json_writer_text(json, "class", diff_class_name(diff->class));
    json_writer_integer(json, "output", diff->output);
    report_add_integers("shape", diff->rank, diff->shape, json);
    json_writer_integer(json, "mismatched", diff->mismatched);
    json_writer_integer(json, "elements", diff->elements);
    /* Of an answer of zeros the greatest distance is the expected value. */
    if (open)
        json_writer_number(json, "max_abs", diff->max_abs);
    else
        json_writer_null(json, "max_abs");
    if (open)
        add_place(diff, json);
    json_writer_text(json, "what", diff->what);
    report_add_diagnosis(diff, json);
    json_writer_end(json);
}

static void add_case(const struct report_case *from, bool reveal, struct json_writer *json)
{
    json_writer_object(json, NULL);
    json_writer_text(json, "name", from->name);
    json_writer_text(json, "set", from->set);
    json_writer_text(json, "function", from->function);
    json_writer_text(json, "verdict", verdict_code(from->verdict));
    ui_json_ms(json, "time_ms", from->time_ns);
    json_writer_integer(json, "memory_kib", from->memory_kib);
    if (*from->message)
        json_writer_text(json, "message", from->message);
    if (from->has_diff)
        add_diff(&from->diff, from->open || reveal, json);
    json_writer_end(json);
}

static void add_results(const char *key, const struct values *values, struct json_writer *json)
{
    json_writer_array(json, key);
    for (size_t i = 0; i < values->count; i++)
        report_add_value(NULL, &values->at[i], json);
    json_writer_end(json);
}

static void add_counterexample(const struct report_case *from, struct json_writer *json)
{
    if (!from) {
        json_writer_null(json, "counterexample");
        return;
    }
    json_writer_object(json, "counterexample");
    json_writer_text(json, "function", from->function);
    json_writer_text(json, "group", from->name);
    json_writer_text(json, "verdict", verdict_code(from->verdict));
    if (*from->message)
        json_writer_text(json, "message", from->message);
    json_writer_object(json, "arguments");
    for (size_t i = 0; i < from->values->arguments.count; i++)
        report_add_value(from->values->params[i].name, &from->values->arguments.at[i], json);
    json_writer_end(json);
    add_results("got", &from->values->got, json);
    add_results("want", &from->values->want, json);
    if (from->has_diff)
        add_diff(&from->diff, true, json);
    json_writer_end(json);
}

static void add_judgement(const struct report *report, struct json_writer *json)
{
    json_writer_text(json, "verdict", verdict_code(report->verdict));
    json_writer_number(json, "score", report->score);
    json_writer_integer(json, "passed", report->passed);
    json_writer_integer(json, "total", report->total);
    ui_json_ms(json, "time_ms", report->time_ns);
    json_writer_integer(json, "memory_kib", report->memory_kib);
}

static void add_no_judgement(struct json_writer *json)
{
    static const char *const keys[] = {"verdict", "score", "passed", "total", "time_ms", "memory_kib"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        json_writer_null(json, keys[i]);
}

void report_json(const struct report *report, bool reveal, struct json_writer *json)
{
    char id[32];
    snprintf(id, sizeof id, "%lld", (long long)report->id);
    json_writer_object(json, NULL);
    json_writer_text(json, "schema", "judge.submission/1");
    json_writer_text(json, "id", report->recorded ? id : NULL);
    json_writer_text(json, "problem", report->problem);
    json_writer_text(json, "user", report->user);
    json_writer_text(json, "language", report->language);
    json_writer_text(json, "file", report->file_name);
    if (report->pending)
        add_no_judgement(json);
    else
        add_judgement(report, json);
    json_writer_text(json, "submitted_at", report->submitted_at);
    if (*report->reason)
        json_writer_text(json, "error", report->reason);
    json_writer_object(json, "compile");
    json_writer_bool(json, "ok", report->compile_ok);
    ui_json_ms(json, "time_ms", report->compile_ns);
    json_writer_text(json, "messages", report->messages);
    json_writer_end(json);
    json_writer_array(json, "cases");
    for (int i = 0; i < report->count; i++)
        add_case(&report->cases[i], reveal, json);
    json_writer_end(json);
    add_counterexample(report->counterexample, json);
}
