#include "judge/base/json_scan.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/utf8.h"
#include "judge/base/value.h"

struct scanner {
    const char *text;
    size_t size, at;
    int depth;
    struct json_places places;
    size_t capacity;
    struct json_fault *fault;
};

static int fault(struct scanner *scanner, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int fault(struct scanner *scanner, size_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(scanner->fault->text, sizeof scanner->fault->text, format, arguments);
    va_end(arguments);
    scanner->fault->offset = offset;
    return -1;
}

/* NUL at the end of the text, so that no look-ahead of one needs a check. */
static char peek(const struct scanner *scanner)
{
    return scanner->text[scanner->at];
}

static void skip_blanks(struct scanner *scanner)
{
    scanner->at += strspn(scanner->text + scanner->at, " \t\r\n");
}

static bool accept(struct scanner *scanner, char c)
{
    skip_blanks(scanner);
    if (scanner->at >= scanner->size || peek(scanner) != c)
        return false;
    scanner->at++;
    return true;
}

/* What stands here instead of `expected`, for a person. */
static int unexpected(struct scanner *scanner, const char *expected)
{
    size_t at = scanner->at;
    const char *here = scanner->text + at;
    if (at >= scanner->size)
        return fault(scanner, at, "%s expected, but the text ends here", expected);
    if (*here == '\'')
        return fault(scanner, at, "%s expected; text stands in double quotes in JSON", expected);
    if (*here == '#' || (*here == '/' && (here[1] == '/' || here[1] == '*')))
        return fault(scanner, at, "%s expected; JSON has no comments", expected);
    size_t length = utf8_decode(here, scanner->size - at, NULL);
    if (length == 0 || iscntrl((unsigned char)*here))
        return fault(scanner, at, "%s expected, not the byte 0x%02x", expected, (unsigned char)*here);
    return fault(scanner, at, "%s expected, not '%.*s'", expected, (int)length, here);
}

static uint32_t add_place(struct scanner *scanner, struct json_place place)
{
    if (scanner->places.count == scanner->capacity) {
        scanner->capacity = scanner->capacity ? 2 * scanner->capacity : 64;
        scanner->places.at = xrealloc(scanner->places.at, scanner->capacity * sizeof *scanner->places.at);
    }
    scanner->places.at[scanner->places.count] = place;
    return (uint32_t)scanner->places.count++;
}

/* --- strings -------------------------------------------------------------- */

/* Four hex digits of "\uXXXX"; `at` is their offset. */
static int scan_unit(struct scanner *scanner, size_t at, unsigned *ret_unit)
{
    unsigned unit = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = scanner->text[at + i];
        if (!isxdigit((unsigned char)c))
            return fault(scanner, at - 2, "four hexadecimal digits expected behind '\\u'");
        unit = unit * 16 + (unsigned)(isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10);
    }
    *ret_unit = unit;
    return 0;
}

/* A code point as one unit or as a pair of surrogates. */
static int scan_unicode(struct scanner *scanner)
{
    unsigned unit, low;
    size_t from = scanner->at;
    if (scan_unit(scanner, from + 2, &unit))
        return -1;
    scanner->at += 6;
    if (unit == 0)
        return fault(scanner, from, "a NUL character in a string");
    if (unit < 0xd800 || unit > 0xdfff)
        return 0;
    if (unit > 0xdbff || strncmp(scanner->text + from + 6, "\\u", 2) != 0)
        return fault(scanner, from, "half of a surrogate pair in a string");
    if (scan_unit(scanner, from + 8, &low))
        return -1;
    if (low < 0xdc00 || low > 0xdfff)
        return fault(scanner, from, "half of a surrogate pair in a string");
    scanner->at += 6;
    return 0;
}

static int scan_escape(struct scanner *scanner)
{
    char c = scanner->text[scanner->at + 1];
    if (c == 'u')
        return scan_unicode(scanner);
    if (c == '\0' || !strchr("\"\\/bfnrt", c))
        return fault(scanner, scanner->at, "unknown escape in a string; a backslash itself is written \\\\");
    scanner->at += 2;
    return 0;
}

static int scan_string(struct scanner *scanner)
{
    size_t from = scanner->at++;
    for (;;) {
        const char *here = scanner->text + scanner->at;
        if (scanner->at >= scanner->size || *here == '\n')
            return fault(scanner, from, "a string that does not end on its line");
        if (*here == '"')
            break;
        if ((unsigned char)*here < 0x20)
            return fault(scanner, scanner->at, "the control character 0x%02x in a string; write \\u%04x",
                         (unsigned)*here, (unsigned)*here);
        if (*here == '\\') {
            if (scan_escape(scanner))
                return -1;
            continue;
        }
        size_t length = utf8_decode(here, scanner->size - scanner->at, NULL);
        if (length == 0)
            return fault(scanner, scanner->at, "bytes that are not UTF-8 in a string");
        scanner->at += length;
    }
    scanner->at++;
    return 0;
}

/* --- numbers -------------------------------------------------------------- */

static size_t skip_digits(struct scanner *scanner)
{
    size_t digits = strspn(scanner->text + scanner->at, "0123456789");
    scanner->at += digits;
    return digits;
}

static int check_range(struct scanner *scanner, size_t from)
{
    const char *text = scanner->text + from;
    size_t mantissa = strcspn(text, "eE,]} \t\r\n");
    double number = strtod(text, NULL);
    if (!isfinite(number))
        return fault(scanner, from, "the number is too large");
    if (number == 0 && strcspn(text, "123456789") < mantissa)
        return fault(scanner, from, "the number is too small to tell from 0");
    return 0;
}

static int scan_number(struct scanner *scanner)
{
    size_t from = scanner->at;
    if (peek(scanner) == '-')
        scanner->at++;
    size_t first = scanner->at, digits = skip_digits(scanner);
    if (digits == 0)
        return unexpected(scanner, "a digit");
    if (digits > 1 && scanner->text[first] == '0')
        return fault(scanner, from, "a number does not begin with 0");
    if (peek(scanner) == '.') {
        scanner->at++;
        if (skip_digits(scanner) == 0)
            return unexpected(scanner, "a digit behind the decimal point");
    }
    if (peek(scanner) == 'e' || peek(scanner) == 'E') {
        scanner->at++;
        if (peek(scanner) == '+' || peek(scanner) == '-')
            scanner->at++;
        if (skip_digits(scanner) == 0)
            return unexpected(scanner, "a digit of the exponent");
    }
    if (scanner->at - from > JSON_NUMBER_MAX)
        return fault(scanner, from, "a number longer than %d characters", JSON_NUMBER_MAX);
    return check_range(scanner, from);
}

/* --- values --------------------------------------------------------------- */

static int scan_value(struct scanner *scanner, struct json_place place);

static int scan_word(struct scanner *scanner)
{
    static const char *const words[] = {"true", "false", "null"};
    const char *here = scanner->text + scanner->at;
    size_t length = 0;
    while (isalnum((unsigned char)here[length]) || here[length] == '_')
        length++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) == length && strncmp(here, words[i], length) == 0) {
            scanner->at += length;
            return 0;
        }
    }
    if (length == 0)
        return unexpected(scanner, "a value");
    return fault(scanner, scanner->at, "the word '%.*s' is no JSON value; text stands in double quotes",
                 (int)(length < 40 ? length : 40), here);
}

static int scan_items(struct scanner *scanner, uint32_t parent)
{
    if (accept(scanner, ']'))
        return 0;
    for (uint32_t index = 0;; index++) {
        if (scan_value(scanner, (struct json_place){0, JSON_NO_PLACE, parent, index}))
            return -1;
        if (accept(scanner, ']'))
            return 0;
        if (!accept(scanner, ','))
            return unexpected(scanner, "',' or ']'");
        size_t comma = scanner->at - 1;
        if (accept(scanner, ']'))
            return fault(scanner, comma, "a ',' before ']'");
    }
}

static int scan_members(struct scanner *scanner, uint32_t parent)
{
    if (accept(scanner, '}'))
        return 0;
    for (uint32_t index = 0;; index++) {
        skip_blanks(scanner);
        size_t key = scanner->at;
        if (index == JSON_KEYS_MAX)
            return fault(scanner, key, "more than %d keys in one object", JSON_KEYS_MAX);
        if (peek(scanner) != '"')
            return unexpected(scanner, "a key in double quotes");
        if (scan_string(scanner))
            return -1;
        if (!accept(scanner, ':'))
            return unexpected(scanner, "':'");
        if (scan_value(scanner, (struct json_place){0, (uint32_t)key, parent, index}))
            return -1;
        if (accept(scanner, '}'))
            return 0;
        if (!accept(scanner, ','))
            return unexpected(scanner, "',' or '}'");
        size_t comma = scanner->at - 1;
        if (accept(scanner, '}'))
            return fault(scanner, comma, "a ',' before '}'");
    }
}

static int scan_value(struct scanner *scanner, struct json_place place)
{
    skip_blanks(scanner);
    place.value = (uint32_t)scanner->at;
    uint32_t self = add_place(scanner, place);
    char c = peek(scanner);
    if (c == '"')
        return scan_string(scanner);
    if (c == '-' || isdigit((unsigned char)c))
        return scan_number(scanner);
    if (c != '{' && c != '[')
        return scan_word(scanner);
    if (++scanner->depth > JSON_DEPTH_MAX)
        return fault(scanner, scanner->at, "nested more than %d deep", JSON_DEPTH_MAX);
    scanner->at++;
    int result = c == '{' ? scan_members(scanner, self) : scan_items(scanner, self);
    scanner->depth--;
    return result;
}

int json_scan(const char *text, size_t size, struct json_places *ret_places, struct json_fault *ret_fault)
{
    struct scanner scanner = {.text = text, .size = size, .fault = ret_fault};
    int result = 0;
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        result = fault(&scanner, 0, "a byte order mark; save the file as UTF-8 without one");
    if (!result)
        result = scan_value(&scanner, (struct json_place){0, JSON_NO_PLACE, JSON_NO_PLACE, 0});
    skip_blanks(&scanner);
    if (!result && scanner.at < size)
        result = unexpected(&scanner, "the end");
    if (result) {
        free(scanner.places.at);
        return -1;
    }
    *ret_places = scanner.places;
    return 0;
}
