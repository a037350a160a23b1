#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/store/board.h"
#include "tests/store_fixture.h"

static struct fixture fixture;
static struct err err;

static void set_up(void)
{
    fixture_init(&fixture);
    fixture_open(&fixture, STORE_WRITE);
}

static void tear_down(void)
{
    fixture_release(&fixture);
}

static int64_t submit(const char *user, const char *problem, enum verdict verdict, double score, int64_t time_ns,
                      int64_t memory_kib, size_t bytes)
{
    int64_t id = fixture_begin(fixture.store, user, problem, bytes);
    fixture_finish(fixture.store, id, verdict, score, time_ns, memory_kib);
    return id;
}

static struct board read_board(struct board_query query)
{
    struct board board;
    if (board_read(fixture.store, &query, &board, &err) != 0)
        ck_abort_msg("%s", err.text);
    return board;
}

/* "1 ada 7, 2 bob 3": rank, user, submission. */
static void expect_board(struct board_query query, const char *want)
{
    char got[4096] = "";
    struct board board = read_board(query);
    for (size_t i = 0; i < board.count; i++) {
        size_t used = strlen(got);
        snprintf(got + used, sizeof got - used, "%s%d %s %d", i ? ", " : "", (int)board.rows[i].rank,
                 board.rows[i].user, (int)board.rows[i].submission);
    }
    board_free(&board);
    ck_assert_str_eq(got, want);
}

START_TEST(metrics_have_names)
{
    enum board_metric metric;
    for (int i = 0; i < BOARD_METRIC_COUNT; i++) {
        ck_assert(board_metric_parse(board_metric_text((enum board_metric)i), &metric));
        ck_assert_int_eq(metric, i);
    }
    ck_assert(!board_metric_parse("speed", &metric));
    ck_assert(!board_metric_parse("", &metric));
}
END_TEST

START_TEST(nobody_is_on_an_empty_board)
{
    struct board board = read_board((struct board_query){.problem = "mlp", .user = "ada"});
    ck_assert(board.count == 0 && board.people == 0 && !board.has_own);
    board_free(&board);
    board = read_board((struct board_query){.offset = 5});
    ck_assert(board.count == 0 && board.people == 0);
    board_free(&board);
}
END_TEST

START_TEST(each_metric_has_its_own_best_submission)
{
    submit("ada", "mlp", VERDICT_AC, 100, 900, 10, 30); /* 1 */
    submit("ada", "mlp", VERDICT_AC, 100, 100, 90, 20); /* 2 */
    submit("ada", "mlp", VERDICT_AC, 100, 500, 50, 10); /* 3 */
    submit("bob", "mlp", VERDICT_AC, 100, 300, 40, 15); /* 4 */
    submit("bob", "mlp", VERDICT_WA, 99, 1, 1, 1);      /* 5: less score is never better */
    expect_board((struct board_query){"mlp", BOARD_SCORE, 0, 0, NULL}, "1 ada 1, 1 bob 4");
    expect_board((struct board_query){"mlp", BOARD_TIME, 0, 0, NULL}, "1 ada 2, 2 bob 4");
    expect_board((struct board_query){"mlp", BOARD_MEMORY, 0, 0, NULL}, "1 ada 1, 2 bob 4");
    expect_board((struct board_query){"mlp", BOARD_SIZE, 0, 0, NULL}, "1 ada 3, 2 bob 4");
    expect_board((struct board_query){"attention", BOARD_SIZE, 0, 0, NULL}, "");
}
END_TEST

START_TEST(equals_share_a_rank_and_who_was_first_stands_above)
{
    submit("eve", "mlp", VERDICT_WA, 50, 7, 1, 1);
    submit("ada", "mlp", VERDICT_AC, 100, 7, 1, 1);
    submit("bob", "mlp", VERDICT_WA, 50, 5, 1, 1);
    submit("dan", "mlp", VERDICT_WA, 50, 7, 1, 1);
    submit("zoe", "mlp", VERDICT_WA, 10, 1, 1, 1);
    expect_board((struct board_query){"mlp", BOARD_SCORE, 0, 0, NULL}, "1 ada 2, 2 eve 1, 2 bob 3, 2 dan 4, 5 zoe 5");
    expect_board((struct board_query){"mlp", BOARD_TIME, 0, 0, NULL}, "1 ada 2, 2 bob 3, 3 eve 1, 3 dan 4, 5 zoe 5");
}
END_TEST

START_TEST(a_page_knows_the_ranks_above_it)
{
    for (int i = 0; i < 9; i++) { /* scores 80 80 80 60 60 60 40 40 40 */
        char user[] = {'u', (char)('0' + i), '\0'};
        submit(user, "mlp", VERDICT_WA, 80 - i / 3 * 20, i, 1, 1);
    }
    expect_board((struct board_query){"mlp", BOARD_SCORE, 3, 2, NULL}, "1 u2 3, 4 u3 4, 4 u4 5");
    expect_board((struct board_query){"mlp", BOARD_SCORE, 2, 8, NULL}, "7 u8 9");
    expect_board((struct board_query){"mlp", BOARD_SCORE, 2, 9, NULL}, "");
    expect_board((struct board_query){NULL, BOARD_TIME, 2, 4, NULL}, "4 u4 5, 4 u5 6");
    struct board board = read_board((struct board_query){"mlp", BOARD_SCORE, 1, 0, "u7"});
    ck_assert(board.count == 1 && board.people == 9 && board.has_own);
    ck_assert_int_eq(board.own.rank, 7);
    ck_assert_str_eq(board.own.user, "u7");
    board_free(&board);
}
END_TEST

START_TEST(judge_errors_and_pending_ones_are_not_on_the_board)
{
    submit("ada", "mlp", VERDICT_JE, 0, 1, 1, 1);
    fixture_begin(fixture.store, "bob", "mlp", 1);
    submit("eve", "mlp", VERDICT_CE, 0, 0, 0, 1);
    expect_board((struct board_query){"mlp", BOARD_SCORE, 0, 0, "ada"}, "1 eve 3");
    expect_board((struct board_query){NULL, BOARD_SCORE, 0, 0, "bob"}, "1 eve 3");
}
END_TEST

START_TEST(over_all_problems_solved_ones_count_first)
{
    submit("ada", "mlp", VERDICT_AC, 100, 5, 1, 1);
    submit("bob", "mlp", VERDICT_WA, 99, 5, 1, 1);
    submit("bob", "attention", VERDICT_WA, 99, 5, 1, 1);
    submit("eve", "attention", VERDICT_AC, 100, 3, 1, 1);
    submit("dan", "attention", VERDICT_AC, 100, 9, 1, 1);
    submit("dan", "mlp", VERDICT_WA, 0.5, 900, 1, 1);
    expect_board((struct board_query){NULL, BOARD_SCORE, 0, 0, NULL}, "1 dan 6, 2 ada 1, 2 eve 4, 4 bob 3");
    submit("ada", "bigram-lm", VERDICT_WA, 0.5, 900, 1, 1); /* time of what is not solved does not count */
    expect_board((struct board_query){NULL, BOARD_TIME, 0, 0, NULL}, "1 ada 7, 2 dan 6, 3 eve 4, 4 bob 3");
    submit("eve", "mlp", VERDICT_WA, 0, 900, 1, 1); /* nor does a failure cost a place */
    expect_board((struct board_query){NULL, BOARD_TIME, 0, 0, NULL}, "1 ada 7, 2 dan 6, 3 eve 4, 4 bob 3");
    struct board board = read_board((struct board_query){NULL, BOARD_TIME, 1, 0, "dan"});
    ck_assert(board.own.solved == 1 && board.own.score == 100.5 && board.own.time_ns == 9);
    board_free(&board);
}
END_TEST

START_TEST(a_rejudge_that_lowers_the_score_brings_the_next_best)
{
    int64_t best = submit("ada", "mlp", VERDICT_AC, 100, 5, 1, 1);
    submit("bob", "mlp", VERDICT_WA, 70, 5, 1, 1);
    submit("ada", "mlp", VERDICT_WA, 60, 5, 1, 1);
    fixture_finish(fixture.store, best, VERDICT_WA, 10, 5, 1);
    expect_board((struct board_query){"mlp", BOARD_SCORE, 0, 0, NULL}, "1 bob 2, 2 ada 3");
    expect_board((struct board_query){NULL, BOARD_SCORE, 0, 0, NULL}, "1 bob 2, 2 ada 3");
}
END_TEST

START_TEST(sums_of_broken_scores_tie_exactly)
{
    static const double thirds[] = {33.333, 33.333, 33.334};
    static const char *const problems[] = {"a", "b", "c"};
    for (int i = 0; i < 3; i++)
        submit("ada", problems[i], VERDICT_WA, thirds[i], 1, 1, 1);
    for (int i = 2; i >= 0; i--)
        submit("bob", problems[2 - i], VERDICT_WA, 100.0 / 3 + (i == 2 ? 0.001 : 0), 1, 1, 1);
    expect_board((struct board_query){NULL, BOARD_SCORE, 0, 0, NULL}, "1 ada 3, 1 bob 6");
}
END_TEST

/* Every step is a search in the order of rank. "SCAN CONSTANT ROW" is the SELECT around the counts. */
START_TEST(no_board_is_scanned_or_sorted)
{
    for (int metric = 0; metric < BOARD_METRIC_COUNT; metric++)
        for (int all = 0; all < 2; all++) {
            struct board_query query = {all ? NULL : "mlp", (enum board_metric)metric, 10, 20, "ada"};
            char *plan;
            ck_assert_int_eq(board_plan(fixture.store, &query, &plan, &err), 0);
            ck_assert_msg(!strstr(plan, "SCAN standing") && !strstr(plan, "TEMP B-TREE"), "%s", plan);
            ck_assert_msg(strstr(plan, "SEARCH standing") != NULL, "%s", plan);
            free(plan);
        }
}
END_TEST

/* --- the same boards, computed plainly from the whole history ----------------------------------------------------- */

enum { USERS = 7, PROBLEMS = 4, HISTORY = 160 };

static const char *const users[USERS] = {"ada", "bob", "dan", "eve", "pat", "zoe", "ör"};
static const char *const problems[PROBLEMS] = {"attention", "bigram-lm", "dropout-net", "mlp"};

struct entry {
    int64_t id;
    int user, problem; /* -1: deleted */
    bool counts;       /* judged, and not JE */
    double score;
    int64_t metric[BOARD_METRIC_COUNT]; /* [BOARD_SCORE] is 0 */
    char submitted_at[STORE_TIME];
};
static struct entry history[HISTORY];
static int history_count;

/* Less than zero: a stands above b. */
static int compare_entries(const struct entry *a, const struct entry *b, int metric)
{
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->metric[metric] != b->metric[metric])
        return a->metric[metric] < b->metric[metric] ? -1 : 1;
    int order = strcmp(a->submitted_at, b->submitted_at);
    return order ? order : a->id < b->id ? -1 : 1;
}

static const struct entry *best_of(int user, int problem, int metric)
{
    const struct entry *best = NULL;
    for (int i = 0; i < history_count; i++) {
        const struct entry *entry = &history[i];
        if (entry->counts && entry->user == user && entry->problem == problem &&
            (!best || compare_entries(entry, best, metric) < 0))
            best = entry;
    }
    return best;
}

/* A line of either board. */
struct line {
    bool there;
    int64_t solved;
    double score;
    int64_t value, submission;
    char at[STORE_TIME];
};

static struct line line_of_problem(int user, int problem, int metric)
{
    struct line line = {0};
    const struct entry *best = best_of(user, problem, metric);
    if (best) {
        line = (struct line){true, best->score == 100, best->score, best->metric[metric], best->id, ""};
        strcpy(line.at, best->submitted_at);
    }
    return line;
}

static struct line line_of_all(int user, int metric)
{
    struct line line = {0};
    for (int scored = 1; scored >= 0 && !line.there; scored--) /* what has no score counts for those who have none */
        for (int problem = 0; problem < PROBLEMS; problem++) {
            struct line one = line_of_problem(user, problem, metric);
            if (!one.there || (one.score > 0) != scored)
                continue;
            bool first = !line.there;
            line.there = true;
            line.solved += one.solved;
            line.score = round((line.score + one.score) * 1000) / 1000;
            line.value += one.solved ? one.value : 0;
            if (first || (strcmp(one.at, line.at) > 0) == scored)
                strcpy(line.at, one.at);
            if (first || (one.submission > line.submission) == scored)
                line.submission = one.submission;
        }
    return line;
}

static bool above(const struct line *a, const struct line *b, bool with_time)
{
    if (a->solved != b->solved)
        return a->solved > b->solved;
    if (a->score != b->score)
        return a->score > b->score;
    if (a->value != b->value)
        return a->value < b->value;
    int order = with_time ? strcmp(a->at, b->at) : 0;
    return with_time && (order ? order < 0 : a->submission < b->submission);
}

static void expect_row(const struct board_row *row, const struct line *line, int64_t rank)
{
    ck_assert_int_eq(row->rank, rank);
    ck_assert_int_eq(row->submission, line->submission);
    ck_assert_int_eq(row->solved, line->solved);
    ck_assert_msg(row->score == line->score, "%.17g, not %.17g", row->score, line->score);
    ck_assert_str_eq(row->submitted_at, line->at);
}

/* Where everybody must stand, by counting who is above. */
static void check_board(int problem, int metric)
{
    struct line lines[USERS];
    int there = 0;
    for (int user = 0; user < USERS; user++) {
        lines[user] = problem >= 0 ? line_of_problem(user, problem, metric) : line_of_all(user, metric);
        there += lines[user].there;
    }
    for (int user = 0; user < USERS; user++) {
        struct board_query query = {problem >= 0 ? problems[problem] : NULL, (enum board_metric)metric, 0, 0,
                                    users[user]};
        struct board board = read_board(query);
        ck_assert_uint_eq(board.count, (size_t)there);
        ck_assert_int_eq(board.people, there);
        ck_assert_int_eq(board.has_own, lines[user].there);
        int place = 0, rank = 1;
        for (int other = 0; other < USERS; other++) {
            place += lines[other].there && above(&lines[other], &lines[user], true);
            rank += lines[other].there && above(&lines[other], &lines[user], false);
        }
        if (lines[user].there) {
            ck_assert_str_eq(board.rows[place].user, users[user]);
            expect_row(&board.rows[place], &lines[user], rank);
            expect_row(&board.own, &lines[user], rank);
        }
        board_free(&board);
    }
}

static void check_all_boards(void)
{
    for (int metric = 0; metric < BOARD_METRIC_COUNT; metric++)
        for (int problem = -1; problem < PROBLEMS; problem++)
            check_board(problem, metric);
    fixture_expect_sound(fixture.store);
}

/* Few different values, so that everything ties often. */
static void judge_at_random(struct entry *entry, uint64_t *random)
{
    static const double scores[] = {0, 0, 12.5, 33.333, 66.667, 100};
    double score = scores[fixture_random(random) % 6];
    bool failed = fixture_random(random) % 8 == 0;
    int64_t time_ns = (int64_t)(fixture_random(random) % 3), memory_kib = (int64_t)(fixture_random(random) % 3);
    fixture_finish(fixture.store, entry->id,
                   failed         ? VERDICT_JE
                   : score == 100 ? VERDICT_AC
                                  : VERDICT_WA,
                   failed ? 0 : score, time_ns, memory_kib);
    if (failed)
        return; /* what counted before still counts */
    entry->counts = true;
    entry->score = score;
    entry->metric[BOARD_TIME] = time_ns;
    entry->metric[BOARD_MEMORY] = memory_kib;
}

static void submit_at_random(uint64_t *random)
{
    struct entry *entry = &history[history_count++];
    struct store_record record;
    size_t bytes = 1 + fixture_random(random) % 3;
    *entry = (struct entry){.user = (int)(fixture_random(random) % USERS),
                            .problem = (int)(fixture_random(random) % PROBLEMS),
                            .metric[BOARD_SIZE] = (int64_t)bytes};
    entry->id = fixture_begin(fixture.store, users[entry->user], problems[entry->problem], bytes);
    ck_assert_int_eq(store_get_submission(fixture.store, entry->id, NULL, &record, &err), 0);
    strcpy(entry->submitted_at, record.submission.submitted_at);
    store_record_free(&record);
    if (fixture_random(random) % 10)
        judge_at_random(entry, random);
}

static void change_at_random(struct entry *entry, uint64_t *random)
{
    char sql[256];
    if (entry->problem < 0)
        return;
    if (fixture_random(random) % 3 == 0) {
        snprintf(sql, sizeof sql, "DELETE FROM submission WHERE id = %d", (int)entry->id);
        *entry = (struct entry){.id = entry->id, .problem = -1};
    } else {
        snprintf(entry->submitted_at, sizeof entry->submitted_at, "2026-02-0%dT00:00:00.000Z",
                 1 + (int)(fixture_random(random) % 3));
        snprintf(sql, sizeof sql, "UPDATE submission SET submitted_at = '%s' WHERE id = %d", entry->submitted_at,
                 (int)entry->id);
    }
    fixture_sql(fixture.database, sql);
}

START_TEST(boards_of_random_histories_are_what_a_plain_count_says)
{
    uint64_t random = 88172645463325252u + (uint64_t)_i;
    for (int step = 0; history_count < HISTORY; step++) {
        uint64_t what = fixture_random(&random) % 10;
        struct entry *old = history_count ? &history[fixture_random(&random) % (uint64_t)history_count] : NULL;
        if (!old || what < 6)
            submit_at_random(&random);
        else if (what < 9 && old->problem >= 0)
            judge_at_random(old, &random);
        else
            change_at_random(old, &random);
        if (step % 20 == 0)
            check_all_boards();
    }
    check_all_boards();
    ck_assert_int_eq(store_rebuild_standings(fixture.store, &err), 0);
    check_all_boards();
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("board");
    TCase *rules = tcase_create("rules"), *random = tcase_create("random");
    tcase_add_checked_fixture(rules, set_up, tear_down);
    tcase_add_checked_fixture(random, set_up, tear_down);
    tcase_set_timeout(rules, 60);
    tcase_set_timeout(random, 120);
    tcase_add_test(rules, metrics_have_names);
    tcase_add_test(rules, nobody_is_on_an_empty_board);
    tcase_add_test(rules, each_metric_has_its_own_best_submission);
    tcase_add_test(rules, equals_share_a_rank_and_who_was_first_stands_above);
    tcase_add_test(rules, a_page_knows_the_ranks_above_it);
    tcase_add_test(rules, judge_errors_and_pending_ones_are_not_on_the_board);
    tcase_add_test(rules, over_all_problems_solved_ones_count_first);
    tcase_add_test(rules, a_rejudge_that_lowers_the_score_brings_the_next_best);
    tcase_add_test(rules, sums_of_broken_scores_tie_exactly);
    tcase_add_test(rules, no_board_is_scanned_or_sorted);
    tcase_add_loop_test(random, boards_of_random_histories_are_what_a_plain_count_says, 0, 3);
    suite_add_tcase(suite, rules);
    suite_add_tcase(suite, random);
    return suite;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}
