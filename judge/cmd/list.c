#include <stdlib.h>
#include <string.h>

#include "judge/command.h"
#include "judge/base/json_writer.h"
#include "judge/judging/language.h"
#include "judge/report/requires.h"
#include "judge/report/ui_table.h"
#include "judge/report/ui_value.h"
#include "judge/base/value.h"

static const struct command_option options[] = {
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

static const struct store_state *state_of(const struct store_states *states, const char *problem)
{
    for (size_t i = 0; i < states->count; i++) {
        if (strcmp(states->at[i].problem, problem) == 0)
            return &states->at[i];
    }
    return NULL;
}

static void add_json(const struct problem *problem, const struct store_state *state, struct json_writer *json)
{
    json_writer_object(json, NULL);
    json_writer_text(json, "id", problem->id);
    json_writer_text(json, "title", problem->title);
    json_writer_text(json, "difficulty", difficulty_text(problem->difficulty));
    json_writer_text(json, "track", problem->track);
    json_writer_integer(json, "order", problem->order);
    json_writer_array(json, "requires");
    for (int i = 0; i < problem->requires_count; i++)
        json_writer_text(json, NULL, problem->requires[i]);
    json_writer_end(json);
    json_writer_array(json, "languages");
    for (int i = 0; language_at(i); i++)
        json_writer_text(json, NULL, language_at(i)->id);
    json_writer_end(json);
    if (state && state->scored)
        json_writer_number(json, "best", state->best_score);
    else
        json_writer_null(json, "best");
    json_writer_integer(json, "tries", state ? state->tries : 0);
    json_writer_end(json);
}

static int print_json(struct problem *const *problems, int count, const struct store_states *states, struct err *err)
{
    struct json_writer json = {0};
    json_writer_object(&json, NULL);
    json_writer_text(&json, "schema", "judge.problems/1");
    json_writer_array(&json, "problems");
    for (int i = 0; i < count; i++)
        add_json(problems[i], state_of(states, problems[i]->id), &json);
    json_writer_end(&json);
    json_writer_end(&json);
    return command_print_json(&json, err);
}

/* What should be solved before, as long as it is not; of no interest once the problem itself is solved. */
static void add_after(const struct problem *problem, const struct store_states *states, bool solved,
                      struct ui_table *table)
{
    char *unmet = requires_unmet(problem, states);
    ui_table_cell(table, STYLE_DIM, "%s", solved ? "" : unmet);
    free(unmet);
}

static void add_row(const struct problem *problem, const struct store_states *states, struct ui_table *table)
{
    static const enum ui_style difficulty[] = {STYLE_GOOD, STYLE_WARN, STYLE_BAD};
    const struct store_state *state = state_of(states, problem->id);
    char score[32];
    bool scored = state && state->scored, solved = scored && state->best_score == 100;
    enum ui_mark mark = solved ? MARK_YES : scored ? MARK_NO : MARK_NONE;
    ui_table_cell(table, solved ? STYLE_GOOD : scored ? STYLE_BAD : STYLE_DIM, "%s", ui_mark(table->ui, mark));
    ui_table_cell(table, STYLE_BOLD, "%s", problem->id);
    ui_table_cell(table, STYLE_PLAIN, "%s", problem->title);
    ui_table_cell(table, difficulty[problem->difficulty], "%s", difficulty_text(problem->difficulty));
    ui_table_cell(table, STYLE_PLAIN, "%s",
                  scored ? ui_number(state->best_score, score, sizeof score) : ui_dash(table->ui));
    if (state && state->tries)
        ui_table_cell(table, STYLE_PLAIN, "%lld", (long long)state->tries);
    else
        ui_table_cell(table, STYLE_DIM, "%s", ui_dash(table->ui));
    add_after(problem, states, solved, table);
}

static int print_table(const struct context *context, struct problem *const *problems, int count,
                       const struct store_states *states, struct err *err)
{
    static const struct ui_column heads[] = {{.title = ""},
                                             {.title = "id"},
                                             {.title = "title", .flexible = true},
                                             {.title = "level"},
                                             {.title = "best", .right = true},
                                             {.title = "tries", .right = true},
                                             {.title = "after", .flexible = true}};
    struct ui_table table;
    struct text text = {0};
    int solved = 0;
    ui_table_init(&table, &context->out, heads, sizeof heads / sizeof *heads);
    for (int i = 0; i < count; i++) {
        const struct store_state *state = state_of(states, problems[i]->id);
        if (i == 0 || strcmp(problems[i]->track, problems[i - 1]->track) != 0)
            ui_table_line(&table, STYLE_TITLE, "%s", problems[i]->track);
        add_row(problems[i], states, &table);
        solved += state && state->scored && state->best_score == 100;
    }
    ui_table_add(&table, 2, &text);
    ui_table_release(&table);
    text_format(&text, "\n%d of %d solved\n", solved, count);
    return command_print(&text, err);
}

/* A folder that is no problem must not hide the others. */
static void tell_bad(const struct context *context, char *bad)
{
    char *save = NULL;
    for (char *line = strtok_r(bad, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        command_note(context, "left out: %s", line);
    free(bad);
}

static int run(struct context *context, struct err *err)
{
    struct problem **problems;
    struct store_states states;
    char *bad = NULL;
    int count, result = -1;
    if (problem_list(&context->problems, &problems, &count, &bad, err) != 0)
        return -1;
    if (bad)
        tell_bad(context, bad);
    if (store_problem_states(context->store, context->user, &states, err) == 0) {
        result = command_option(context, "json") ? print_json(problems, count, &states, err)
                                                 : print_table(context, problems, count, &states, err);
        store_states_free(&states);
    }
    for (int i = 0; i < count; i++)
        problem_free(problems[i]);
    free(problems);
    return result;
}

const struct command command_list = {
    .name = "list",
    .summary = "the problems, and how far you are with each",
    .operands = "",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
