/* board_view.h: a leaderboard for people and for programs */
#include <locale.h>
#include <string.h>

#include "judge/report/board_view.h"
#include "judge/base/json.h"
#include "tests/check_main.h"

static const struct ui plain = {.unicode = true, .width = 100, .height = 40};

static struct board_row rows[] = {
    {.rank = 1,
     .user = "grace",
     .solved = 1,
     .score = 100,
     .time_ns = 400000,
     .memory_kib = 1312,
     .source_bytes = 900,
     .submission = 3,
     .submitted_at = "2026-01-31T12:00:00.123Z"},
    {.rank = 1,
     .user = "a\033[1m",
     .solved = 1,
     .score = 100,
     .time_ns = 400000,
     .submission = 4,
     .submitted_at = "2026-01-31T12:00:00.123Z"},
};

START_TEST(the_own_row_is_marked_on_the_page_or_below_it)
{
    struct board_query query = {.problem = "attention", .by = BOARD_TIME, .user = "grace"};
    struct board board = {.count = 2, .rows = rows, .people = 9, .has_own = true, .own = rows[0]};
    struct text text = {0};
    board_view_text(&board, &query, &plain, &text);
    ck_assert_ptr_nonnull(strstr(text.at, ">     1  grace"));
    ck_assert_ptr_nonnull(strstr(text.at, "a\\x1b[1m"));
    ck_assert_ptr_nonnull(strstr(text.at, "2 of 9 people"));
    ck_assert_ptr_null(strstr(text.at, "…"));
    text_release(&text);
    query.user = "ada";
    board.own = (struct board_row){.rank = 7, .user = "ada", .submitted_at = ""};
    board_view_text(&board, &query, &plain, &text);
    ck_assert_ptr_nonnull(strstr(text.at, "…\n>     7  ada"));
    text_release(&text);
}
END_TEST

START_TEST(who_solved_nothing_has_no_time)
{
    const struct board_query query = {.by = BOARD_SCORE};
    struct board_row none = {.rank = 1, .user = "ada", .score = 50, .submitted_at = "2026-01-31T12:00:00.123Z"};
    const struct board board = {.count = 1, .rows = &none, .people = 1};
    struct text text = {0};
    board_view_text(&board, &query, &plain, &text);
    ck_assert_ptr_null(strstr(text.at, "0.00 ms"));
    ck_assert_ptr_nonnull(strstr(text.at, "–"));
    text_release(&text);
}
END_TEST

START_TEST(board_json_is_as_promised)
{
    const struct board_query query = {.problem = "attention", .by = BOARD_TIME, .user = "ada"};
    const struct board board = {.count = 2, .rows = rows, .people = 2};
    struct json_document *document = NULL;
    struct json_writer json = {0};
    struct err err = {0};
    board_view_json(&board, &query, &json);
    char *text = json_writer_take(&json);
    ck_assert_msg(json_parse("board", text, strlen(text), &document, &err) == 0, "%s", err.text);
    json_free(document);
    ck_assert_str_eq(text, "{\"schema\":\"judge.leaderboard/1\",\"problem\":\"attention\",\"by\":\"time\",\"rows\":["
                           "{\"rank\":1,\"user\":\"grace\",\"score\":100,\"time_ms\":0.4,\"memory_kib\":1312,"
                           "\"source_bytes\":900,\"submission\":\"3\",\"submitted_at\":\"2026-01-31T12:00:00.123Z\"},"
                           "{\"rank\":1,\"user\":\"a\\u001b[1m\",\"score\":100,\"time_ms\":0.4,\"memory_kib\":0,"
                           "\"source_bytes\":0,\"submission\":\"4\",\"submitted_at\":\"2026-01-31T12:00:00.123Z\"}],"
                           "\"people\":2,\"own\":null}");
    free(text);
}
END_TEST

__attribute__((constructor)) static void use_utf8(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
}

CHECK_MAIN("board_view", the_own_row_is_marked_on_the_page_or_below_it, who_solved_nothing_has_no_time,
           board_json_is_as_promised)
