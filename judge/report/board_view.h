/* board_view.h - a leaderboard for people and for programs. The own row is marked, and told even when it is not on the
 * page. */
#ifndef JUDGE_BOARD_VIEW_H
#define JUDGE_BOARD_VIEW_H

#include "judge/store/board.h"
#include "judge/base/json_writer.h"
#include "judge/report/ui.h"

void board_view_text(const struct board *board, const struct board_query *query, const struct ui *ui,
                     struct text *text);

/* The object "judge.leaderboard/1". */
void board_view_json(const struct board *board, const struct board_query *query, struct json_writer *json);

#endif
