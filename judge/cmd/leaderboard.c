#include "judge/report/board_view.h"
#include "judge/command.h"

static const struct command_option options[] = {
    {"by", 0, "METRIC", WORDS_LIST, "score time memory size",
     "among equal scores, less of this wins (default: who was first)"},
    {"top", 0, "N", WORDS_NONE, NULL, "so many rows (default 20; 0: all)"},
    {"json", 0, NULL, WORDS_NONE, NULL, "print one JSON object"},
    {0},
};

static int print(const struct context *context, const struct board *board, const struct board_query *query,
                 struct err *err)
{
    struct text text = {0};
    struct json_writer json = {0};
    if (!command_option(context, "json")) {
        board_view_text(board, query, &context->out, &text);
        return command_print(&text, err);
    }
    board_view_json(board, query, &json);
    return command_print_json(&json, err);
}

static int run(struct context *context, struct err *err)
{
    struct board board;
    struct board_query query = {.problem = context->operand[0], .by = BOARD_SCORE, .user = context->user};
    if (command_option(context, "by"))
        board_metric_parse(command_option(context, "by"), &query.by);
    if (command_number(context, "top", 0, 10000000, 20, &query.top, err) != 0 ||
        board_read(context->store, &query, &board, err) != 0)
        return -1;
    int result = command_check_problem(context, board.people > 0, err);
    if (result == 0)
        result = print(context, &board, &query, err);
    board_free(&board);
    return result;
}

const struct command command_leaderboard = {
    .name = "leaderboard",
    .summary = "who is how far, with one problem or with all",
    .operands = "[ID]",
    .operands_max = 1,
    .words = WORDS_PROBLEM,
    .details = "Everybody's best submission. Equal values share a rank.\n",
    .examples = "  judge leaderboard attention --by time --top 10\n",
    .options = options,
    .needs = NEED_PROBLEMS | NEED_STORE_READ | NEED_USER,
    .run = run,
};
