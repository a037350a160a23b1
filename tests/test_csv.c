/* test_csv.c - cells that a spreadsheet reads as they were meant, whatever a student is called. */
#include "judge/base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "tests/check_main.h"

static void expect_text(const char *value, const char *cell)
{
    struct text text = {0};
    struct csv csv = {.text = &text};
    csv_text(&csv, value);
    csv_end_row(&csv);
    ck_assert_uint_eq(text.size, strlen(cell) + 2);
    ck_assert_mem_eq(text.at, cell, strlen(cell));
    ck_assert_str_eq(text.at + strlen(cell), "\r\n");
    text_release(&text);
}

START_TEST(plain_text_stays_as_it_is)
{
    expect_text("ada", "ada");
    expect_text("Åse O'Brien", "Åse O'Brien");
    expect_text("a=b+c-d@e", "a=b+c-d@e");
    expect_text("", "");
    expect_text(NULL, "");
}
END_TEST

START_TEST(separators_and_quotes_are_quoted)
{
    expect_text("Lovelace, Ada", "\"Lovelace, Ada\"");
    expect_text("a;b", "\"a;b\"");
    expect_text("the \"first\"", "\"the \"\"first\"\"\"");
    expect_text(" ada", "\" ada\"");
    expect_text("ada ", "\"ada \"");
}
END_TEST

START_TEST(formulas_become_text)
{
    expect_text("=1+2", "'=1+2");
    expect_text("+1", "'+1");
    expect_text("-1", "'-1");
    expect_text("@SUM(A1)", "'@SUM(A1)");
    expect_text("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
}
END_TEST

/* A tab or line end in front of a formula does not hide it: it becomes a character, and the cell is text. */
START_TEST(control_characters_and_broken_bytes_are_replaced)
{
    expect_text("a\nb\r\033[31m", "a\xef\xbf\xbd"
                                  "b\xef\xbf\xbd\xef\xbf\xbd[31m");
    expect_text("\t=1", "\xef\xbf\xbd=1");
    expect_text("\xc2\x9b"
                "1m\x7f",
                "\xef\xbf\xbd"
                "1m\xef\xbf\xbd");
    expect_text("\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd");
}
END_TEST

START_TEST(numbers_have_a_point_and_no_separators)
{
    struct text text = {0};
    struct csv csv = {.text = &text};
    csv_number(&csv, 1234.5, 2);
    csv_integer(&csv, -1234567);
    csv_text(&csv, "");
    csv_number(&csv, 100, 2);
    csv_end_row(&csv);
    csv_text(&csv, "next");
    csv_end_row(&csv);
    ck_assert_str_eq(text.at, "1234.50,-1234567,,100.00\r\nnext\r\n");
    text_release(&text);
}
END_TEST

CHECK_MAIN("csv", plain_text_stays_as_it_is, separators_and_quotes_are_quoted, formulas_become_text,
           control_characters_and_broken_bytes_are_replaced, numbers_have_a_point_and_no_separators)
