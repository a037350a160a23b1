/* export_ci.c - one submission, for graders and continuous integration. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/report/export.h"
#include "judge/base/utf8.h"
#include "judge/base/value.h"

/* Cases of one function in one set, which follow each other or not. */
struct section {
    const char *set, *function;
    int cases, passed;
    int64_t time_ns;
    double won, all; /* weights */
};

struct sections {
    int count;
    struct section *at;
};

static bool belongs(const struct section *section, const struct report_case *one)
{
    return strcmp(section->set, one->set) == 0 && strcmp(section->function, one->function) == 0;
}

/* Cases of a report are those of its record, in the same order. */
static struct sections sections_of(const struct store_record *record, const struct report *report)
{
    struct sections sections = {.at = xcalloc((size_t)report->count + 1, sizeof *sections.at)};
    for (int i = 0; i < report->count; i++) {
        const struct report_case *one = &report->cases[i];
        int s = 0;
        while (s < sections.count && !belongs(&sections.at[s], one))
            s++;
        struct section *section = &sections.at[s];
        if (s == sections.count)
            sections.at[sections.count++] = (struct section){.set = one->set, .function = one->function};
        section->cases++;
        section->time_ns += one->time_ns;
        section->all += record->cases[i].weight;
        section->passed += one->verdict == VERDICT_AC;
        section->won += one->verdict == VERDICT_AC ? record->cases[i].weight : 0;
    }
    return sections;
}

/* What a student may know of a case that is not accepted, in one line. */
static char *words_of(const struct report_case *one)
{
    struct text text = {0};
    if (one->has_diff) {
        text_add(&text, one->diff.what);
        for (int d = 0; d < one->diff.diagnosis_count; d++)
            text_format(&text, "; %s", one->diff.diagnosis[d]);
    } else if (*one->message) {
        text_add_bytes(&text, one->message, strcspn(one->message, "\n"));
    } else {
        text_add(&text, verdict_text(one->verdict));
    }
    return text_take(&text);
}

/* "hidden/get_error/3" is called "3" within its section. */
static const char *last_part(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

/* --- Gradescope --------------------------------------------------------------------------------------------------- */

static void add_failures(const struct section *section, const struct report *report, struct json_writer *json)
{
    static const struct ui plain = {.unicode = true};
    struct text text = {0};
    for (int i = 0; i < report->count; i++) {
        const struct report_case *one = &report->cases[i];
        if (!belongs(section, one) || one->verdict == VERDICT_AC)
            continue;
        char *words = words_of(one);
        text_format(&text, "%s %s: ", verdict_code(one->verdict), one->name);
        ui_safe_line(&plain, &text, words);
        text_add(&text, "\n");
        free(words);
    }
    json_writer_text(json, "output", text.at ? text.at : "");
    text_release(&text);
}

/* Points of all sections sum up to 100. */
static void add_tests(const struct sections *sections, const struct report *report, struct json_writer *json)
{
    double all = 0;
    for (int s = 0; s < sections->count; s++)
        all += sections->at[s].all;
    json_writer_array(json, "tests");
    for (int s = 0; s < sections->count; s++) {
        const struct section *section = &sections->at[s];
        char *name = xasprintf("%s %s", section->set, section->function), number[16];
        snprintf(number, sizeof number, "%d", s + 1);
        json_writer_object(json, NULL);
        json_writer_number(json, "score", all > 0 ? 100 * section->won / all : 0);
        json_writer_number(json, "max_score", all > 0 ? 100 * section->all / all : 0);
        json_writer_text(json, "status", section->passed == section->cases ? "passed" : "failed");
        json_writer_text(json, "name", name);
        json_writer_text(json, "number", number);
        add_failures(section, report, json);
        json_writer_text(json, "visibility", "visible");
        json_writer_end(json);
        free(name);
    }
    json_writer_end(json);
}

static void add_board_value(struct json_writer *json, const char *name, double value, bool ascending)
{
    json_writer_object(json, NULL);
    json_writer_text(json, "name", name);
    json_writer_number(json, "value", value);
    json_writer_text(json, "order", ascending ? "asc" : "desc");
    json_writer_end(json);
}

static void add_board(const struct store_record *record, const struct report *report, struct json_writer *json)
{
    json_writer_array(json, "leaderboard");
    add_board_value(json, "Score", report->score, false);
    add_board_value(json, "CPU time (ms)", (double)report->time_ns / 1e6, true);
    add_board_value(json, "Memory (KiB)", (double)report->memory_kib, true);
    add_board_value(json, "Source (bytes)", (double)record->submission.source_bytes, true);
    json_writer_end(json);
}

static void add_summary(const struct report *report, struct json_writer *json)
{
    static const struct ui plain = {.unicode = true};
    struct text text = {0};
    text_format(&text, "%s: %lld of %lld cases\n", verdict_text(report->verdict), (long long)report->passed,
                (long long)report->total);
    ui_safe(&plain, &text, report->messages, strlen(report->messages));
    ui_safe(&plain, &text, report->reason, strlen(report->reason));
    json_writer_text(json, "output", text.at);
    text_release(&text);
}

void export_gradescope(const struct store_record *record, const struct report *report, struct text *text)
{
    struct json_writer json = {0};
    struct sections sections = sections_of(record, report);
    char id[32];
    snprintf(id, sizeof id, "%lld", (long long)report->id);
    json_writer_object(&json, NULL);
    json_writer_number(&json, "score", report->score);
    json_writer_number(&json, "execution_time", (double)report->time_ns / 1e9);
    add_summary(report, &json);
    json_writer_text(&json, "output_format", "text");
    json_writer_text(&json, "test_output_format", "text");
    json_writer_text(&json, "stdout_visibility", "hidden");
    add_tests(&sections, report, &json);
    add_board(record, report, &json);
    json_writer_object(&json, "extra_data");
    json_writer_object(&json, "judge");
    json_writer_text(&json, "submission", id);
    json_writer_text(&json, "problem", report->problem);
    json_writer_text(&json, "verdict", verdict_code(report->verdict));
    json_writer_end(&json);
    json_writer_end(&json);
    json_writer_end(&json);
    json_writer_line(&json, text);
    free(sections.at);
}

/* --- JUnit -------------------------------------------------------------------------------------------------------- */

/* Characters that XML 1.0 allows; others, and bytes that are none, become U+FFFD. */
static bool is_xml(uint32_t code)
{
    return code == '\t' || code == '\n' ||
           (code >= 0x20 && code != 0x7f && !(code >= 0x80 && code < 0xa0) && code != 0xfffe && code != 0xffff);
}

static void add_xml(struct text *text, const char *value)
{
    for (size_t left = strlen(value); left > 0;) {
        uint32_t code = 0;
        size_t length = utf8_decode(value, left, &code);
        if (length == 0 || !is_xml(code))
            text_add(text, "\xef\xbf\xbd");
        else if (strchr("&<>\"'\t\n", (int)code) && code < 0x80)
            text_format(text, "&#%d;", (int)code);
        else
            text_add_bytes(text, value, length);
        value += length ? length : 1;
        left -= length ? length : 1;
    }
}

static void add_attribute(struct text *text, const char *name, const char *value)
{
    text_format(text, " %s=\"", name);
    add_xml(text, value);
    text_add(text, "\"");
}

static void add_case(const struct report *report, const struct section *section, const struct report_case *one,
                     struct text *text)
{
    char *class = xasprintf("%s.%s.%s", report->problem, section->set, section->function);
    text_add(text, "  <testcase");
    add_attribute(text, "classname", class);
    add_attribute(text, "name", last_part(one->name));
    text_format(text, " time=\"%.6f\"", (double)one->time_ns / 1e9);
    if (one->verdict == VERDICT_AC) {
        text_add(text, "/>\n");
    } else {
        const char *tag = one->verdict == VERDICT_JE ? "error" : "failure";
        char *words = words_of(one);
        text_format(text, "><%s", tag);
        add_attribute(text, "type", verdict_code(one->verdict));
        add_attribute(text, "message", words);
        text_add(text, "/></testcase>\n");
        free(words);
    }
    free(class);
}

static void add_suite(const struct report *report, const struct section *section, struct text *text)
{
    char *name = xasprintf("%s/%s/%s", report->problem, section->set, section->function);
    text_add(text, " <testsuite");
    add_attribute(text, "name", name);
    text_format(text, " tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\" time=\"%.6f\"", section->cases,
                section->cases - section->passed, (double)section->time_ns / 1e9);
    text_format(text, " timestamp=\"%.19s\">\n", report->submitted_at);
    for (int i = 0; i < report->count; i++) {
        if (belongs(section, &report->cases[i]))
            add_case(report, section, &report->cases[i], text);
    }
    text_add(text, " </testsuite>\n");
    free(name);
}

/* What is about no case: the compiler's messages, or why the judge failed. CI counts it as one more test. */
static void add_failed_start(const struct report *report, struct text *text)
{
    bool ours = report->verdict == VERDICT_JE;
    text_format(text,
                " <testsuite name=\"%s\" tests=\"1\" failures=\"%d\" errors=\"%d\" skipped=\"0\" time=\"%.6f\">\n",
                ours ? "judge" : "compile", !ours, ours, (double)report->compile_ns / 1e9);
    text_format(text, "  <testcase classname=\"%s\" name=\"%s\"><%s", report->problem, ours ? "judge" : "compile",
                ours ? "error" : "failure");
    add_attribute(text, "type", verdict_code(report->verdict));
    add_attribute(text, "message", verdict_text(report->verdict));
    text_add(text, ">");
    add_xml(text, ours ? report->reason : report->messages);
    text_format(text, "</%s></testcase>\n </testsuite>\n", ours ? "error" : "failure");
}

void export_junit(const struct store_record *record, const struct report *report, struct text *text)
{
    struct sections sections = sections_of(record, report);
    bool started = report->verdict != VERDICT_JE && report->verdict != VERDICT_CE;
    int64_t failures = started ? report->count - report->passed : report->verdict == VERDICT_CE;
    text_add(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"judge\"");
    text_format(text, " tests=\"%d\" failures=\"%lld\" errors=\"%d\" time=\"%.6f\">\n", started ? report->count : 1,
                (long long)failures, report->verdict == VERDICT_JE, (double)report->time_ns / 1e9);
    if (!started)
        add_failed_start(report, text);
    for (int s = 0; s < sections.count && started; s++)
        add_suite(report, &sections.at[s], text);
    text_add(text, "</testsuites>\n");
    free(sections.at);
}
