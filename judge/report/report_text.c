#include "judge/report/report_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/report/ui_table.h"
#include "judge/report/ui_value.h"

enum { MESSAGE_LINES = 30, OUTPUT_LINES = 20 };

/* --- how it ended ------------------------------------------------------------------------------------------------- */

static void add_verdict(const struct ui *ui, struct text *text, enum verdict verdict, bool interrupted)
{
    static const enum ui_style big[] = {
        [STYLE_GOOD] = STYLE_BIG_GOOD, [STYLE_BAD] = STYLE_BIG_BAD, [STYLE_WARN] = STYLE_BIG_WARN};
    char upper[64];
    snprintf(upper, sizeof upper, "%s", interrupted ? "interrupted" : verdict_text(verdict));
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    ui_add(ui, text, big[ui_verdict_style(verdict)], ui->colour ? " %s %s " : "%s %s",
           ui_mark(ui, verdict == VERDICT_AC ? MARK_YES : MARK_NO), upper);
}

void report_headline(const struct report *report, const struct ui *ui, struct text *text)
{
    char time[32], memory[32], score[32];
    if (report->pending) {
        ui_add(ui, text, STYLE_WARN, "being judged");
        text_format(text, "   #%lld %s ", (long long)report->id, ui_dot(ui));
        ui_safe_line(ui, text, report->problem);
        text_add(text, "\n");
        return;
    }
    add_verdict(ui, text, report->verdict, report->interrupted);
    if (report->verdict != VERDICT_JE)
        text_format(text, "   %s / 100", ui_number(report->score, score, sizeof score));
    text_add(text, "   ");
    ui_safe_line(ui, text, report->problem);
    text_format(text, " %s ", ui_dot(ui));
    ui_safe_line(ui, text, report->language);
    if (report->recorded)
        text_format(text, " %s #%lld", ui_dot(ui), (long long)report->id);
    if (report->compile_ok && report->verdict != VERDICT_JE)
        text_format(text, " %s %lld of %lld case%s", ui_dot(ui), (long long)report->passed, (long long)report->total,
                    report->total == 1 ? "" : "s");
    if (report->compile_ok && report->time_ns) /* samples alone are not timed */
        text_format(text, " %s %s %s %s", ui_dot(ui), ui_time(report->time_ns, time, sizeof time), ui_dot(ui),
                    ui_memory(report->memory_kib, memory, sizeof memory));
    text_add(text, "\n");
}

/* --- the table: one row for each function and set ----------------------------------------------------------------- */

static bool same_row(const struct report_case *a, const struct report_case *b)
{
    return strcmp(a->function, b->function) == 0 && strcmp(a->set, b->set) == 0;
}

static bool seen_before(const struct report *report, int i)
{
    for (int k = 0; k < i; k++) {
        if (same_row(&report->cases[k], &report->cases[i]))
            return true;
    }
    return false;
}

static void add_table_row(const struct report *report, int first, struct ui_table *table)
{
    const struct report_case *row = &report->cases[first];
    int passed = 0, total = 0;
    int64_t time_ns = 0, memory_kib = 0;
    enum verdict worst = VERDICT_AC;
    char buffer[32];
    for (int i = first; i < report->count; i++) {
        const struct report_case *at = &report->cases[i];
        if (!same_row(row, at))
            continue;
        total++;
        passed += at->verdict == VERDICT_AC;
        worst = verdict_worse(worst, at->verdict);
        time_ns = at->time_ns > time_ns ? at->time_ns : time_ns;
        memory_kib = at->memory_kib > memory_kib ? at->memory_kib : memory_kib;
    }
    ui_table_cell(table, ui_verdict_style(worst), "%s", ui_mark(table->ui, worst == VERDICT_AC ? MARK_YES : MARK_NO));
    ui_table_cell(table, STYLE_PLAIN, "%s", row->function);
    ui_table_cell(table, STYLE_DIM, "%s", row->set);
    ui_table_cell(table, STYLE_PLAIN, "%d/%d", passed, total);
    ui_table_cell(table, ui_verdict_style(worst), "%s", verdict_code(worst));
    /* what was never run, after a time limit, took no time: none was measured */
    ui_table_cell(table, STYLE_PLAIN, "%s", time_ns ? ui_time(time_ns, buffer, sizeof buffer) : "-");
    ui_table_cell(table, STYLE_PLAIN, "%s", memory_kib ? ui_memory(memory_kib, buffer, sizeof buffer) : "-");
}

static void add_table(const struct report *report, const struct ui *ui, struct text *text)
{
    static const struct ui_column heads[] = {{.title = ""},
                                             {.title = "function", .flexible = true},
                                             {.title = "cases"},
                                             {.title = "passed", .right = true},
                                             {.title = "worst"},
                                             {.title = "longest", .right = true},
                                             {.title = "memory", .right = true}};
    struct ui_table table;
    ui_table_init(&table, ui, heads, sizeof heads / sizeof *heads);
    for (int i = 0; i < report->count; i++) {
        if (!seen_before(report, i))
            add_table_row(report, i, &table);
    }
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
}

/* --- one failing case --------------------------------------------------------------------------------------------- */

/* What was allowed at the place of the diff; 0 when it cannot be said: it depends on the type that came back, which is
 * not recorded. */
static double allowed_at(const struct report *report, const struct report_case *from)
{
    if (!report->rules || from->diff.class != DIFF_VALUES)
        return 0;
    const struct compare_rules rules = report_rules(report->rules);
    double f64 = compare_bound(&rules, false, from->diff.want), f32 = compare_bound(&rules, true, from->diff.want);
    size_t output = (size_t)from->diff.output;
    if (from->values && output < from->values->got.count)
        return from->values->got.at[output].kind == FRAME_TENSOR_F32 ? f32 : f64;
    return f32 < f64 * 1.05 ? f64 : 0;
}

/* "greatest difference 0.31 at [7,39]: got 1.62, wanted 1.31, allowed 5.1e-05" */
static void add_place(const struct report *report, const struct report_case *from, const struct ui *ui,
                      struct text *text)
{
    const struct diff *diff = &from->diff;
    char got[32], want[32], apart[32];
    struct text line = {0};
    double allowed = allowed_at(report, from);
    bool measured = diff->class == DIFF_VALUES || diff->class == DIFF_INTEGERS;
    if (measured)
        text_format(&line, "the %sdifference is %s", diff->elements > 1 ? "greatest " : "",
                    ui_number(diff->max_abs, apart, sizeof apart));
    else
        text_add(&line, diff->elements > 1 ? "the first is" : "it is");
    if (diff->want_rank > 0) {
        text_add(&line, " at [");
        for (int k = 0; k < diff->want_rank; k++)
            text_format(&line, "%s%lld", k ? "," : "", (long long)diff->at[k]);
        text_add(&line, "]");
    }
    text_format(&line, ": got %s, wanted %s",
                diff->class == DIFF_UNWRITTEN ? "nothing" : ui_number_apart(diff->got, diff->want, got, sizeof got),
                ui_number_apart(diff->want, diff->got, want, sizeof want));
    if (allowed > 0)
        text_format(&line, " (allowed: %.2g)", allowed);
    ui_wrap(ui, text, "    ", line.at);
    text_release(&line);
}

static const struct function *function_of(const struct problem *problem, const char *name)
{
    for (int i = 0; problem && i < problem->function_count; i++) {
        if (strcmp(problem->functions[i].name, name) == 0)
            return &problem->functions[i];
    }
    return NULL;
}

/* Of several results it is said which one is meant: "result 2 of 3, 'weights': ...". */
static void add_difference(const struct report *report, const struct report_case *from, const struct ui *ui,
                           struct text *text)
{
    const struct diff *diff = &from->diff;
    const struct function *function = function_of(report->rules, from->function);
    const bool of_one = diff->class != DIFF_RESULTS && diff->class != DIFF_CHECKER;
    if (!function || !of_one || function->result_count < 2 || diff->output < 0 ||
        diff->output >= function->result_count) {
        ui_sentence(ui, text, "    ", diff->what);
        return;
    }
    char *line = xasprintf("result %d of %d, '%s': %s", diff->output + 1, function->result_count,
                           function->results[diff->output].name, diff->what);
    ui_sentence(ui, text, "    ", line);
    free(line);
}

/* What it was given, what came back, and in what way that is wrong. */
static void add_details(const struct report *report, const struct report_case *from, bool open, const struct ui *ui,
                        const struct report_view *view, struct text *text)
{
    if (open && from->values)
        report_add_arguments(report, from, ui, text);
    if (open && from->values && from->has_diff)
        report_add_results(report, from, ui, view, text);
    if (strchr(from->message, '\n')) /* a traceback */
        ui_safe_block(ui, text, from->message, strlen(from->message), "    ", MESSAGE_LINES);
    else if (*from->message)
        ui_sentence(ui, text, "    ", from->message);
    if (from->has_diff)
        add_difference(report, from, ui, text);
    if (from->has_diff && open && report_has_place(&from->diff))
        add_place(report, from, ui, text);
    for (int i = 0; from->has_diff && i < from->diff.diagnosis_count; i++) {
        char *first = xasprintf("    %s= help:%s ", ui_on(ui, STYLE_NOTE), ui_off(ui, STYLE_NOTE));
        ui_sentence(ui, text, first, from->diff.diagnosis[i]);
        free(first);
    }
}

static void add_case(const struct report *report, const struct report_case *from, const struct ui *ui,
                     const struct report_view *view, struct text *text)
{
    bool open = from->open || view->reveal;
    text_add(text, "\n");
    ui_add(ui, text, STYLE_BAD, "%s", verdict_code(from->verdict));
    text_add(text, "  ");
    text_add(text, ui_on(ui, STYLE_BOLD));
    ui_safe_line(ui, text, from->name);
    text_add(text, ui_off(ui, STYLE_BOLD));
    if (open && from->values && *from->values->note) {
        text_add(text, "   ");
        ui_safe_line(ui, text, from->values->note);
    }
    text_add(text, "\n");
    add_details(report, from, open, ui, view, text);
}

/* Shown at once, before the cases of which nothing may be seen. */
static void add_counterexample(const struct report *report, const struct ui *ui, const struct report_view *view,
                               struct text *text)
{
    const struct report_case *from = report->counterexample;
    if (!from)
        return;
    text_add(text, "\n");
    ui_add(ui, text, STYLE_BAD, "%s", verdict_code(from->verdict));
    text_format(text, "  %s", ui_on(ui, STYLE_BOLD));
    ui_safe_line(ui, text, from->function);
    text_format(text, " on a small input%s", ui_off(ui, STYLE_BOLD));
    if (*from->values->note) {
        text_add(text, "   ");
        ui_safe_line(ui, text, from->values->note);
    }
    text_add(text, "\n");
    char *origin =
        xasprintf("found by trying inputs like those of '%s'; it is not one of the hidden cases and does not "
                  "count",
                  from->name);
    ui_wrap(ui, text, "    ", origin);
    free(origin);
    add_details(report, from, true, ui, view, text);
}

static void add_output(const struct report_case *from, const struct ui *ui, struct text *text)
{
    text_add(text, "\n");
    ui_add(ui, text, STYLE_DIM, "printed in %s:", from->name);
    text_add(text, "\n");
    ui_safe_block(ui, text, from->values->output, strlen(from->values->output), "    | ", OUTPUT_LINES);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static bool is_first_of_function(const struct report *report, int i)
{
    for (int k = 0; k < i; k++) {
        if (report->cases[k].verdict != VERDICT_AC && strcmp(report->cases[k].function, report->cases[i].function) == 0)
            return false;
    }
    return true;
}

/* Where not all are told, one failing case of each function says more than several of one. */
static void add_failures(const struct report *report, const struct ui *ui, const struct report_view *view,
                         struct text *text)
{
    int failed = 0, told = 0;
    for (int i = 0; i < report->count; i++) {
        if (report->cases[i].verdict == VERDICT_AC)
            continue;
        failed++;
        if (told < view->details && (view->reveal || view->each || is_first_of_function(report, i))) {
            add_case(report, &report->cases[i], ui, view, text);
            told++;
        }
    }
    if (failed > told)
        text_format(text, "\n%s %d more %s not accepted\n", ui_dots(ui), failed - told,
                    failed - told == 1 ? "case is" : "cases are");
}

static void add_outputs(const struct report *report, const struct ui *ui, struct text *text)
{
    const char *last = NULL; /* a solution that prints the same in each case is heard once */
    for (int i = 0; i < report->count; i++) {
        const struct judged_case *values = report->cases[i].values;
        if (!values || !report->cases[i].open || !values->output || !*values->output)
            continue;
        if (!last || strcmp(last, values->output) != 0)
            add_output(&report->cases[i], ui, text);
        last = values->output;
    }
}

static void add_messages(const struct report *report, const struct ui *ui, struct text *text)
{
    if (!*report->messages)
        return;
    text_add(text, "\n");
    if (report->compile_ok)
        ui_add(ui, text, STYLE_DIM, "the compiler warns:\n");
    ui_safe_block(ui, text, report->messages, strlen(report->messages), "  ", MESSAGE_LINES);
}

void report_text(const struct report *report, const struct ui *ui, const struct report_view *view, struct text *text)
{
    report_headline(report, ui, text);
    if (*report->reason) {
        ui_safe_block(ui, text, report->reason, strlen(report->reason), "  ", MESSAGE_LINES);
        if (report->interrupted)
            text_add(text, "  it has no verdict and counts for nothing; submit it again\n");
        return;
    }
    if (report->pending)
        return;
    if (report->compile_ok && report->count) {
        text_add(text, "\n");
        add_table(report, ui, text);
    }
    add_messages(report, ui, text);
    if (!report->compile_ok)
        return;
    add_counterexample(report, ui, view, text);
    add_failures(report, ui, view, text);
    if (view->outputs)
        add_outputs(report, ui, text);
}
