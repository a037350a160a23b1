/* ui.h, ui_table.h, ui_value.h, ui_heat.h, markdown.h: what reaches a terminal */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "judge/report/markdown.h"
#include "judge/report/ui_heat.h"
#include "judge/report/ui_table.h"
#include "judge/report/ui_value.h"
#include "judge/base/utf8.h"
#include "tests/check_main.h"
#include "tests/make_value.h"

static const struct ui plain = {.unicode = true, .width = 80, .height = 24};
static const struct ui ascii = {.terminal = true, .ascii_only = true, .width = 80, .height = 24};
static const struct ui colour = {.terminal = true, .colour = true, .unicode = true, .width = 80, .height = 24};

static void expect(struct text *text, const char *expected)
{
    ck_assert_str_eq(text->at ? text->at : "", expected);
    text_release(text);
}

/* --- the sanitiser ------------------------------------------------------------------------------------------------ */

START_TEST(what_a_terminal_obeys_becomes_visible)
{
    static const struct {
        const char *bytes, *lines, *line;
    } rows[] = {
        {"plain é ✓ 漢", "plain é ✓ 漢", "plain é ✓ 漢"},
        {"a\tb\nc", "a\tb\nc", "a\\tb\\nc"},
        {"\033[2J", "\\x1b[2J", "\\x1b[2J"},
        {"\033]0;title\a", "\\x1b]0;title\\x07", "\\x1b]0;title\\x07"},
        {"over\rwritten\b", "over\\rwritten\\x08", "over\\rwritten\\x08"},
        {"\x7f", "\\x7f", "\\x7f"},
        {"\x9b"
         "2J",
         "\\x9b2J", "\\x9b2J"},
        {"\xc2\x9b"
         "2J",
         "\\x9b2J", "\\x9b2J"},
        {"\xe2\x80\xae"
         "abc",
         "\\u202eabc", "\\u202eabc"},
        {"\xe2\x81\xa6\xe2\x80\x8b\xef\xbb\xbf", "\\u2066\\u200b\\ufeff", "\\u2066\\u200b\\ufeff"},
        {"\xf3\xa0\x81\x81", "\\ue0041", "\\ue0041"},
        {"\xff\xfe\xc3", "\\xff\\xfe\\xc3", "\\xff\\xfe\\xc3"},
        {"\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text text = {0};
        ui_safe(&plain, &text, rows[i].bytes, strlen(rows[i].bytes));
        expect(&text, rows[i].lines);
        ui_safe_line(&plain, &text, rows[i].bytes);
        expect(&text, rows[i].line);
    }
}
END_TEST

START_TEST(no_byte_passes_the_sanitiser_that_a_terminal_obeys)
{
    unsigned state = 1;
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        struct text text = {0};
        for (size_t i = 0; i < sizeof bytes; i++) {
            state = state * 1103515245u + 12345u;
            bytes[i] = (char)(state >> 16);
        }
        ui_safe_line_bytes(round % 2 ? &plain : &ascii, &text, bytes, sizeof bytes);
        ck_assert(utf8_valid(text.at, text.size));
        for (size_t i = 0; i < text.size;) {
            uint32_t code;
            size_t length = utf8_decode(text.at + i, text.size - i, &code);
            ck_assert_msg(code >= 0x20 && !(code >= 0x7f && code < 0xa0), "U+%04x passed", code);
            ck_assert(round % 2 || code < 0x7f);
            i += length;
        }
        text_release(&text);
    }
}
END_TEST

START_TEST(a_nul_inside_bytes_is_seen_and_cuts_nothing)
{
    struct text text = {0};
    ui_safe(&plain, &text, "a\0b", 3);
    expect(&text, "a\\x00b");
}
END_TEST

START_TEST(blocks_are_bounded_and_say_so)
{
    struct text text = {0};
    ui_safe_block(&plain, &text, "one\ntwo\nthree\n", 14, "| ", 2);
    expect(&text, "| one\n| two\n| (6 more bytes)\n");
    ui_safe_block(&plain, &text, "no newline", 10, "| ", 2);
    expect(&text, "| no newline\n");
    char wide[1000];
    memset(wide, 'x', sizeof wide);
    ui_safe_block(&plain, &text, wide, sizeof wide, "", 2);
    ck_assert_uint_lt(text.size, 500);
    text_release(&text);
}
END_TEST

/* --- layout ------------------------------------------------------------------------------------------------------- */

START_TEST(columns_count_what_is_seen)
{
    ck_assert_int_eq(ui_columns("abc"), 3);
    ck_assert_int_eq(ui_columns("é✓·"), 3);
    ck_assert_int_eq(ui_columns("漢字"), 4);
    ck_assert_int_eq(ui_columns("\033[1;31mab\033[0m"), 2);
    ck_assert_int_eq(ui_columns("\033[38;2;1;2;3m▀\033[0m"), 1);
    ck_assert_int_eq(ui_columns("e\xcc\x81"), 1);
}
END_TEST

START_TEST(sentences_wrap_under_their_first_word)
{
    const struct ui narrow = {.unicode = true, .width = 20};
    struct text text = {0};
    ui_wrap(&narrow, &text, "  = ", "one two three four five six");
    expect(&text, "  = one two three\n    four five six\n");
    ui_wrap(&narrow, &text, "", "");
    expect(&text, "\n");
    ui_wrap(&narrow, &text, "", "a-word-that-is-longer-than-the-width and more");
    expect(&text, "a-word-that-is-longer-than-the-width\nand more\n");
}
END_TEST

START_TEST(tables_align_and_only_terminals_cut)
{
    static const struct ui_column heads[] = {{.title = "name", .flexible = true}, {.title = "n", .right = true}};
    const struct ui narrow = {.terminal = true, .unicode = true, .width = 20};
    for (int i = 0; i < 2; i++) {
        const struct ui *ui = i ? &narrow : &plain;
        struct ui_table table;
        struct text text = {0};
        ui_table_init(&table, ui, heads, 2);
        ui_table_cell(&table, STYLE_PLAIN, "alpha");
        ui_table_cell(&table, STYLE_PLAIN, "%d", 1);
        ui_table_cell(&table, STYLE_PLAIN, "a-name-that-is-far-too-wide");
        ui_table_cell(&table, STYLE_PLAIN, "%d", 12345);
        ui_table_line(&table, STYLE_BOLD, "Group");
        ui_table_cell(&table, STYLE_PLAIN, "é");
        ui_table_cell(&table, STYLE_PLAIN, "%d", 3);
        ui_table_add(&table, 0, &text);
        ui_table_release(&table);
        if (i == 0)
            expect(&text, "name                             n\n"
                          "alpha                            1\n"
                          "a-name-that-is-far-too-wide  12345\n"
                          "Group\n"
                          "é                                3\n");
        else
            expect(&text, "name               n\n"
                          "alpha              1\n"
                          "a-name-that-…  12345\n"
                          "Group\n"
                          "é                  3\n");
    }
}
END_TEST

START_TEST(cells_are_sanitised)
{
    static const struct ui_column heads[] = {{.title = ""}};
    struct ui_table table;
    struct text text = {0};
    ui_table_init(&table, &colour, heads, 1);
    ui_table_cell(&table, STYLE_PLAIN, "%s", "eve\033[2J\n\xff");
    ui_table_add(&table, 2, &text);
    ui_table_release(&table);
    expect(&text, "  eve\\x1b[2J\\n\\xff\n");
}
END_TEST

START_TEST(without_colour_no_escape_is_written)
{
    struct text text = {0};
    ui_add(&plain, &text, STYLE_BIG_BAD, "%s", "WRONG");
    expect(&text, "WRONG");
    ui_add(&colour, &text, STYLE_BAD, "%s", "WRONG");
    expect(&text, "\033[31mWRONG\033[0m");
}
END_TEST

START_TEST(colour_follows_flag_environment_and_terminal)
{
    struct ui ui;
    int pipe_ends[2];
    ck_assert_int_eq(pipe(pipe_ends), 0);
    setenv("TERM", "xterm-256color", 1);
    unsetenv("NO_COLOR");
    ui_init(&ui, pipe_ends[1], COLOUR_AUTO);
    ck_assert(!ui.colour && !ui.terminal && ui.unicode);
    ui_init(&ui, pipe_ends[1], COLOUR_ALWAYS);
    ck_assert(ui.colour);
    setenv("NO_COLOR", "1", 1);
    ui_init(&ui, pipe_ends[1], COLOUR_ALWAYS);
    ck_assert(ui.colour);
    ui_init(&ui, pipe_ends[1], COLOUR_NEVER);
    ck_assert(!ui.colour);
    setenv("COLUMNS", "132", 1);
    ui_init(&ui, pipe_ends[1], COLOUR_AUTO);
    ck_assert_int_eq(ui.width, 132);
    setenv("COLUMNS", "7", 1);
    ui_init(&ui, pipe_ends[1], COLOUR_AUTO);
    ck_assert_int_ge(ui.width, 40);
}
END_TEST

START_TEST(units_are_readable)
{
    static const struct {
        long long ns;
        const char *text;
    } times[] = {
        {0, "0.00 ms"}, {410000, "0.41 ms"}, {12345678, "12.3 ms"}, {250000000, "250 ms"}, {1500000000, "1.50 s"}};
    char buffer[32];
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        ck_assert_str_eq(ui_time(times[i].ns, buffer, sizeof buffer), times[i].text);
    ck_assert_str_eq(ui_memory(912, buffer, sizeof buffer), "912 KiB");
    ck_assert_str_eq(ui_memory(1312, buffer, sizeof buffer), "1.3 MiB");
}
END_TEST

/* --- values ------------------------------------------------------------------------------------------------------- */

static void shown(struct value value, const char *expected)
{
    struct text text = {0};
    ui_value(&plain, &text, &value, NULL);
    expect(&text, expected);
    value_release(&value);
}

START_TEST(numbers_are_short_and_exact_enough)
{
    static const struct {
        double number;
        const char *text;
    } rows[] = {{0, "0"},           {100, "100"},    {1.31, "1.31"},    {-0.5, "-0.5"},
                {62.5, "62.5"},     {1e-5, "1e-05"}, {5e20, "5e+20"},   {1.0 / 3, "0.33333333"},
                {123456, "123456"}, {NAN, "nan"},    {INFINITY, "inf"}, {-INFINITY, "-inf"},
                {0.1f, "0.1"}};
    char buffer[32];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_str_eq(ui_number(rows[i].number, buffer, sizeof buffer), rows[i].text);
    ck_assert_uint_lt(strlen(ui_number(-1.2345678901234e-300, buffer, sizeof buffer)), sizeof buffer);
    ck_assert_uint_lt(strlen(ui_number(-123456789012345.678, buffer, sizeof buffer)), sizeof buffer);
}
END_TEST

START_TEST(tensors_look_as_numpy_prints_them)
{
    shown(F64(SHAPE(2, 3), 1, 2, 3, 4, 0, -1), "[[ 1.  2.  3.]\n [ 4.  0. -1.]]");
    shown(F64(SHAPE(3), 0.5, 2, -1.25), "[ 0.50  2.00 -1.25]");
    shown(I64(SHAPE(2, 2), 1, 200, -3, 4), "[[  1 200]\n [ -3   4]]");
    shown(F32(SHAPE(2, 1, 2), 1, 2, 3, 4), "[[[1. 2.]]\n [[3. 4.]]]");
    shown(F32(SHAPE(3), NAN, INFINITY, 1), "[nan inf  1.]");
    shown(F64(SHAPE(2), 1e-9, 1e9), "[1.0000e-09 1.0000e+09]");
    shown(F32(SCALAR, 2.5), "2.5");
    shown(F32(SHAPE(0, 3), 0), "[] of shape (0,3)");
    shown(make_scalar(1.62), "1.62");
    shown(make_text("a\033\"b"), "\"a\\x1b\"b\"");
}
END_TEST

START_TEST(large_tensors_keep_their_edges)
{
    double numbers[400];
    for (int i = 0; i < 400; i++)
        numbers[i] = i;
    struct value value = make_tensor(FRAME_TENSOR_F64, SHAPE(20, 20), numbers);
    const struct ui_value_look look = {.columns = 40};
    struct text text = {0};
    ui_value(&plain, &text, &value, &look);
    ck_assert_ptr_nonnull(strstr(text.at, "..."));
    ck_assert_ptr_nonnull(strstr(text.at, "[[  0.   1."));
    ck_assert_ptr_nonnull(strstr(text.at, "399.]]"));
    for (char *line = strtok(text.at, "\n"); line; line = strtok(NULL, "\n"))
        ck_assert_int_le(ui_columns(line), 40);
    text_release(&text);
    value_release(&value);
}
END_TEST

static bool is_second(const void *context, int64_t i)
{
    (void)context;
    return i == 1;
}

START_TEST(wrong_elements_stand_out)
{
    struct value value = F64(SHAPE(3), 1, 2, 3);
    const struct ui_value_look look = {.columns = 40, .wrong = is_second};
    struct text text = {0};
    ui_value(&colour, &text, &value, &look);
    expect(&text, "[1. \033[31m2.\033[0m 3.]");
    value_release(&value);
}
END_TEST

START_TEST(what_differs_reads_otherwise)
{
    static const struct {
        double at[2], other[2]; /* the second element is wrong */
        const char *text;
    } rows[] = {
        {{1e-7, 1000.00012}, {1e-7, 1000.00034}, "[1.0000000e-07 1.0000001e+03]"},
        {{0.5, 0.500000001}, {0.5, 0.5}, "[0.500000000 0.500000001]"},
        {{0, 1000000000.25}, {0, 1000000000.5}, "[0.0000000000e+00 1.0000000002e+09]"},
        {{0.25, 1.5}, {0.25, 1.25}, "[0.25 1.50]"},
        {{0.1234567891, 2}, {0.1234567892, 3}, "[0.123457 2.000000]"}, /* not a wrong one */
        {{1, NAN}, {1, 1}, "[ 1. nan]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value value = make_tensor(FRAME_TENSOR_F64, SHAPE(2), rows[i].at);
        struct value other = make_tensor(FRAME_TENSOR_F64, SHAPE(2), rows[i].other);
        const struct ui_value_look look = {.columns = 60, .wrong = is_second, .unmarked = true, .other = &other};
        struct text text = {0};
        ui_value(&colour, &text, &value, &look);
        expect(&text, rows[i].text);
        value_release(&value);
        value_release(&other);
    }
    char buffer[32];
    ck_assert_str_eq(ui_number_apart(1000.0002f, 1000.000192, buffer, sizeof buffer), "1000.00018");
    ck_assert_str_eq(ui_number_apart(1000.000192, 1000.0002f, buffer, sizeof buffer), "1000.00019");
    ck_assert_str_eq(ui_number_apart(1e8, 1e8 + 0.25, buffer, sizeof buffer), "100000000.0");
    ck_assert_str_eq(ui_number_apart(0, 1.2e-5, buffer, sizeof buffer), "0");
    ck_assert_str_eq(ui_number_apart(NAN, NAN, buffer, sizeof buffer), "nan");
    ck_assert_str_eq(ui_number_apart(1.5, NAN, buffer, sizeof buffer), "1.5");
    ck_assert_str_eq(ui_number_apart(1.5, 1.5, buffer, sizeof buffer), "1.5");
}
END_TEST

START_TEST(blocks_stand_beside_each_other_or_below)
{
    static const char *const titles[] = {"got", "wanted"}, *const blocks[] = {"[[1.]\n [2.]]", "3"};
    const struct ui narrow = {.width = 12};
    struct text text = {0};
    ui_beside(&plain, &text, 2, 2, titles, blocks);
    expect(&text, "  got       wanted\n  [[1.]     3\n   [2.]]\n");
    ui_beside(&narrow, &text, 2, 2, titles, blocks);
    expect(&text, "  got\n  [[1.]\n   [2.]]\n  wanted\n  3\n");
}
END_TEST

/* --- the picture -------------------------------------------------------------------------------------------------- */

static const struct compare_rules rules = {.decimals = 4, .rtol_f32 = 1e-6, .rtol_f64 = 1e-12};

START_TEST(one_wrong_element_of_many_is_never_hidden)
{
    int64_t shape[] = {3, 300, 500}, worst[] = {1, 123, 321};
    struct value got, want;
    struct text text = {0};
    value_init_tensor(&got, FRAME_TENSOR_F64, 3, shape);
    value_init_tensor(&want, FRAME_TENSOR_F64, 3, shape);
    got.f64s[(1 * 300 + 123) * 500 + 321] = 1;
    ck_assert(ui_heat_fits(&got, &want));
    ui_heat(&plain, &text, 4, &got, &want, &rules, worst);
    ck_assert_ptr_nonnull(strstr(text.at, "slice [1,:,:], 300 x 500 (each cell"));
    char *legend = strstr(text.at, ". right");
    ck_assert_ptr_nonnull(legend);
    char *mark = strchr(text.at, '@');
    ck_assert(mark && mark < legend);
    ck_assert_ptr_null(memchr(mark + 1, '@', (size_t)(legend - mark - 1)));
    for (char *line = strtok(text.at, "\n"); line; line = strtok(NULL, "\n"))
        ck_assert_int_le(ui_columns(line), 80);
    text_release(&text);
    value_release(&got);
    value_release(&want);
}
END_TEST

START_TEST(ratios_follow_the_comparison)
{
    struct value got = F64(SHAPE(5), 1, 1.00006, NAN, INFINITY, NAN), want = F64(SHAPE(5), 1, 1, 1, INFINITY, NAN);
    struct compare_rules with_nan = rules;
    with_nan.nan_allowed = true;
    ck_assert(ui_heat_ratio(&got, &want, &rules, 0) == 0);
    ck_assert(ui_heat_ratio(&got, &want, &rules, 1) > 1 && ui_heat_ratio(&got, &want, &rules, 1) < 1.5);
    ck_assert(isnan(ui_heat_ratio(&got, &want, &rules, 2)));
    ck_assert(ui_heat_ratio(&got, &want, &rules, 3) == 0);
    ck_assert(isnan(ui_heat_ratio(&got, &want, &rules, 4)));
    ck_assert(ui_heat_ratio(&got, &want, &with_nan, 4) == 0);
    value_release(&got);
    value_release(&want);
}
END_TEST

START_TEST(what_cannot_be_compared_has_no_picture)
{
    int64_t shape[] = {4, 5}, other[] = {5, 4}, flat[] = {20};
    struct value a, b, c;
    value_init_tensor(&a, FRAME_TENSOR_F64, 2, shape);
    value_init_tensor(&b, FRAME_TENSOR_F64, 2, other);
    value_init_tensor(&c, FRAME_TENSOR_F64, 1, flat);
    ck_assert(ui_heat_fits(&a, &a));
    ck_assert(!ui_heat_fits(&a, &b));
    ck_assert(!ui_heat_fits(&a, &c));
    ck_assert(!ui_heat_fits(&c, &c));
    value_release(&a);
    value_release(&b);
    value_release(&c);
}
END_TEST

/* --- statements --------------------------------------------------------------------------------------------------- */

static void rendered(const struct ui *ui, const char *source, const char *expected)
{
    struct text text = {0};
    markdown_render(ui, &text, source, strlen(source));
    expect(&text, expected);
}

START_TEST(statements_keep_every_word)
{
    rendered(&plain, "# Title\n\nA line\nthat goes on.\n\n\n- one\n- two `x`\n  goes on\n\n1. first\n",
             "Title\n\nA line that goes on.\n\n  · one\n  · two x goes on\n\n  1. first\n");
    rendered(&plain, "```c\nint x;\n\n  y = *p;\n```\n", "    int x;\n\n      y = *p;\n");
    rendered(&plain, "As follows:\n\n    code_in *four* blanks\n", "As follows:\n\n    code_in *four* blanks\n");
    rendered(&plain, "2 * 3 * 4, snake_case_name, a_1, **bold**, *emph*, `a * b`",
             "2 * 3 * 4, snake_case_name, a_1, bold, emph, a * b\n");
    rendered(&plain, "see [the page](https://x.org/a)", "see the page (https://x.org/a)\n");
    rendered(&plain, "[a [b](c) and [d]e](f)", "[a b (c) and [d]e](f)\n");
    rendered(&plain, "| a | b |\n|---|---|\n", "| a | b |\n|---|---|\n");
    rendered(&plain, "unclosed ` and ** and [x](", "unclosed ` and ** and [x](\n");
    rendered(&plain, "- \n- b\n", "  · \n  · b\n");
    rendered(&plain, "", "");
}
END_TEST

START_TEST(statements_are_sanitised)
{
    rendered(&colour, "a \033[2J b `\xe2\x80\xae`\n", "a \\x1b[2J b \033[36m\\u202e\033[0m\n");
}
END_TEST

START_TEST(a_terminal_without_utf8_gets_ascii)
{
    rendered(&ascii, "f(x) = x² − 1, x ≤ 3·π", "f(x) = x^2 - 1, x <= 3*pi\n");
    rendered(&ascii, "漢", "\\u6f22\n");
}
END_TEST

START_TEST(random_markdown_never_crashes)
{
    static const char letters[] = "`*_[]()#-|\\ \n\n 1.a\xc3\xa9";
    unsigned state = 7;
    for (int round = 0; round < 5000; round++) {
        char source[80];
        struct text text = {0};
        for (size_t i = 0; i < sizeof source; i++) {
            state = state * 1103515245u + 12345u;
            source[i] = letters[(state >> 16) % (sizeof letters - 1)];
        }
        markdown_render(&colour, &text, source, sizeof source);
        text_release(&text);
    }
}
END_TEST

#ifdef __SANITIZE_ADDRESS__ /* its strstr measures the whole text each time */
enum { LONG = 20000 };
#else
enum { LONG = 900000 };
#endif

/* As large as a file may be, of pieces that look like the beginning of something. */
START_TEST(a_long_line_takes_linear_time)
{
    static const char *const pieces[] = {"[",    "[[]", "[](",    "[a](b", "](",   "`",     "``",
                                         "` `a", "*",   "**a",    "**a *", "*a *", "_a _b", "__a",
                                         "\\[",  "- ",  "[`](*_", "a[_*",  "|[",   "# [",   "\n["};
    char *source = malloc(LONG + 16);
    ck_assert_ptr_nonnull(source);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct text text = {0};
        size_t size = 0;
        for (size_t length = strlen(pieces[i]); size < LONG; size += length)
            memcpy(source + size, pieces[i], length);
        clock_t before = clock();
        markdown_render(&colour, &text, source, size);
        double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
        ck_assert_msg(seconds < 1.5, "'%s' again and again takes %.1f s", pieces[i], seconds);
        text_release(&text);
    }
    free(source);
}
END_TEST

/* A locale is needed for widths of characters. */
__attribute__((constructor)) static void use_utf8(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
}

CHECK_MAIN("ui", what_a_terminal_obeys_becomes_visible, no_byte_passes_the_sanitiser_that_a_terminal_obeys,
           a_nul_inside_bytes_is_seen_and_cuts_nothing, blocks_are_bounded_and_say_so, columns_count_what_is_seen,
           sentences_wrap_under_their_first_word, tables_align_and_only_terminals_cut, cells_are_sanitised,
           without_colour_no_escape_is_written, colour_follows_flag_environment_and_terminal, units_are_readable,
           numbers_are_short_and_exact_enough, tensors_look_as_numpy_prints_them, large_tensors_keep_their_edges,
           wrong_elements_stand_out, what_differs_reads_otherwise, blocks_stand_beside_each_other_or_below,
           one_wrong_element_of_many_is_never_hidden, ratios_follow_the_comparison,
           what_cannot_be_compared_has_no_picture, statements_keep_every_word, statements_are_sanitised,
           a_terminal_without_utf8_gets_ascii, random_markdown_never_crashes, a_long_line_takes_linear_time)
