#include "judge/problem/hints.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/text.h"
#include "judge/base/utf8.h"
#include "judge/base/value.h"

struct reader {
    const char *path;
    int line; /* of the text that is being looked at, from 1 */
    struct hints *hints;
    struct text text; /* of the step that is being read, "" before the first one */
    bool titled, fenced;
};

__attribute__((format(printf, 3, 4))) static int fail(const struct reader *reader, struct err *err, const char *format,
                                                      ...)
{
    char what[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return err_set(err, ERR_USE, "%s:%d:1: %s", reader->path, reader->line, what);
}

static bool is_blank(const char *line, size_t length)
{
    while (length > 0 && (*line == ' ' || *line == '\t'))
        line++, length--;
    return length == 0;
}

static bool starts(const char *line, size_t length, const char *with)
{
    return length >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

/* The words behind the marks of a heading. */
static char *words_of(const char *line, size_t length)
{
    while (length > 0 && (*line == '#' || *line == ' '))
        line++, length--;
    while (length > 0 && (line[length - 1] == ' '))
        length--;
    return xasprintf("%.*s", (int)length, line);
}

/* Ends the step that is being read. */
static int end_step(struct reader *reader, struct err *err)
{
    struct text *text = &reader->text;
    if (reader->hints->count == 0)
        return 0;
    while (text->size > 0 && strchr(" \t\n", text->at[text->size - 1]))
        text->size--;
    if (text->size == 0)
        return fail(reader, err, "the step before has no text");
    text->at[text->size] = '\0';
    text_add(text, "\n");
    reader->hints->at[reader->hints->count - 1].text = text_take(text);
    *text = (struct text){0};
    return 0;
}

static int begin_step(struct reader *reader, const char *line, size_t length, struct err *err)
{
    if (!reader->titled)
        return fail(reader, err, "a step before the heading '# Hints'");
    if (end_step(reader, err) != 0)
        return -1;
    if (reader->hints->count == HINTS_MAX)
        return fail(reader, err, "more than %d steps", HINTS_MAX);
    char *title = words_of(line, length);
    if (!*title || strlen(title) > HINTS_TITLE_MAX) {
        free(title);
        return fail(reader, err, "a step needs a title, of at most %d bytes", HINTS_TITLE_MAX);
    }
    reader->hints->at[reader->hints->count++].title = title;
    return 0;
}

static int read_preface(struct reader *reader, const char *line, size_t length, struct err *err)
{
    if (is_blank(line, length))
        return 0;
    if (reader->titled)
        return fail(reader, err, "text before the first step ('## ...')");
    if (!starts(line, length, "# "))
        return fail(reader, err, "the heading '# Hints' expected");
    reader->titled = true;
    return 0;
}

static int read_line(struct reader *reader, const char *line, size_t length, struct err *err)
{
    bool fence = starts(line, length, "```");
    if (!reader->fenced && starts(line, length, "## "))
        return begin_step(reader, line, length, err);
    if (reader->hints->count == 0)
        return read_preface(reader, line, length, err);
    if (!reader->fenced && starts(line, length, "# "))
        return fail(reader, err, "a second heading; a step begins with '## '");
    reader->fenced ^= fence;
    if (reader->text.size > 0 || !is_blank(line, length)) {
        text_add_bytes(&reader->text, line, length);
        text_add(&reader->text, "\n");
    }
    return 0;
}

/* Text for a terminal: tabs are its only controls. */
static int check_line(const struct reader *reader, const char *line, size_t length, struct err *err)
{
    if (!utf8_valid(line, length))
        return fail(reader, err, "not UTF-8");
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)line[i];
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f)
            return fail(reader, err, "a control character");
    }
    return 0;
}

static int read_lines(struct reader *reader, const char *text, size_t size, struct err *err)
{
    for (const char *at = text, *end = text + size; at < end; reader->line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline ? newline : end) - at), whole = length + (newline != NULL);
        if (length > 0 && at[length - 1] == '\r') /* from Windows */
            length--;
        if (check_line(reader, at, length, err) != 0 || read_line(reader, at, length, err) != 0)
            return -1;
        at += whole;
    }
    if (reader->hints->count == 0)
        return fail(reader, err, "no step: each begins with '## ' and its title");
    return end_step(reader, err);
}

int hints_parse(const char *path, const char *text, size_t size, struct hints *ret_hints, struct err *err)
{
    struct hints hints = {0};
    struct reader reader = {.path = path, .line = 1, .hints = &hints};
    int failed = size > HINTS_BYTES_MAX
                     ? err_set(err, ERR_USE, "'%s' is larger than %d KiB", path, HINTS_BYTES_MAX / 1024)
                     : read_lines(&reader, text, size, err);
    text_release(&reader.text);
    if (failed) {
        hints_release(&hints);
        return -1;
    }
    *ret_hints = hints;
    return 0;
}

int hints_read(const struct problem *problem, struct hints *ret_hints, struct err *err)
{
    char *text, *path;
    size_t size;
    if (problem_read_file(problem, "hints.md", &text, &size, err) != 0)
        return -1;
    path = xasprintf("%s/hints.md", problem->folder);
    int failed = hints_parse(path, text, size, ret_hints, err);
    free(path);
    free(text);
    return failed;
}

void hints_release(struct hints *hints)
{
    for (int i = 0; i < hints->count; i++) {
        free(hints->at[i].title);
        free(hints->at[i].text);
    }
    *hints = (struct hints){0};
}
