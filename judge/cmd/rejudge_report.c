#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cmd/rejudge.h"
#include "judge/base/json_writer.h"
#include "judge/report/ui_table.h"
#include "judge/report/ui_value.h"
#include "judge/base/value.h"

/* --- ranks -------------------------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct rejudged *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static double score_of(enum verdict verdict, double score)
{
    return verdict == VERDICT_JE ? -1 : score;
}

/* A submission that was not judged again counts as it did. */
static struct rank_entry entry_of(const struct rejudging *rejudging, const struct store_submission *submission)
{
    const struct rejudged key = {.id = submission->id};
    const struct rejudged *row = bsearch(&key, rejudging->rows, rejudging->count, sizeof key, by_id);
    double stands = submission->pending ? -1 : score_of(submission->judgement.verdict, submission->judgement.score);
    if (!row)
        return (struct rank_entry){submission->user, stands, stands};
    double before = row->had ? score_of(row->was, row->was_score) : -1;
    return (struct rank_entry){submission->user, before, row->judged ? row->now_score : before};
}

static int compare_board(struct rejudging *rejudging, struct store *store, const char *problem, struct err *err)
{
    struct rejudged_board board = {.problem = problem};
    const struct store_filter filter = {.problem = problem, .oldest_first = true};
    if (store_history(store, &filter, &board.list, err) != 0)
        return -1;
    struct rank_entry *entries = xcalloc(board.list.count + 1, sizeof *entries);
    for (size_t i = 0; i < board.list.count; i++)
        entries[i] = entry_of(rejudging, &board.list.at[i]);
    ranks_compare(entries, (int64_t)board.list.count, &board.changes, &board.count);
    free(entries);
    rejudging->boards = xrealloc(rejudging->boards, (size_t)(rejudging->board_count + 1) * sizeof board);
    rejudging->boards[rejudging->board_count++] = board;
    return 0;
}

static bool is_compared(const struct rejudging *rejudging, const char *problem)
{
    for (int i = 0; i < rejudging->board_count; i++) {
        if (strcmp(rejudging->boards[i].problem, problem) == 0)
            return true;
    }
    return false;
}

int rejudging_count(struct rejudging *rejudging, struct store *store, struct err *err)
{
    for (size_t i = 0; i < rejudging->count; i++) {
        const struct rejudged *row = &rejudging->rows[i];
        rejudging->changing += row->changes;
        rejudging->same += row->judged && !row->changes;
        rejudging->unjudged += !row->judged;
        rejudging->failed += row->failed;
        if (row->changes && !is_compared(rejudging, row->problem) &&
            compare_board(rejudging, store, row->problem, err) != 0)
            return -1;
    }
    return 0;
}

void rejudging_release(struct rejudging *rejudging)
{
    for (size_t i = 0; i < rejudging->count; i++)
        free(rejudging->rows[i].why);
    for (int i = 0; i < rejudging->board_count; i++) {
        free(rejudging->boards[i].changes);
        store_list_free(&rejudging->boards[i].list);
    }
    free(rejudging->rows);
    free(rejudging->boards);
    *rejudging = (struct rejudging){0};
}

/* --- for people --------------------------------------------------------------------------------------------------- */

static void add_verdict(struct ui_table *table, bool known, enum verdict verdict, double score)
{
    char number[32];
    if (known)
        ui_table_cell(table, ui_verdict_style(verdict), "%s %s", verdict_code(verdict),
                      ui_number(score, number, sizeof number));
    else
        ui_table_cell(table, STYLE_DIM, "%s", ui_dash(table->ui));
}

/* What else there is to know about a row, "" when nothing. */
static char *remark(const struct rejudged *row)
{
    struct text text = {0};
    if (row->why)
        text_format(&text, "not judged again: %.*s", (int)strcspn(row->why, "\n"), row->why);
    if (row->cases_gone)
        text_format(&text, "%d of its cases are no more", row->cases_gone);
    if (row->cases_new)
        text_format(&text, "%s%d cases are new", text.size ? ", " : "", row->cases_new);
    return text_take(&text);
}

static void add_row(const struct rejudged *row, struct ui_table *table)
{
    char *words = remark(row);
    ui_table_cell(table, STYLE_BOLD, "%lld", (long long)row->id);
    ui_table_cell(table, STYLE_PLAIN, "%s", row->user);
    ui_table_cell(table, STYLE_PLAIN, "%s", row->problem);
    add_verdict(table, row->had, row->was, row->was_score);
    add_verdict(table, row->judged, row->now, row->now_score);
    ui_table_cell(table, STYLE_DIM, "%s", words);
    free(words);
}

static void add_rows(const struct rejudging *rejudging, const struct ui *ui, bool all, struct text *text)
{
    static const struct ui_column heads[] = {{.title = "#", .right = true},
                                             {.title = "user", .flexible = true},
                                             {.title = "problem"},
                                             {.title = "was"},
                                             {.title = "now"},
                                             {.title = "", .flexible = true}};
    struct ui_table table;
    int shown = 0;
    ui_table_init(&table, ui, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < rejudging->count; i++) {
        const struct rejudged *row = &rejudging->rows[i];
        if (!all && row->judged && !row->changes && !row->cases_gone && !row->cases_new)
            continue;
        add_row(row, &table);
        shown++;
    }
    if (shown > 0) {
        ui_table_add(&table, 0, text);
        text_add(text, "\n");
    }
    ui_table_release(&table);
}

static void add_rank(struct text *text, int64_t rank)
{
    if (rank)
        text_format(text, "%lld", (long long)rank);
    else
        text_add(text, "no rank");
}

static void add_ranks(const struct rejudging *rejudging, const struct ui *ui, struct text *text)
{
    for (int i = 0; i < rejudging->board_count; i++) {
        const struct rejudged_board *board = &rejudging->boards[i];
        if (board->count == 0)
            continue;
        ui_add(ui, text, STYLE_TITLE, "Ranks");
        text_format(text, " of %s:", board->problem);
        for (int64_t c = 0; c < board->count; c++) {
            text_add(text, c ? ", " : " ");
            ui_safe_line(ui, text, board->changes[c].user);
            text_add(text, " from ");
            add_rank(text, board->changes[c].before);
            text_add(text, " to ");
            add_rank(text, board->changes[c].after);
        }
        text_add(text, "\n");
    }
}

void rejudging_text(const struct rejudging *rejudging, const struct ui *ui, bool all, struct text *text)
{
    if (rejudging->count == 0) {
        text_add(text, "there are no submissions\n");
        return;
    }
    add_rows(rejudging, ui, all, text);
    add_ranks(rejudging, ui, text);
    text_format(text, "%d of %zu submission%s %s, %d %s", rejudging->changing, rejudging->count,
                rejudging->count == 1 ? "" : "s",
                rejudging->changing == 1 || rejudging->count == 1 ? "changes" : "change", rejudging->same,
                rejudging->same == 1 ? "stays as it is" : "stay as they are");
    if (rejudging->unjudged)
        text_format(text, ", %d could not be judged again", rejudging->unjudged);
    text_add(text, rejudging->applied ? "; recorded, the old judgements are kept\n"
                                      : "; nothing is recorded without --apply\n");
}

/* --- for programs ------------------------------------------------------------------------------------------------- */

static void json_verdict(struct json_writer *json, const char *key, bool known, enum verdict verdict, double score)
{
    if (!known) {
        json_writer_null(json, key);
        return;
    }
    json_writer_object(json, key);
    json_writer_text(json, "verdict", verdict_code(verdict));
    json_writer_number(json, "score", score);
    json_writer_end(json);
}

static void json_row(const struct rejudged *row, struct json_writer *json)
{
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)row->id);
    json_writer_object(json, NULL);
    json_writer_text(json, "id", id);
    json_writer_text(json, "user", row->user);
    json_writer_text(json, "problem", row->problem);
    json_verdict(json, "was", row->had, row->was, row->was_score);
    json_verdict(json, "now", row->judged, row->now, row->now_score);
    json_writer_bool(json, "changes", row->changes);
    json_writer_integer(json, "cases_gone", row->cases_gone);
    json_writer_integer(json, "cases_new", row->cases_new);
    json_writer_text(json, "why", row->why);
    json_writer_end(json);
}

static void json_rank(struct json_writer *json, const char *key, int64_t rank)
{
    if (rank)
        json_writer_integer(json, key, rank);
    else
        json_writer_null(json, key);
}

static void json_ranks(const struct rejudging *rejudging, struct json_writer *json)
{
    json_writer_array(json, "ranks");
    for (int i = 0; i < rejudging->board_count; i++) {
        const struct rejudged_board *board = &rejudging->boards[i];
        for (int64_t c = 0; c < board->count; c++) {
            json_writer_object(json, NULL);
            json_writer_text(json, "problem", board->problem);
            json_writer_text(json, "user", board->changes[c].user);
            json_rank(json, "was", board->changes[c].before);
            json_rank(json, "now", board->changes[c].after);
            json_writer_end(json);
        }
    }
    json_writer_end(json);
}

void rejudging_json(const struct rejudging *rejudging, struct text *text)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.rejudging/1");
    json_writer_bool(&json, "applied", rejudging->applied);
    json_writer_integer(&json, "changing", rejudging->changing);
    json_writer_integer(&json, "same", rejudging->same);
    json_writer_integer(&json, "not_judged", rejudging->unjudged);
    json_writer_array(&json, "submissions");
    for (size_t i = 0; i < rejudging->count; i++)
        json_row(&rejudging->rows[i], &json);
    json_writer_end(&json);
    json_ranks(rejudging, &json);
    json_writer_end(&json);
    json_writer_line(&json, text);
}
