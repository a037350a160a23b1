#include <stdio.h>

#include "judge/command.h"
#include "judge/base/json_writer.h"
#include "judge/report/ui_table.h"
#include "judge/report/ui_value.h"

static const struct command_option options[] = {
    {"limit", 'n', "N", WORDS_NONE, NULL, "the latest N only (default 20; 0: all)"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

static void add_json(const struct store_submission *row, struct json_writer *json)
{
    char id[32];
    snprintf(id, sizeof id, "%lld", (long long)row->id);
    json_writer_object(json, NULL);
    json_writer_text(json, "id", id);
    json_writer_text(json, "problem", row->problem);
    json_writer_text(json, "user", row->user);
    json_writer_text(json, "language", row->language);
    json_writer_text(json, "file", row->file_name);
    json_writer_text(json, "submitted_at", row->submitted_at);
    json_writer_integer(json, "source_bytes", row->source_bytes);
    if (row->pending) {
        json_writer_null(json, "verdict");
        json_writer_null(json, "score");
    } else {
        json_writer_text(json, "verdict", verdict_code(row->judgement.verdict));
        json_writer_number(json, "score", row->judgement.score);
        json_writer_integer(json, "passed", row->judgement.passed);
        json_writer_integer(json, "total", row->judgement.total);
        ui_json_ms(json, "time_ms", row->judgement.time_ns);
        json_writer_integer(json, "memory_kib", row->judgement.memory_kib);
        if (row->judgement.verdict == VERDICT_JE)
            json_writer_text(json, "error", row->judgement.reason);
    }
    json_writer_end(json);
}

static int print_json(const struct context *context, const struct store_list *list, struct err *err)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.history/1");
    json_writer_text(&json, "user", context->user);
    json_writer_text(&json, "problem", context->operand[0]);
    json_writer_array(&json, "submissions");
    for (size_t i = 0; i < list->count; i++)
        add_json(&list->at[i], &json);
    json_writer_end(&json);
    json_writer_end(&json);
    return command_print_json(&json, err);
}

/* Of one without a verdict. Interrupted is what the student or a shutdown did; a judge error is the judge's own. */
static const char *state_of(const struct store_submission *row)
{
    if (row->pending)
        return row->abandoned ? "interrupted" : "being judged";
    return store_was_interrupted(&row->judgement) ? "interrupted" : verdict_text(row->judgement.verdict);
}

static void add_row(const struct store_submission *row, struct ui_table *table)
{
    char buffer[32];
    const struct store_judgement *judgement = &row->judgement;
    ui_table_cell(table, STYLE_BOLD, "%lld", (long long)row->id);
    ui_table_cell(table, STYLE_DIM, "%.10s %.8s", row->submitted_at, row->submitted_at + 11);
    ui_table_cell(table, STYLE_PLAIN, "%s", row->problem);
    ui_table_cell(table, STYLE_PLAIN, "%s", row->language);
    if (row->pending || judgement->verdict == VERDICT_JE) { /* nothing was measured */
        ui_table_cell(table, STYLE_WARN, "%s", state_of(row));
        for (int i = 0; i < 3; i++)
            ui_table_cell(table, STYLE_DIM, "%s", ui_dash(table->ui));
        return;
    }
    ui_table_cell(table, ui_verdict_style(judgement->verdict), "%s", verdict_text(judgement->verdict));
    ui_table_cell(table, STYLE_PLAIN, "%s", ui_number(judgement->score, buffer, sizeof buffer));
    ui_table_cell(table, STYLE_PLAIN, "%s", ui_time(judgement->time_ns, buffer, sizeof buffer));
    ui_table_cell(table, STYLE_PLAIN, "%s", ui_memory(judgement->memory_kib, buffer, sizeof buffer));
}

static int print_table(const struct context *context, const struct store_list *list, struct err *err)
{
    static const struct ui_column heads[] = {{.title = "#", .right = true},
                                             {.title = "time (UTC)"},
                                             {.title = "problem", .flexible = true},
                                             {.title = "language"},
                                             {.title = "verdict"},
                                             {.title = "score", .right = true},
                                             {.title = "CPU time", .right = true},
                                             {.title = "memory", .right = true}};
    struct ui_table table;
    struct text text = {0};
    if (list->count == 0) {
        text_add(&text, "no submissions yet; 'judge submit FILE' makes one\n");
        return command_print(&text, err);
    }
    ui_table_init(&table, &context->out, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < list->count; i++)
        add_row(&list->at[i], &table);
    ui_table_add(&table, 0, &text);
    ui_table_release(&table);
    return command_print(&text, err);
}

static int run(struct context *context, struct err *err)
{
    struct store_list list;
    struct store_filter filter = {.user = context->user, .problem = context->operand[0]};
    if (command_number(context, "limit", 0, 1000000, 20, &filter.limit, err) != 0 ||
        store_history(context->store, &filter, &list, err) != 0)
        return -1;
    int result = command_check_problem(context, list.count > 0, err);
    if (result == 0)
        result = command_option(context, "json") ? print_json(context, &list, err) : print_table(context, &list, err);
    store_list_free(&list);
    return result;
}

const struct command command_history = {
    .name = "history",
    .summary = "your submissions, the latest first",
    .operands = "[ID]",
    .operands_max = 1,
    .words = WORDS_PROBLEM,
    .examples = "  judge history linear-regression\n"
                "  judge history --limit 5 --json\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
