/* test_export_fill.c - a gradebook gets its scores, and keeps every other byte. */
#include "judge/report/export_fill.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check_main.h"

static struct store_result at[] = {
    {.user = "ada", .problem = "attention", .score = 99.999, .verdict = VERDICT_WA},
    {.user = "ada", .problem = "mlp", .score = 100, .verdict = VERDICT_AC},
    {.user = "grace", .problem = "mlp", .score = 62.5, .verdict = VERDICT_WA},
    {.user = "zoe", .problem = "mlp", .score = 1, .verdict = VERDICT_WA},
};
static const struct store_results results = {.count = 4, .at = at};
static const struct fill_name names[] = {{"attention", "Single-head self-attention"}, {"mlp", "A network"}};
static struct filled filled;
static struct err err;

static int fill(const char *source, bool only, struct text *text)
{
    struct csv_table table;
    if (csv_read("grades.csv", source, strlen(source), &table, &err) != 0)
        return -1;
    const struct fill_request request = {.path = "grades.csv",
                                         .table = &table,
                                         .results = &results,
                                         .names = only ? names + 1 : names,
                                         .name_count = only ? 1 : 2,
                                         .only = only};
    int failed = export_fill(&request, text, &filled, &err);
    csv_table_release(&table);
    return failed;
}

static void expect(const char *source, bool only, int cells, const char *wanted)
{
    struct text text = {0};
    ck_assert_msg(fill(source, only, &text) == 0, "%s", err.text);
    ck_assert_str_eq(text.at, wanted);
    ck_assert_int_eq(filled.cells, cells);
    ck_assert(!filled.used[3]);
    free(filled.used);
    text_release(&text);
}

static void expect_refused(const char *source, const char *words)
{
    struct text text = {0};
    ck_assert_int_eq(fill(source, false, &text), -1);
    ck_assert_msg(err.kind == ERR_USE && strstr(err.text, words), "'%s' is not in '%s'", words, err.text);
    text_release(&text);
}

START_TEST(a_canvas_gradebook_is_filled_by_login)
{
    expect("Student,ID,SIS User ID,SIS Login ID,Section,mlp (4711),Essay (9),Single-head self-attention (12)\r\n"
           "    Points Possible,,,,,100,10,100\r\n"
           "\"Lovelace, Ada\",7,u7,ada,\"A, \"\"1\"\"\",,9.5,3\r\n"
           "\"Hopper, Grace\",8,u8, grace ,A,\"12.00\",EX,\r\n"
           "\"Student, Test\",9,,,A,,,",
           false, 3,
           "Student,ID,SIS User ID,SIS Login ID,Section,mlp (4711),Essay (9),Single-head self-attention (12)\r\n"
           "    Points Possible,,,,,100,10,100\r\n"
           "\"Lovelace, Ada\",7,u7,ada,\"A, \"\"1\"\"\",100.00,9.5,99.99\r\n"
           "\"Hopper, Grace\",8,u8, grace ,A,62.50,EX,\r\n"
           "\"Student, Test\",9,,,A,,,");
}
END_TEST

START_TEST(a_moodle_export_is_filled_whatever_separates_it)
{
    expect("\xef\xbb\xbf"
           "Username;\"Assignment: A network (Real)\";Last downloaded from this course\n"
           "grace;-;1\nada;;1\n",
           false, 2,
           "\xef\xbb\xbf"
           "Username;\"Assignment: A network (Real)\";Last downloaded from this course\n"
           "grace;62.50;1\nada;100.00;1\n");
}
END_TEST

START_TEST(a_worksheet_has_a_grade_of_the_one_problem_asked_for)
{
    const char *source = "Identifier,Username,Grade,Feedback comments\nParticipant 1,ada,,\n";
    expect(source, true, 1, "Identifier,Username,Grade,Feedback comments\nParticipant 1,ada,100.00,\n");
    expect_refused(source, "has no column that is called like a problem");
}
END_TEST

/* Canvas's own number may be another student's name here. */
START_TEST(numbers_of_the_gradebook_are_nobodys_name)
{
    at[3].user = "zoe";
    at[2].user = "8";
    expect("Student,ID,SIS Login ID,Section,mlp\nHopper,8,hopper,A,\n", false, 0,
           "Student,ID,SIS Login ID,Section,mlp\nHopper,8,hopper,A,\n");
}
END_TEST

START_TEST(short_rows_and_blank_lines_stay)
{
    expect("username,mlp\nada\n\nada,", false, 1, "username,mlp\nada\n\nada,100.00");
}
END_TEST

START_TEST(what_is_no_gradebook_is_refused)
{
    expect_refused("", "no column that says who somebody is");
    expect_refused("name,mlp\nada,1\n", "no column that says who somebody is");
    expect_refused("username,essay\nada,1\n", "no column that is called like a problem");
    expect_refused("username,mlp\n\"ada,1\n", "grades.csv:2:1: a quote that never closes");
    expect_refused("username,mlp\n\"ada\"x,1\n", "grades.csv:2:1: text behind a cell in quotes");
}
END_TEST

CHECK_MAIN("export_fill", a_canvas_gradebook_is_filled_by_login, a_moodle_export_is_filled_whatever_separates_it,
           a_worksheet_has_a_grade_of_the_one_problem_asked_for, numbers_of_the_gradebook_are_nobodys_name,
           short_rows_and_blank_lines_stay, what_is_no_gradebook_is_refused)
