#include "judge/report/board_view.h"

#include <stdio.h>
#include <string.h>

#include "judge/report/ui_table.h"
#include "judge/report/ui_value.h"

/* --- people ------------------------------------------------------------------------------------------------------- */

static void add_row(const struct board_row *row, const struct board_query *query, struct ui_table *table)
{
    char buffer[32];
    bool own = query->user && strcmp(row->user, query->user) == 0;
    enum ui_style style = own ? STYLE_BOLD : STYLE_PLAIN;
    ui_table_cell(table, STYLE_NOTE, "%s", own ? ">" : "");
    ui_table_cell(table, style, "%lld", (long long)row->rank);
    ui_table_cell(table, style, "%s", row->user);
    if (!query->problem)
        ui_table_cell(table, style, "%lld", (long long)row->solved);
    ui_table_cell(table, style, "%s", ui_number(row->score, buffer, sizeof buffer));
    if (!query->problem && row->solved == 0) { /* sums over what is solved */
        for (int i = 0; i < 3; i++)
            ui_table_cell(table, STYLE_DIM, "%s", ui_dash(table->ui));
    } else {
        ui_table_cell(table, style, "%s", ui_time(row->time_ns, buffer, sizeof buffer));
        ui_table_cell(table, style, "%s", ui_memory(row->memory_kib, buffer, sizeof buffer));
        ui_table_cell(table, style, "%lld B", (long long)row->source_bytes);
    }
    ui_table_cell(table, STYLE_DIM, "%.10s", row->submitted_at);
}

static void add_table(const struct board *board, const struct board_query *query, const struct ui *ui,
                      struct text *text)
{
    static const struct ui_column heads[] = {{.title = ""},
                                             {.title = "rank", .right = true},
                                             {.title = "user", .flexible = true},
                                             {.title = "solved", .right = true},
                                             {.title = "score", .right = true},
                                             {.title = "CPU time", .right = true},
                                             {.title = "memory", .right = true},
                                             {.title = "source", .right = true},
                                             {.title = "date"}};
    struct ui_column used[sizeof heads / sizeof *heads];
    int count = 0;
    bool own_on_page = false;
    struct ui_table table;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (!query->problem || strcmp(heads[i].title, "solved") != 0)
            used[count++] = heads[i];
    }
    ui_table_init(&table, ui, used, count);
    for (size_t i = 0; i < board->count; i++) {
        add_row(&board->rows[i], query, &table);
        own_on_page = own_on_page || (query->user && strcmp(board->rows[i].user, query->user) == 0);
    }
    if (board->has_own && !own_on_page) {
        ui_table_line(&table, STYLE_DIM, "  %s", ui_dots(ui));
        add_row(&board->own, query, &table);
    }
    ui_table_add(&table, 0, text);
    ui_table_release(&table);
}

void board_view_text(const struct board *board, const struct board_query *query, const struct ui *ui, struct text *text)
{
    if (board->people == 0) {
        text_add(text, "nobody is on this leaderboard yet\n");
        return;
    }
    text_add(text, ui_on(ui, STYLE_TITLE));
    ui_safe_line(ui, text, query->problem ? query->problem : "all problems");
    text_format(text, "%s by %s\n", ui_off(ui, STYLE_TITLE), board_metric_text(query->by));
    add_table(board, query, ui, text);
    if ((int64_t)board->count < board->people)
        ui_add(ui, text, STYLE_DIM, "%zu of %lld people; --top N shows more\n", board->count, (long long)board->people);
}

/* --- programs ----------------------------------------------------------------------------------------------------- */

static void add_json(const struct board_row *row, const struct board_query *query, const char *key,
                     struct json_writer *json)
{
    char id[32];
    snprintf(id, sizeof id, "%lld", (long long)row->submission);
    json_writer_object(json, key);
    json_writer_integer(json, "rank", row->rank);
    json_writer_text(json, "user", row->user);
    if (!query->problem)
        json_writer_integer(json, "solved", row->solved);
    json_writer_number(json, "score", row->score);
    ui_json_ms(json, "time_ms", row->time_ns);
    json_writer_integer(json, "memory_kib", row->memory_kib);
    json_writer_integer(json, "source_bytes", row->source_bytes);
    json_writer_text(json, "submission", id);
    json_writer_text(json, "submitted_at", row->submitted_at);
    json_writer_end(json);
}

void board_view_json(const struct board *board, const struct board_query *query, struct json_writer *json)
{
    json_writer_object(json, NULL);
    json_writer_text(json, "schema", "judge.leaderboard/1");
    json_writer_text(json, "problem", query->problem);
    json_writer_text(json, "by", board_metric_text(query->by));
    json_writer_array(json, "rows");
    for (size_t i = 0; i < board->count; i++)
        add_json(&board->rows[i], query, NULL, json);
    json_writer_end(json);
    json_writer_integer(json, "people", board->people);
    if (board->has_own)
        add_json(&board->own, query, "own", json);
    else
        json_writer_null(json, "own");
    json_writer_end(json);
}
