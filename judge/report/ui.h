/* ui.h - text for people: what the terminal can show, styles, and the one sanitiser.
 *
 * Everything is rendered into a `struct text` and written at once by the command: so it can be tested, and nothing here
 * prints. A `struct ui` says what the stream at the other end can do; stdout and stderr have one each.
 *
 * Whatever a student or a problem's author had a hand in (file names, output, compiler messages, strings, user names,
 * also those that come from the database) reaches a terminal through ui_safe or ui_safe_line only. They turn what a
 * terminal would obey (C0 but newline and tab, ESC, DEL, C1, bidirectional overrides, invisible format characters) and
 * what is no UTF-8 into visible escapes: "\x1b", "\u202e". So every escape sequence in a rendered text is our own.
 */
#ifndef JUDGE_UI_H
#define JUDGE_UI_H

#include <stdbool.h>

#include "judge/base/json_writer.h"
#include "judge/base/text.h"
#include "judge/judging/verdict.h"

enum ui_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct ui {
    bool terminal;
    bool colour;
    bool truecolour; /* 24 bits; else 256 colours */
    bool unicode;    /* the locale is UTF-8: marks, boxes and blocks beyond ASCII may be used */
    bool ascii_only; /* a terminal without UTF-8: its C1 codes are bytes of our UTF-8, so all text must be ASCII */
    int width, height;
};

/* What the stream can do: by its kind, NO_COLOR, TERM, COLORTERM, COLUMNS and the locale (setlocale is the caller's
 * business). `colour` other than COLOUR_AUTO wins over all of them. */
void ui_init(struct ui *ui, int fd, enum ui_colour colour);

enum ui_style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_DIM,
    STYLE_GOOD,
    STYLE_BAD,
    STYLE_WARN,
    STYLE_NOTE,
    STYLE_TITLE,
    STYLE_BIG_GOOD,
    STYLE_BIG_BAD,
    STYLE_BIG_WARN,
    STYLE_COUNT,
};

/* Escape sequences that begin and end a style, "" without colour. */
const char *ui_on(const struct ui *ui, enum ui_style style);
const char *ui_off(const struct ui *ui, enum ui_style style);

/* Formats in a style. The arguments must be safe already. */
void ui_add(const struct ui *ui, struct text *text, enum ui_style style, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Untrusted bytes, made visible; the line forms also escape newlines and tabs. */
void ui_safe(const struct ui *ui, struct text *text, const char *bytes, size_t size);
void ui_safe_line(const struct ui *ui, struct text *text, const char *string);
void ui_safe_line_bytes(const struct ui *ui, struct text *text, const char *bytes, size_t size);

/* Untrusted bytes in lines with `indent` before each, at most `lines` lines and `bytes` bytes; what is left out is
 * counted in a last line. */
void ui_safe_block(const struct ui *ui, struct text *text, const char *bytes, size_t size, const char *indent,
                   int lines);

/* Columns that a text takes on a terminal; our escape sequences take none. */
int ui_columns(const char *text);
void ui_pad(struct text *text, int columns);

/* A sentence wrapped to the width: `first` before the first line, as many blanks before the others. The text must be
 * safe already. */
void ui_wrap(const struct ui *ui, struct text *text, const char *first, const char *sentence);
/* The same for a text of anybody: sanitised. */
void ui_sentence(const struct ui *ui, struct text *text, const char *first, const char *sentence);

enum ui_mark { MARK_YES, MARK_NO, MARK_NONE, MARK_WARN, MARK_COUNT };
const char *ui_mark(const struct ui *ui, enum ui_mark mark);
/* "·" between items of a line, "-" without Unicode; "…" or "..."; "–" or "-" for an empty cell. */
const char *ui_dot(const struct ui *ui);
const char *ui_dots(const struct ui *ui);
const char *ui_dash(const struct ui *ui);

enum ui_style ui_verdict_style(enum verdict verdict);

/* "0.41 ms", "1.3 s"; "1.3 MiB", "912 KiB". `size` bytes of buffer, at least 32. */
const char *ui_time(long long ns, char *buffer, size_t size);
const char *ui_memory(long long kib, char *buffer, size_t size);
/* Nanoseconds in JSON: milliseconds with three decimals, in every command the same. */
void ui_json_ms(struct json_writer *json, const char *key, int64_t ns);

#endif
