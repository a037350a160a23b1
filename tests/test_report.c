/* report.h for people: a judged submission as text. */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "tests/check_main.h"
#include "tests/make_value.h"
#include "tests/report_fixture.h"

START_TEST(people_are_told_where_it_is_worst_and_why)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    struct value arguments[] = {F64(SHAPE(2, 2), 1, 2, 3, 4), make_scalar(7)};
    struct value got = F64(SHAPE(2, 3), 1, 2, 3, 4, 5, 1.62), want = F64(SHAPE(2, 3), 1, 2, 3, 4, 5, 1.31);
    fixture.cases[1].arguments = (struct values){2, arguments};
    fixture.cases[1].got = (struct values){1, &got};
    fixture.cases[1].want = (struct values){1, &want};
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    char *text = report_fixture_text(&report, &(struct report_view){.details = 2});
    static const char *const expected[] = {
        "RUN-TIME ERROR   25 / 100   linear-regression · c · #17 · 1 of 4 cases · 2.00 ms · 1.3 MiB",
        "WA  sample/f/2",
        "X  float64 (2,2)    weights",
        "got  float64 (2,3)    wanted  (2,3)",
        "greatest difference is 0.31 at [1,2]: got 1.62, wanted 1.31 (allowed: 5.1e-06)",
        "= help: equals the expected value times N",
        "RTE  hidden/g/1",
        "crashed: Segmentation fault",
        "1 more case is not accepted",
    };
    const char *at = text;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        at = strstr(at, expected[i]);
        ck_assert_msg(at != NULL, "'%s' is missing in\n%s", expected[i], text);
    }
    free(text);
    report_release(&report);
    for (int i = 0; i < 2; i++)
        value_release(&arguments[i]);
    value_release(&got);
    value_release(&want);
}
END_TEST

START_TEST(results_stand_below_each_other_before_columns_are_left_out)
{
    struct report_fixture fixture;
    struct report report;
    double numbers[2 * 20];
    for (int i = 0; i < 40; i++)
        numbers[i] = i + 0.123456;
    static const struct {
        int64_t columns;
        bool whole, below;
    } rows[] = {{3, true, false}, {8, true, true}, {20, false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int64_t shape[] = {2, rows[i].columns};
        report_fixture_make(&fixture);
        struct value got = make_tensor(FRAME_TENSOR_F64, 2, shape, numbers);
        struct value want = make_tensor(FRAME_TENSOR_F64, 2, shape, numbers);
        fixture.cases[1].got = (struct values){1, &got};
        fixture.cases[1].want = (struct values){1, &want};
        report_from_judged(&report_fixture_origin, &fixture.judged, &report);
        char *text = report_fixture_text(&report, &(struct report_view){.details = 1});
        ck_assert_msg((strstr(text, "...") == NULL) == rows[i].whole, "%s", text);
        ck_assert_msg((strstr(text, "\n    wanted  (2,") != NULL) == rows[i].below, "%s", text);
        free(text);
        report_release(&report);
        value_release(&got);
        value_release(&want);
    }
}
END_TEST

START_TEST(a_hidden_case_is_told_without_values)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.cases[1].verdict = VERDICT_AC;
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    for (int reveal = 0; reveal < 2; reveal++) {
        char *text = report_fixture_text(&report, &(struct report_view){.details = 9, .reveal = reveal});
        ck_assert_ptr_nonnull(strstr(text, "hidden/f/1"));
        ck_assert_ptr_nonnull(strstr(text, "times N"));
        ck_assert((strstr(text, "1.31") != NULL) == (reveal == 1));
        ck_assert((strstr(text, "[1,2]") != NULL) == (reveal == 1));
        free(text);
    }
    report_release(&report);
}
END_TEST

START_TEST(of_several_results_it_says_which_one_is_wrong)
{
    static const struct {
        enum diff_class class;
        int output;
        const char *expected; /* NULL: none is named */
    } rows[] = {{DIFF_VALUES, 1, "result 2 of 2, 'db': 2 of 6 elements"},
                {DIFF_MISSING, 0, "result 1 of 2, 'dw': 2 of 6 elements"},
                {DIFF_RESULTS, 0, NULL},
                {DIFF_CHECKER, 0, NULL},
                {DIFF_VALUES, 2, NULL},
                {DIFF_VALUES, -1, NULL}};
    static const struct function function = {
        .name = "f", .result_count = 2, .results = {{.name = "dw"}, {.name = "db"}}};
    struct problem pair = report_fixture_problem;
    pair.functions[0] = function;
    pair.function_count = 1;
    struct report_origin from = report_fixture_origin;
    from.problem = &pair;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct report_fixture fixture;
        struct report report;
        report_fixture_make(&fixture);
        fixture.cases[1].diff.class = rows[i].class;
        fixture.cases[1].diff.output = rows[i].output;
        report_from_judged(&from, &fixture.judged, &report);
        char *text = report_fixture_text(&report, &(struct report_view){.details = 1});
        ck_assert_msg(strstr(text, rows[i].expected ? rows[i].expected : "2 of 6 elements") != NULL, "%s", text);
        ck_assert_msg((strstr(text, "result ") != NULL) == (rows[i].expected != NULL), "%s", text);
        free(text);
        report_release(&report);
    }
}
END_TEST

START_TEST(each_failing_case_is_told_where_that_is_wanted)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    for (int each = 0; each < 2; each++) {
        char *text = report_fixture_text(&report, &(struct report_view){.details = 9, .each = each});
        ck_assert_ptr_nonnull(strstr(text, "WA  sample/f/2"));
        ck_assert((strstr(text, "WA  hidden/f/1") != NULL) == (each == 1));
        ck_assert((strstr(text, "1 more case is not accepted") != NULL) == (each == 0));
        free(text);
    }
    report_release(&report);
}
END_TEST

START_TEST(a_row_of_cases_that_never_ran_shows_no_measures)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.cases[3].verdict = VERDICT_TLE;
    fixture.cases[3].ran = false;
    fixture.cases[3].facts = (struct box_facts){.forbidden_syscall = -1};
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    char *text = report_fixture_text(&report, &(struct report_view){0});
    ck_assert_msg(strstr(text, "0.00 ms") == NULL && strstr(text, "0 KiB") == NULL, "%s", text);
    ck_assert_msg(strstr(text, "1.00 ms") != NULL, "%s", text);
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(nothing_of_a_student_reaches_the_terminal_raw)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    struct report_origin evil = report_fixture_origin;
    evil.language = "c\033[1m";
    fixture.judged.messages = (char *)"warning: \033[2J \xc2\x9b";
    fixture.cases[0].output = (char *)"\033]0;x\a";
    fixture.cases[3].message = (char *)"\033[5m";
    snprintf(fixture.cases[1].diff.what, sizeof fixture.cases[1].diff.what, "the result is \033[7m");
    snprintf(fixture.cases[1].diff.diagnosis[0], DIFF_DIAGNOSIS, "\033[8m");
    report_from_judged(&evil, &fixture.judged, &report);
    report.problem = "p\033";
    char *text = report_fixture_text(&report, &(struct report_view){.details = 9, .outputs = true, .reveal = true});
    ck_assert_ptr_null(strchr(text, '\033'));
    ck_assert_ptr_null(strchr(text, '\a'));
    ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
    ck_assert_ptr_nonnull(strstr(text, "\\x1b[2J"));
    ck_assert_ptr_nonnull(strstr(text, "\\x1b]0;x\\x07"));
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(a_traceback_keeps_its_lines)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.cases[3].message = (char *)"Traceback:\n  File \"solution.py\", line 4\nModuleNotFoundError: \033[2J\n";
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    char *text = report_fixture_text(&report, &(struct report_view){.details = 9});
    ck_assert_ptr_nonnull(
        strstr(text, "    Traceback:\n      File \"solution.py\", line 4\n    ModuleNotFoundError: "));
    ck_assert_ptr_null(strchr(text, '\033'));
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(a_compile_error_shows_messages_and_no_table)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.judged.verdict = VERDICT_CE;
    fixture.judged.compiled = false;
    fixture.judged.messages = (char *)"solution.c:3:1: error: expected ';'\n";
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    char *text = report_fixture_text(&report, &(struct report_view){.details = 9});
    ck_assert_ptr_nonnull(strstr(text, "COMPILE ERROR"));
    ck_assert_ptr_nonnull(strstr(text, "  solution.c:3:1: error: expected ';'\n"));
    ck_assert_ptr_null(strstr(text, "sample"));
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(a_pending_submission_says_so)
{
    struct report report = {.recorded = true, .id = 5, .pending = true, .problem = "p", .messages = "", .reason = ""};
    char *text = report_fixture_text(&report, &(struct report_view){0});
    ck_assert_ptr_nonnull(strstr(text, "being judged   #5"));
    free(text);
    struct json_document *document = report_fixture_json(&report, false);
    ck_assert_int_eq(json_type(json_get(json_root(document), "verdict")), JSON_NULL);
    json_free(document);
}
END_TEST

__attribute__((constructor)) static void use_utf8(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
}

CHECK_MAIN("report", people_are_told_where_it_is_worst_and_why,
           results_stand_below_each_other_before_columns_are_left_out, a_hidden_case_is_told_without_values,
           of_several_results_it_says_which_one_is_wrong, each_failing_case_is_told_where_that_is_wanted,
           a_row_of_cases_that_never_ran_shows_no_measures, nothing_of_a_student_reaches_the_terminal_raw,
           a_traceback_keeps_its_lines, a_compile_error_shows_messages_and_no_table, a_pending_submission_says_so)
