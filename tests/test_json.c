/* json.h, json_scan.h, json_writer.h and utf8.h */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "judge/base/json.h"
#include "judge/base/json_writer.h"
#include "judge/base/utf8.h"
#include "judge/base/value.h"
#include "tests/check_main.h"

static struct json_document *parsed(const char *text)
{
    struct json_document *document = NULL;
    struct err err = {0};
    ck_assert_msg(json_parse("a.json", text, strlen(text), &document, &err) == 0, "%s", err.text);
    return document;
}

static void refused_bytes(const char *text, size_t size, const char *expected)
{
    struct json_document *document = NULL;
    struct err err = {0};
    ck_assert_msg(json_parse("a.json", text, size, &document, &err) == -1, "%s", text);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_str_eq(err.text, expected);
    ck_assert_ptr_null(document);
}

static void refused(const char *text, const char *expected)
{
    refused_bytes(text, strlen(text), expected);
}

/* --- grammar -------------------------------------------------------------- */

START_TEST(every_value_of_the_grammar_is_read)
{
    struct json_document *document =
        parsed(" {\"a\": [1, -0, 0.5e-3, 1E2, 12E+1], \"b\\u00e9\\ud83d\\ude00\\n\": {}, \"c\": [true, false, null, "
               "\"\"], \"d\": []}\r\n\t");
    struct json root = json_root(document), item = json_first(json_get(root, "a"));
    static const double numbers[] = {1, 0, 0.5e-3, 100, 120};
    for (int i = 0; i < 5; i++, item = json_next(item)) {
        double number;
        ck_assert_int_eq(json_number(item, -HUGE_VAL, HUGE_VAL, &number, NULL), 0);
        ck_assert(number == numbers[i]);
    }
    ck_assert(!json_present(item) && json_type(item) == JSON_ABSENT);
    ck_assert_int_eq(json_count(root), 4);
    struct json b = json_next(json_first(root));
    ck_assert_str_eq(json_key(b), "b\xc3\xa9\xf0\x9f\x98\x80\n");
    ck_assert_int_eq(json_type(b), JSON_OBJECT);
    struct json c = json_first(json_get(root, "c"));
    ck_assert(json_type(c) == JSON_BOOL && json_type(json_next(json_next(c))) == JSON_NULL);
    ck_assert_int_eq(json_count(json_get(root, "d")), 0);
    json_free(document);
}
END_TEST

START_TEST(what_a_lenient_parser_lets_pass_is_refused)
{
    static const char *const rows[][2] = {
        {"", "1:1: a value expected, but the text ends here"},
        {"{", "1:2: a key in double quotes expected, but the text ends here"},
        {"{\"a\":1}garbage", "1:8: the end expected, not 'g'"},
        {"1 2", "1:3: the end expected, not '2'"},
        {"[01]", "1:2: a number does not begin with 0"},
        {"[-01]", "1:2: a number does not begin with 0"},
        {"[1.]", "1:4: a digit behind the decimal point expected, not ']'"},
        {"[.5]", "1:2: a value expected, not '.'"},
        {"[1e]", "1:4: a digit of the exponent expected, not ']'"},
        {"[-]", "1:3: a digit expected, not ']'"},
        {"[+1]", "1:2: a value expected, not '+'"},
        {"[0x10]", "1:3: ',' or ']' expected, not 'x'"},
        {"[1e999]", "1:2: the number is too large"},
        {"[-1e999]", "1:2: the number is too large"},
        {"[1e-999]", "1:2: the number is too small to tell from 0"},
        {"[NaN]", "1:2: the word 'NaN' is no JSON value; text stands in double quotes"},
        {"[Infinity]", "1:2: the word 'Infinity' is no JSON value; text stands in double quotes"},
        {"[True]", "1:2: the word 'True' is no JSON value; text stands in double quotes"},
        {"[1,]", "1:3: a ',' before ']'"},
        {"{\"a\":1,}", "1:7: a ',' before '}'"},
        {"{'a':1}", "1:2: a key in double quotes expected; text stands in double quotes in JSON"},
        {"{a:1}", "1:2: a key in double quotes expected, not 'a'"},
        {"{\"a\" 1}", "1:6: ':' expected, not '1'"},
        {"[1 // one\n]", "1:4: ',' or ']' expected; JSON has no comments"},
        {"[1 /* one */]", "1:4: ',' or ']' expected; JSON has no comments"},
        {"# hello", "1:1: a value expected; JSON has no comments"},
        {"[\"a\nb\"]", "1:2: a string that does not end on its line"},
        {"[\"ab", "1:2: a string that does not end on its line"},
        {"[\"a\tb\"]", "1:4: the control character 0x09 in a string; write \\u0009"},
        {"[\"\\x41\"]", "1:3: unknown escape in a string; a backslash itself is written \\\\"},
        {"[\"\\u12g4\"]", "1:3: four hexadecimal digits expected behind '\\u'"},
        {"[\"\\u0000\"]", "1:3: a NUL character in a string"},
        {"[\"\\ud800\"]", "1:3: half of a surrogate pair in a string"},
        {"[\"\\ud800\\u0041\"]", "1:3: half of a surrogate pair in a string"},
        {"[\"\\udc00\"]", "1:3: half of a surrogate pair in a string"},
        {"[\"\xff\"]", "1:3: bytes that are not UTF-8 in a string"},
        {"[\"\xc0\x80\"]", "1:3: bytes that are not UTF-8 in a string"},
        {"[\"\xed\xa0\x80\"]", "1:3: bytes that are not UTF-8 in a string"},
        {"\xef\xbb\xbf[]", "1:1: a byte order mark; save the file as UTF-8 without one"},
        {"[\x01]", "1:2: a value expected, not the byte 0x01"},
        {"{\"a\":1,\"b\":{\"c\":1,\"\\u0063\":2}}", "1:19: 'b.\\u0063': the key stands twice in one object"},
        {"[123456789012345678901234567890123456789012345678901234567890.5]", "1:2: a number longer than 60 characters"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char expected[200];
        snprintf(expected, sizeof expected, "a.json:%s", rows[i][1]);
        refused(rows[i][0], expected);
    }
    refused_bytes("[1]\0", 4, "a.json:1:4: the end expected, not the byte 0x00");
    refused_bytes("[\"a\0b\"]", 7, "a.json:1:4: the control character 0x00 in a string; write \\u0000");
}
END_TEST

START_TEST(sizes_are_bounded)
{
    char *text = xcalloc(JSON_SIZE_MAX + 2, 1);
    memset(text, ' ', JSON_SIZE_MAX + 1);
    text[0] = '1';
    refused(text, "a.json: larger than 1024 KiB");
    text[JSON_SIZE_MAX] = '\0';
    struct json_document *document = parsed(text);
    json_free(document);

    memset(text, '[', 33);
    text[33] = '\0';
    refused(text, "a.json:1:33: nested more than 32 deep");
    memset(text, '[', JSON_SIZE_MAX);
    refused(text, "a.json:1:33: nested more than 32 deep");

    size_t length = (size_t)sprintf(text, "{");
    for (int i = 0; i <= 256; i++)
        length += (size_t)sprintf(text + length, "\"k%d\":0,\n", i);
    refused(text, "a.json:257:1: more than 256 keys in one object");
    free(text);
}
END_TEST

START_TEST(columns_count_characters_and_lines_count_newlines)
{
    refused("{\n  \"\xc3\xa9\xc3\xa9\": ?}", "a.json:2:9: a value expected, not '?'");
    refused("\r\n\r\n ?", "a.json:3:2: a value expected, not '?'");
}
END_TEST

/* --- typed readers -------------------------------------------------------- */

static const char sample[] =
    "{\n"
    "  \"decimal\": 5,\n"
    "  \"cases\": [4, 4.0, 1e2, 9223372036854775807, -9223372036854775808, 9223372036854775808],\n"
    "  \"groups\": [{\"name\": \"x\"}, {\"name\": [true, \"hidden\"]}]\n"
    "}";

START_TEST(whole_numbers_are_exact_and_written_as_such)
{
    struct json_document *document = parsed(sample);
    struct json item = json_first(json_get(json_root(document), "cases"));
    struct err err = {0};
    int64_t number = 0;
    ck_assert_int_eq(json_integer(item, 1, 500, &number, &err), 0);
    ck_assert_int_eq(number, 4);
    ck_assert_int_eq(json_integer(item, 5, 500, &number, &err), -1);
    ck_assert_str_eq(err.text, "a.json:3:13: 'cases[0]': a whole number from 5 to 500 expected, not 4");
    item = json_next(item);
    ck_assert_int_eq(json_integer(item, 1, 500, &number, &err), -1);
    ck_assert_str_eq(err.text, "a.json:3:16: 'cases[1]': a whole number from 1 to 500 expected, not 4.0");
    item = json_next(item);
    ck_assert_int_eq(json_integer(item, 1, 500, &number, &err), -1);
    item = json_next(item);
    ck_assert_int_eq(json_integer(item, INT64_MIN, INT64_MAX, &number, &err), 0);
    ck_assert(number == INT64_MAX);
    item = json_next(item);
    ck_assert_int_eq(json_integer(item, INT64_MIN, INT64_MAX, &number, &err), 0);
    ck_assert(number == INT64_MIN);
    item = json_next(item);
    ck_assert_int_eq(json_integer(item, INT64_MIN, INT64_MAX, &number, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "a whole number of 64 bits expected, not 9223372036854775808"));
    ck_assert(number == INT64_MIN);
    json_free(document);
}
END_TEST

START_TEST(errors_name_the_path_and_what_was_found)
{
    static const char *const keys[] = {"decimals", "cases", "groups", NULL}, *const sets[] = {"sample", "hidden",
                                                                                              "fresh", NULL};
    struct json_document *document = parsed(sample);
    struct json root = json_root(document), names = json_get(root, "groups"), member;
    struct err err = {0};
    const char *text = "unchanged";
    bool truth;
    double number;
    int word;
    ck_assert_int_eq(json_object(root, keys, &err), -1);
    ck_assert_str_eq(err.text, "a.json:2:3: 'decimal': unknown key, did you mean 'decimals'?");
    ck_assert_int_eq(json_object(names, keys, &err), -1);
    ck_assert_str_eq(err.text, "a.json:4:13: 'groups': an object expected, not an array");
    ck_assert_int_eq(json_need(root, "decimals", &member, &err), -1);
    ck_assert_str_eq(err.text, "a.json:1:1: 'the file': the key 'decimals' is missing");
    names = json_get(json_next(json_first(names)), "name");
    ck_assert_int_eq(json_text(names, 0, 9, &text, &err), -1);
    ck_assert_str_eq(err.text, "a.json:4:38: 'groups[1].name': a string expected, not an array");
    struct json first = json_first(names), second = json_next(first);
    ck_assert_int_eq(json_text(first, 0, 9, &text, &err), -1);
    ck_assert_str_eq(err.text, "a.json:4:39: 'groups[1].name[0]': a string expected, not a truth value");
    ck_assert_int_eq(json_text(second, 0, 5, &text, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "a string of at most 5 bytes expected, not of 6"));
    ck_assert_int_eq(json_text(second, 7, 9, &text, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "a string of at least 7 bytes expected, not of 6"));
    ck_assert_str_eq(text, "unchanged");
    ck_assert_int_eq(json_text(second, 1, 6, &text, &err), 0);
    ck_assert_str_eq(text, "hidden");
    ck_assert_int_eq(json_bool(second, &truth, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "true or false expected, not \"hidden\""));
    ck_assert_int_eq(json_number(second, 0, 1, &number, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "a number from 0 to 1 expected, not \"hidden\""));
    ck_assert_int_eq(json_array(names, 3, 4, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "at least 3 items expected, not 2"));
    ck_assert_int_eq(json_array(names, 0, 1, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "at most 1 items expected, not 2"));
    ck_assert_int_eq(json_map(names, 0, 1, &err), -1);
    ck_assert_int_eq(json_word(second, sets, &word, &err), 0);
    ck_assert_int_eq(word, 1);
    static const char *const other[] = {"hiden", "visible", NULL};
    ck_assert_int_eq(json_word(second, other, &word, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "hiden or visible expected, not \"hidden\", did you mean 'hiden'?"));
    json_free(document);
}
END_TEST

START_TEST(keys_are_told_apart_by_case)
{
    struct json_document *document = parsed("{\"Name\":1}");
    ck_assert(!json_present(json_get(json_root(document), "name")));
    ck_assert(json_present(json_get(json_root(document), "Name")));
    json_free(document);
}
END_TEST

START_TEST(messages_hold_no_control_characters_and_are_cut)
{
    static const char *const none[] = {NULL};
    struct json_document *document = parsed("{\"a\xc2\x9b\x7f[31m\": 1}");
    struct err err = {0};
    ck_assert_int_eq(json_object(json_root(document), none, &err), -1);
    ck_assert_str_eq(err.text, "a.json:1:2: 'a\?\?\?[31m': unknown key");
    json_free(document);

    char text[700] = "[[[[[[[[[[[[[[[[[[[[{\"";
    memset(text + strlen(text), 'k', 500);
    strcat(text, "\":1}]]]]]]]]]]]]]]]]]]]]");
    document = parsed(text);
    struct json at = json_root(document);
    while (json_type(at) == JSON_ARRAY)
        at = json_first(at);
    ck_assert_int_eq(json_object(at, none, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "kkk...': unknown key"));
    ck_assert(strlen(err.text) < 300);
    json_free(document);
}
END_TEST

START_TEST(an_error_of_another_module_gets_the_place)
{
    struct json_document *document = parsed("[1,\n 2]");
    struct err err = {0};
    err_set(&err, ERR_JUDGE, "the ceiling fell down");
    ck_assert_int_eq(json_blame(json_next(json_first(json_root(document))), &err), -1);
    ck_assert_str_eq(err.text, "a.json:2:2: '[1]': the ceiling fell down");
    ck_assert_int_eq(err.kind, ERR_USE);
    json_free(document);
}
END_TEST

/* Any mutation is read or refused, and what is read has as many values as it had places. */
START_TEST(mutations_never_crash)
{
    static const char bytes[] = "{}[]\",:0123456789.eE-+\\u \n\xc3\xa9\x01tfn";
    srand(3);
    for (int round = 0; round < 20000; round++) {
        char text[sizeof sample];
        memcpy(text, sample, sizeof sample);
        for (int i = rand() % 4; i >= 0; i--)
            text[(size_t)rand() % (sizeof sample - 1)] = bytes[(size_t)rand() % (sizeof bytes - 1)];
        struct json_document *document = NULL;
        struct err err = {0};
        if (json_parse("m", text, sizeof sample - 1, &document, &err) == 0)
            json_free(document);
        else
            ck_assert_int_eq(err.kind, ERR_USE);
    }
}
END_TEST

/* --- writer --------------------------------------------------------------- */

START_TEST(written_json_is_compact_and_reads_back)
{
    struct json_writer out = {0};
    json_writer_object(&out, NULL);
    json_writer_text(&out, "schema", "judge.test/1");
    json_writer_text(&out, "none", NULL);
    json_writer_array(&out, "list");
    json_writer_integer(&out, NULL, INT64_MIN);
    json_writer_bool(&out, NULL, true);
    json_writer_null(&out, NULL);
    json_writer_object(&out, NULL);
    json_writer_end(&out);
    json_writer_array(&out, NULL);
    json_writer_end(&out);
    json_writer_end(&out);
    json_writer_number(&out, "pi", 3.25);
    json_writer_end(&out);
    char *text = json_writer_take(&out);
    ck_assert_str_eq(text, "{\"schema\":\"judge.test/1\",\"none\":null,\"list\":[-9223372036854775808,true,null,{},[]],"
                           "\"pi\":3.25}");
    json_free(parsed(text));
    free(text);
}
END_TEST

static void writes(const char *bytes, size_t size, const char *expected)
{
    struct json_writer out = {0};
    json_writer_bytes(&out, NULL, bytes, size);
    char *text = json_writer_take(&out);
    ck_assert_str_eq(text, expected);
    free(text);
}

START_TEST(no_byte_escapes_its_string)
{
    writes("a\"b\\c\n\r\t", 8, "\"a\\\"b\\\\c\\n\\r\\t\"");
    writes("\x1b[31m\0\x7f", 7, "\"\\u001b[31m\\u0000\\u007f\"");
    writes("\xc2\x9b\xc2\xa0", 4, "\"\\u009b\xc2\xa0\"");
    writes("\xff\xc3", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"");
    writes("\xed\xa0\x80", 3, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
    writes("\xf0\x9f\x98\x80", 4, "\"\xf0\x9f\x98\x80\"");
    writes("", 0, "\"\"");

    char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    struct json_writer out = {0};
    json_writer_bytes(&out, NULL, all, sizeof all);
    char *text = json_writer_take(&out);
    for (char *at = text; *at; at++)
        ck_assert((unsigned char)*at >= 0x20 && *at != 0x7f);
    ck_assert(utf8_valid(text, strlen(text)));
    free(text);
}
END_TEST

static void writes_number(double number, const char *expected)
{
    struct json_writer out = {0};
    json_writer_number(&out, NULL, number);
    char *text = json_writer_take(&out);
    if (expected)
        ck_assert_str_eq(text, expected);
    else
        ck_assert_msg(strtod(text, NULL) == number, "%s is not %a", text, number);
    free(text);
}

START_TEST(numbers_read_back_and_are_short)
{
    writes_number(0.1, "0.1");
    writes_number(62.5, "62.5");
    writes_number(-0.0, "-0");
    writes_number(1e22, "1e+22");
    writes_number(0.1 + 0.2, "0.30000000000000004");
    writes_number(NAN, "\"nan\"");
    writes_number(INFINITY, "\"inf\"");
    writes_number(-INFINITY, "\"-inf\"");
    writes_number(DBL_MAX, NULL);
    writes_number(5e-324, NULL);
    srand(4);
    for (int i = 0; i < 20000; i++)
        writes_number(ldexp((double)rand() / RAND_MAX * (double)rand(), rand() % 600 - 300), NULL);
}
END_TEST

START_TEST(utf8_is_read_to_the_letter)
{
    static const struct {
        const char *bytes;
        size_t length;
        uint32_t code;
    } rows[] = {
        {"A", 1, 'A'},
        {"\xc2\x80", 2, 0x80},
        {"\xdf\xbf", 2, 0x7ff},
        {"\xe0\xa0\x80", 3, 0x800},
        {"\xef\xbf\xbf", 3, 0xffff},
        {"\xf0\x90\x80\x80", 4, 0x10000},
        {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
        {"\xf4\x90\x80\x80", 0, 0},
        {"\xf0\x8f\xbf\xbf", 0, 0},
        {"\xe0\x9f\xbf", 0, 0},
        {"\xc1\xbf", 0, 0},
        {"\xed\xbf\xbf", 0, 0},
        {"\x80", 0, 0},
        {"\xe2\x82", 0, 0},
        {"\xf8\x88\x80\x80\x80", 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t code = 0;
        ck_assert_uint_eq(utf8_decode(rows[i].bytes, strlen(rows[i].bytes), &code), rows[i].length);
        ck_assert_uint_eq(code, rows[i].code);
    }
    ck_assert_uint_eq(utf8_decode("\xe2\x82\xac", 2, NULL), 0);
    ck_assert_uint_eq(utf8_length("h\xc3\xa9!"), 3);
}
END_TEST

CHECK_MAIN("json", every_value_of_the_grammar_is_read, what_a_lenient_parser_lets_pass_is_refused, sizes_are_bounded,
           columns_count_characters_and_lines_count_newlines, whole_numbers_are_exact_and_written_as_such,
           errors_name_the_path_and_what_was_found, keys_are_told_apart_by_case,
           messages_hold_no_control_characters_and_are_cut, an_error_of_another_module_gets_the_place,
           mutations_never_crash, written_json_is_compact_and_reads_back, no_byte_escapes_its_string,
           numbers_read_back_and_are_short, utf8_is_read_to_the_letter)
