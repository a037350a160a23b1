/* board.h - leaderboards: who is how far, of one problem or of all.
 *
 * One problem: every user's best submission, by score, then by the metric asked for (CPU time, memory, bytes of source;
 * less is better), then by who was first. Users with the same score and metric share a rank; the next rank counts them
 * all (1 2 2 4). Which submission is a user's best depends on the metric.
 *
 * All problems (problem NULL): by problems solved (score 100), then by the sum of the best scores, then by the sum of
 * the metric over the solved problems, then by who got there first. A failed attempt at another problem never costs a
 * place.
 *
 * Submissions that are pending or ended in JE are not on the board. Pages are read from the standings that the database
 * keeps in the order of rank, so the cost does not depend on the number of submissions.
 *
 * A board owns the text of its rows until board_free.
 */
#ifndef JUDGE_BOARD_H
#define JUDGE_BOARD_H

#include "judge/store/store.h"

enum board_metric { BOARD_SCORE, BOARD_TIME, BOARD_MEMORY, BOARD_SIZE, BOARD_METRIC_COUNT };

const char *board_metric_text(enum board_metric metric); /* "score", "time", "memory", "size" */
bool board_metric_parse(const char *text, enum board_metric *ret_metric);

struct board_query {
    const char *problem; /* NULL: all problems */
    enum board_metric by;
    int64_t top;      /* rows of the page; 0: all */
    int64_t offset;   /* rows before it */
    const char *user; /* whose own row is wanted too, or NULL */
};

struct board_row {
    int64_t rank;
    const char *user;
    int64_t solved;                            /* problems; of one problem: 1 or 0 */
    double score;                              /* of all problems: the sum */
    int64_t time_ns, memory_kib, source_bytes; /* of all problems: sums over the solved ones */
    int64_t submission;                        /* of all problems: the last one that counts */
    const char *submitted_at;
};

struct board {
    size_t count;
    struct board_row *rows;
    int64_t people;       /* on the whole board */
    bool has_own;         /* `user` is on the board, on this page or not */
    struct board_row own; /* that row */
    struct store_texts texts;
};

int board_read(struct store *store, const struct board_query *query, struct board *ret_board, struct err *err);
void board_free(struct board *board); /* leaves an empty board */

/* How SQLite answers such a query: a heap string with a line for each step of each statement. For the benchmark, and
 * for the test that no board is ever scanned or sorted. */
int board_plan(struct store *store, const struct board_query *query, char **ret_text, struct err *err);

#endif
