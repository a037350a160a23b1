#include "judge/store/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/store/store_db.h"
#include "judge/store/store_internal.h"

static const char *const metric_texts[BOARD_METRIC_COUNT] = {
    [BOARD_SCORE] = "score", [BOARD_TIME] = "time", [BOARD_MEMORY] = "memory", [BOARD_SIZE] = "size"};

const char *board_metric_text(enum board_metric metric)
{
    return metric_texts[metric];
}

bool board_metric_parse(const char *text, enum board_metric *ret_metric)
{
    for (int i = 0; i < BOARD_METRIC_COUNT; i++)
        if (strcmp(text, metric_texts[i]) == 0) {
            *ret_metric = (enum board_metric)i;
            return true;
        }
    return false;
}

/* The statements of a board. ?1 is the metric and ?2 the problem (NULL on the board over all). Both tables are
 * clustered in the order of rank, so a page is a range and the people before a row are a few ranges that are counted.
 */
struct board_sql {
    const char *page;   /* ?3 rows from row ?4 */
    const char *own;    /* the row of user ?3 */
    const char *people; /* how many there are */
    const char *better; /* how many are above score ?3, value ?4 and, over all problems, solved ?5 */
    const char *better_types;
};

#define BOARD_COLUMNS   "user, solved, score, time_ns, memory_kib, source_bytes, submission, submitted_at, value"
#define PROBLEM_COLUMNS "user, score = 100, score, time_ns, memory_kib, source_bytes, submission, submitted_at, value"

static const struct board_sql board_of_problem = {
    .page = "SELECT " PROBLEM_COLUMNS " FROM standing WHERE problem = ?2 AND metric = ?1"
            " ORDER BY score DESC, value, submitted_at, submission LIMIT ?3 OFFSET ?4",
    .own = "SELECT " PROBLEM_COLUMNS " FROM standing WHERE problem = ?2 AND metric = ?1 AND user = ?3",
    .people = "SELECT count(*) FROM standing WHERE problem = ?2 AND metric = ?1",
    .better = "SELECT (SELECT count(*) FROM standing WHERE problem = ?2 AND metric = ?1 AND score > ?3) +"
              " (SELECT count(*) FROM standing WHERE problem = ?2 AND metric = ?1 AND score = ?3 AND value < ?4)",
    .better_types = "ttdi",
};

static const struct board_sql board_of_all = {
    .page = "SELECT " BOARD_COLUMNS " FROM standing_total WHERE metric = ?1 AND ?2 IS NULL"
            " ORDER BY solved DESC, score DESC, value, submitted_at, submission LIMIT ?3 OFFSET ?4",
    .own = "SELECT " BOARD_COLUMNS " FROM standing_total WHERE metric = ?1 AND ?2 IS NULL AND user = ?3",
    .people = "SELECT count(*) FROM standing_total WHERE metric = ?1 AND ?2 IS NULL",
    .better = "SELECT (SELECT count(*) FROM standing_total WHERE metric = ?1 AND ?2 IS NULL AND solved > ?5) +"
              " (SELECT count(*) FROM standing_total WHERE metric = ?1 AND solved = ?5 AND score > ?3) +"
              " (SELECT count(*) FROM standing_total WHERE metric = ?1 AND solved = ?5 AND score = ?3 AND value < ?4)",
    .better_types = "ttdii",
};

struct reader {
    struct db *db;
    const struct board_query *query;
    const struct board_sql *sql;
    const char *metric;
    struct board board;
};

static int row_read(struct reader *reader, const struct db_rows *rows, struct board_row *ret_row, struct err *err)
{
    *ret_row = (struct board_row){.user = db_keep(rows, 0, &reader->board.texts),
                                  .solved = db_int(rows, 1),
                                  .score = db_real(rows, 2),
                                  .time_ns = db_int(rows, 3),
                                  .memory_kib = db_int(rows, 4),
                                  .source_bytes = db_int(rows, 5),
                                  .submission = db_int(rows, 6),
                                  .submitted_at = db_keep(rows, 7, &reader->board.texts)};
    return reader->board.texts.failed ? err_set(err, ERR_JUDGE, "out of memory") : 0;
}

/* What two rows of the same rank have in common. */
struct place {
    int64_t solved;
    double score;
    int64_t value;
};

static struct place place_of(const struct db_rows *rows)
{
    return (struct place){db_int(rows, 1), db_real(rows, 2), db_int(rows, 8)};
}

static bool same_place(struct place a, struct place b)
{
    return a.solved == b.solved && a.score == b.score && a.value == b.value;
}

static int read_rank(struct reader *reader, struct place place, int64_t *ret_rank, struct err *err)
{
    int64_t better;
    if (db_number(reader->db, 0, &better, err, reader->sql->better, reader->sql->better_types, reader->metric,
                  reader->query->problem, place.score, place.value, place.solved) != 0)
        return -1;
    *ret_rank = better + 1;
    return 0;
}

/* Only the first row's rank is counted; below it a row shares the rank above or has as many before it as its number
 * says. */
static int read_page(struct reader *reader, struct err *err)
{
    DB_ROWS rows = NULL;
    struct board *board = &reader->board;
    struct place above = {0};
    int more;
    if (db_query(reader->db, &rows, err, reader->sql->page, "ttii", reader->metric, reader->query->problem,
                 reader->query->top ? reader->query->top : -1, reader->query->offset) != 0)
        return -1;
    while ((more = db_next(rows, err)) > 0) {
        struct board_row *grown = store_grow(board->rows, board->count, sizeof *grown);
        if (!grown)
            return err_set(err, ERR_JUDGE, "out of memory");
        board->rows = grown;
        struct board_row *row = &board->rows[board->count];
        struct place place = place_of(rows);
        if (row_read(reader, rows, row, err) != 0)
            return -1;
        if (board->count == 0 && read_rank(reader, place, &row->rank, err) != 0)
            return -1;
        if (board->count > 0)
            row->rank = same_place(place, above) ? row[-1].rank : reader->query->offset + (int64_t)board->count + 1;
        above = place;
        board->count++;
    }
    return more;
}

static int read_own(struct reader *reader, struct err *err)
{
    DB_ROWS rows = NULL;
    struct board *board = &reader->board;
    if (!reader->query->user)
        return 0;
    if (db_query(reader->db, &rows, err, reader->sql->own, "ttt", reader->metric, reader->query->problem,
                 reader->query->user) != 0)
        return -1;
    int more = db_next(rows, err);
    if (more <= 0)
        return more;
    board->has_own = true;
    if (row_read(reader, rows, &board->own, err) != 0)
        return -1;
    return read_rank(reader, place_of(rows), &board->own.rank, err);
}

int board_read(struct store *store, const struct board_query *query, struct board *ret_board, struct err *err)
{
    struct reader reader = {.db = store->db,
                            .query = query,
                            .sql = query->problem ? &board_of_problem : &board_of_all,
                            .metric = board_metric_text(query->by)};
    if (db_begin_read(reader.db, err) != 0)
        return -1;
    int status = read_page(&reader, err);
    if (status == 0)
        status = read_own(&reader, err);
    if (status == 0)
        status =
            db_number(reader.db, 0, &reader.board.people, err, reader.sql->people, "tt", reader.metric, query->problem);
    db_rollback(reader.db);
    if (status != 0) {
        board_free(&reader.board);
        return -1;
    }
    *ret_board = reader.board;
    return 0;
}

void board_free(struct board *board)
{
    free(board->rows);
    store_texts_free(&board->texts);
    *board = (struct board){0};
}

/* --- plans -------------------------------------------------------------------------------------------------------- */

static int write_plan(struct db *db, const char *sql, FILE *out, struct err *err)
{
    char explain[1024];
    DB_ROWS rows = NULL;
    int more;
    snprintf(explain, sizeof explain, "EXPLAIN QUERY PLAN %s", sql);
    if (db_query(db, &rows, err, explain, "") != 0)
        return -1;
    while ((more = db_next(rows, err)) > 0)
        fprintf(out, "%s\n", db_text(rows, 3));
    return more;
}

int board_plan(struct store *store, const struct board_query *query, char **ret_text, struct err *err)
{
    const struct board_sql *sql = query->problem ? &board_of_problem : &board_of_all;
    const char *const statements[] = {sql->page, sql->own, sql->people, sql->better};
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return err_set(err, ERR_JUDGE, "out of memory");
    int status = 0;
    for (size_t i = 0; status == 0 && i < sizeof statements / sizeof statements[0]; i++)
        status = write_plan(store->db, statements[i], out, err);
    if (fclose(out) != 0 && status == 0)
        status = err_set(err, ERR_JUDGE, "out of memory");
    if (status != 0) {
        free(text);
        return -1;
    }
    *ret_text = text;
    return 0;
}
