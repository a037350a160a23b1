/* verify_report.c - what verifying found, for people and for programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/report/ui_table.h"
#include "judge/verify/verify.h"

static const char *const state_names[VERIFY_STATES] = {"fails", "fails sometimes", "accepted", "explained",
                                                       "only says it otherwise"};
static const enum ui_style state_styles[VERIFY_STATES] = {STYLE_GOOD, STYLE_WARN, STYLE_BAD, STYLE_NOTE, STYLE_NOTE};

/* --- rows of columns ---------------------------------------------------------------------------------------------- */

/* Columns are letters, which the legend explains: "a", ..., "z", "A", ... */
static char letter_of(int column)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return letters[column % (int)(sizeof letters - 1)];
}

/* The columns that fail something, as letters; "~" behind one that fails it under some keys only. Heap. */
static char *letters_of(const struct verification *v, const int *failed, int keys)
{
    struct text text = {0};
    for (int c = 0; c < v->column_count; c++) {
        if (failed[c] > 0)
            text_format(&text, "%c%s", letter_of(c), failed[c] < keys ? "~" : "");
    }
    return text_take(&text);
}

/* The same as a picture: one place for each column. Heap. */
static char *picture_of(const struct verification *v, const struct ui *ui, const int *failed, int keys)
{
    struct text text = {0};
    for (int c = 0; c < v->column_count; c++)
        text_add(&text, failed[c] == 0 ? ui_dot(ui) : failed[c] < keys ? "~" : "x");
    return text_take(&text);
}

static void add_legend(const struct verification *v, const struct ui *ui, struct text *text)
{
    char *line = NULL;
    struct text words = {0};
    for (int c = 0; c < v->column_count; c++) {
        const struct verify_column *column = &v->columns[c];
        text_format(&words, "%s%c ", c ? "  " : "", letter_of(c));
        ui_safe_line(ui, &words, column->name);
        text_add(&words, column->set == SET_FRESH ? " (fresh)" : column->set == SET_HIDDEN ? "" : " (shown)");
    }
    line = text_take(&words);
    ui_wrap(ui, text, "  groups: ", line);
    free(line);
}

/* --- submissions -------------------------------------------------------------------------------------------------- */

static void add_submissions(const struct verification *v, const struct ui *ui, struct text *text)
{
    char heading[64];
    int length = 0;
    for (int c = 0; c < v->column_count && length < 60; c++)
        heading[length++] = letter_of(c);
    heading[length] = '\0';
    const struct ui_column columns[] = {
        {.title = "submission"}, {.title = heading}, {.title = "verdict"}, {.title = "slowest", .right = true}};
    struct ui_table table;
    ui_table_init(&table, ui, columns, 4);
    for (int i = 0; i < v->submission_count; i++) {
        const struct verify_submission *s = &v->submissions[i];
        char *picture = picture_of(v, ui, s->failed, v->keys), time[32];
        bool ran = !s->skipped && s->slowest_ns > 0 && s->slowest_ns < INT64_MAX;
        ui_table_cell(&table, STYLE_PLAIN, "%s", s->name);
        ui_table_cell(&table, STYLE_PLAIN, "%s", s->skipped ? "skipped" : picture);
        ui_table_cell(&table,
                      s->skipped               ? STYLE_WARN
                      : s->earned == s->wanted ? STYLE_GOOD
                                               : STYLE_BAD,
                      "%s", s->skipped ? "?" : verdict_code(s->earned));
        ui_table_cell(&table, STYLE_DIM, "%s", ran ? ui_time(s->slowest_ns, time, sizeof time) : "");
        free(picture);
    }
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
    add_legend(v, ui, text);
    text_add(text, "\n");
}

/* Where an answer that must fail does so, or why it does not. */
static void add_outcome(const struct verification *v, enum verify_state state, const int *failed, int keys,
                        const char *why, struct ui_table *table)
{
    char *letters = letters_of(v, failed, keys);
    if (state == VERIFY_FAILS)
        ui_table_cell(table, STYLE_PLAIN, "%s", letters);
    else
        ui_table_cell(table, state_styles[state], "%s%s%s", state_names[state], why ? ": " : "", why ? why : "");
    free(letters);
}

/* --- trivial answers ---------------------------------------------------------------------------------------------- */

static int trivials_in(const struct verification *v, enum verify_state state)
{
    int count = 0;
    for (int i = 0; i < v->trivial_count; i++)
        count += v->trivials[i].state == state;
    return count;
}

static void add_trivials(const struct verification *v, const struct ui *ui, struct text *text)
{
    static const struct ui_column columns[] = {
        {.title = "trivial answer"}, {.title = "function"}, {.title = "fails on"}};
    struct ui_table table;
    ui_table_init(&table, ui, columns, 3);
    for (int i = 0; i < v->trivial_count; i++) {
        const struct verify_trivial *row = &v->trivials[i];
        ui_table_cell(&table, STYLE_PLAIN, "%s", row->name);
        ui_table_cell(&table, STYLE_PLAIN, "%s", v->problem->functions[row->function].name);
        add_outcome(v, row->state, row->failed, v->keys, row->why, &table);
    }
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
    text_add(text, "\n");
}

/* --- mutants ------------------------------------------------------------------------------------------------------ */

static void add_mutants(const struct verification *v, const struct ui *ui, struct text *text)
{
    static const struct ui_column columns[] = {
        {.title = "line", .right = true}, {.title = "mutant"}, {.title = "fails on"}};
    struct ui_table table;
    ui_table_init(&table, ui, columns, 3);
    for (int i = 0; i < v->mutants.count; i++) {
        const struct verify_mutant *row = &v->mutants.at[i];
        ui_table_cell(&table, STYLE_DIM, "%d", row->mutant.line);
        ui_table_cell(&table, STYLE_PLAIN, "%s", row->mutant.after);
        add_outcome(v, row->state, row->failed, 1, row->why, &table);
    }
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
    text_add(text, "\n");
}

static void add_checkers(const struct verification *v, const struct ui *ui, struct text *text)
{
    static const char *const outcomes[VERIFY_STATES] = {[VERIFY_FAILS] = "some example otherwise",
                                                        [VERIFY_PASSES] = "all examples alike",
                                                        [VERIFY_EXPLAINED] = "explained: ",
                                                        [VERIFY_REWORDED] = "all examples alike, in other words"};
    static const struct ui_column columns[] = {
        {.title = "line", .right = true}, {.title = "mutant of check.c"}, {.title = "judges"}};
    struct ui_table table;
    ui_table_init(&table, ui, columns, 3);
    for (int i = 0; i < v->checkers.count; i++) {
        const struct verify_mutant *row = &v->checkers.at[i];
        enum ui_style style = row->state == VERIFY_FAILS    ? STYLE_PLAIN
                              : row->state == VERIFY_PASSES ? STYLE_WARN
                                                            : STYLE_NOTE;
        ui_table_cell(&table, STYLE_DIM, "%d", row->mutant.line);
        ui_table_cell(&table, STYLE_PLAIN, "%s", row->mutant.after);
        ui_table_cell(&table, style, "%s%s", outcomes[row->state], row->why ? row->why : "");
    }
    ui_table_add(&table, 2, text);
    ui_table_release(&table);
    text_add(text, "\n");
}

/* --- scores ------------------------------------------------------------------------------------------------------- */

static void add_scores(const struct verification *v, const struct ui *ui, struct text *text)
{
    int earned = 0, judged = 0;
    for (int i = 0; i < v->submission_count; i++) {
        judged += !v->submissions[i].skipped;
        earned += !v->submissions[i].skipped && v->submissions[i].earned == v->submissions[i].wanted;
    }
    if (v->submission_count > 0) {
        text_format(text, "  submissions  %d of %d earn their verdict under %d key%s", earned, judged, v->keys,
                    v->keys == 1 ? "" : "s");
        text_format(text, judged < v->submission_count ? ", %d skipped\n" : "\n", v->submission_count - judged);
    }
    if (v->builds)
        text_format(text, "  reference    the same with %s\n", v->builds);
    if (v->trivial_count > 0)
        text_format(text, "  trivial      %d of %d fail under every key, %d explained\n", trivials_in(v, VERIFY_FAILS),
                    v->trivial_count, trivials_in(v, VERIFY_EXPLAINED));
    if (v->mutants.possible > 0) {
        const int *by_state = v->mutants.by_state;
        ui_add(ui, text, STYLE_BOLD, "  kill score   %.1f %%", verification_kill_score(v));
        text_format(text, ": of %d mutants (%d possible) %d fail, %d fail under some keys, %d are accepted,\n",
                    v->mutants.count, v->mutants.possible, by_state[VERIFY_FAILS], by_state[VERIFY_FAILS_SOMETIMES],
                    by_state[VERIFY_PASSES]);
        text_format(text, "               %d explained; besides %d did not compile, %d make the same program\n",
                    by_state[VERIFY_EXPLAINED], v->mutants.unbuilt, v->mutants.same);
    }
    if (v->checkers.count > 0)
        text_format(text,
                    "  checker      of %d mutants %d judge some example otherwise, %d only in other words, %d alike,\n"
                    "               %d explained\n",
                    v->checkers.count, v->checkers.by_state[VERIFY_FAILS], v->checkers.by_state[VERIFY_REWORDED],
                    v->checkers.by_state[VERIFY_PASSES], v->checkers.by_state[VERIFY_EXPLAINED]);
}

static void add_verdict(const struct verification *v, const char *id, const struct ui *ui, struct text *text)
{
    int errors = v->diagnostics.errors, warnings = v->diagnostics.warnings;
    ui_add(ui, text, errors ? STYLE_BAD : STYLE_GOOD, "%s ", ui_mark(ui, errors ? MARK_NO : MARK_YES));
    ui_safe_line(ui, text, id);
    if (errors)
        text_format(text, ": %d fault%s", errors, errors == 1 ? "" : "s");
    else
        text_add(text, ": no fault");
    if (warnings)
        text_format(text, ", %d warning%s", warnings, warnings == 1 ? "" : "s");
    text_add(text, "\n");
}

void verification_text(const struct verification *v, const char *id, const struct ui *ui, bool tables,
                       struct text *text)
{
    diagnostics_text(&v->diagnostics, ui, text);
    if (tables && v->submission_count > 0)
        add_submissions(v, ui, text);
    if (tables && v->trivial_count > 0)
        add_trivials(v, ui, text);
    if (tables && v->mutants.count > 0)
        add_mutants(v, ui, text);
    if (tables && v->checkers.count > 0)
        add_checkers(v, ui, text);
    add_scores(v, ui, text);
    add_verdict(v, id, ui, text);
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

/* The groups on which something failed, and under how many keys. */
static void json_failed(const struct verification *v, const int *failed, struct json_writer *json)
{
    json_writer_object(json, "failed");
    for (int c = 0; c < v->column_count; c++) {
        if (failed[c] > 0)
            json_writer_integer(json, v->columns[c].name, failed[c]);
    }
    json_writer_end(json);
}

static void json_submissions(const struct verification *v, struct json_writer *json)
{
    json_writer_array(json, "submissions");
    for (int i = 0; i < v->submission_count; i++) {
        const struct verify_submission *s = &v->submissions[i];
        json_writer_object(json, NULL);
        json_writer_text(json, "name", s->name);
        json_writer_text(json, "language", s->language->id);
        json_writer_text(json, "wanted", verdict_code(s->wanted));
        json_writer_text(json, "earned", s->skipped ? NULL : verdict_code(s->earned));
        if (s->skipped || s->slowest_ns == INT64_MAX)
            json_writer_null(json, "slowest_ms");
        else
            json_writer_number(json, "slowest_ms", (double)s->slowest_ns / 1e6);
        json_failed(v, s->failed, json);
        json_writer_end(json);
    }
    json_writer_end(json);
}

static void json_state(enum verify_state state, const char *why, struct json_writer *json)
{
    json_writer_text(json, "state", state_names[state]);
    json_writer_text(json, "why", why);
}

static void json_trivials(const struct verification *v, struct json_writer *json)
{
    json_writer_array(json, "trivial");
    for (int i = 0; i < v->trivial_count; i++) {
        const struct verify_trivial *row = &v->trivials[i];
        json_writer_object(json, NULL);
        json_writer_text(json, "function", v->problem->functions[row->function].name);
        json_writer_text(json, "answer", row->name);
        json_state(row->state, row->why, json);
        json_failed(v, row->failed, json);
        json_writer_end(json);
    }
    json_writer_end(json);
}

static void json_mutants(const struct verification *v, const struct verify_hunt *hunt, const char *key,
                         struct json_writer *json)
{
    json_writer_array(json, key);
    for (int i = 0; i < hunt->count; i++) {
        const struct verify_mutant *row = &hunt->at[i];
        json_writer_object(json, NULL);
        json_writer_integer(json, "line", row->mutant.line);
        json_writer_text(json, "kind", row->mutant.kind);
        json_writer_text(json, "before", row->mutant.before);
        json_writer_text(json, "becomes", row->mutant.after);
        json_state(row->state, row->why, json);
        json_failed(v, row->failed, json);
        json_writer_end(json);
    }
    json_writer_end(json);
}

void verification_json(const struct verification *v, const char *id, struct json_writer *json)
{
    json_writer_object(json, NULL);
    json_writer_text(json, "id", id);
    json_writer_bool(json, "ok", v->diagnostics.errors == 0);
    json_writer_integer(json, "keys", v->keys);
    diagnostics_json(&v->diagnostics, "diagnostics", json);
    json_writer_array(json, "groups");
    for (int c = 0; c < v->column_count; c++)
        json_writer_text(json, NULL, v->columns[c].name);
    json_writer_end(json);
    json_writer_text(json, "builds", v->builds);
    json_submissions(v, json);
    json_trivials(v, json);
    json_mutants(v, &v->mutants, "mutants", json);
    json_writer_integer(json, "mutants_possible", v->mutants.possible);
    json_writer_integer(json, "mutants_unbuilt", v->mutants.unbuilt);
    json_writer_integer(json, "mutants_same", v->mutants.same);
    json_mutants(v, &v->checkers, "checker_mutants", json);
    json_writer_number(json, "kill_score", verification_kill_score(v));
    json_writer_end(json);
}
