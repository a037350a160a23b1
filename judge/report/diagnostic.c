#include "judge/report/diagnostic.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/utf8.h"
#include "judge/base/value.h"

enum { QUOTE_MAX = 160, FILE_MAX = 1 << 20 };

static const struct {
    const char *name;
    enum severity severity;
} codes[DIAGNOSTIC_CODES] = {
    [P001_LOAD] = {"P001", SEVERITY_ERROR},               /* the folder is no problem */
    [P002_REQUIRES] = {"P002", SEVERITY_ERROR},           /* a prerequisite is unknown, or the problem itself */
    [P010_STATEMENT_MISSING] = {"P010", SEVERITY_ERROR},  /* statement.md cannot be read */
    [P011_SECTION] = {"P011", SEVERITY_ERROR},            /* it lacks a section */
    [P012_FORMULA] = {"P012", SEVERITY_ERROR},            /* the task has no formula */
    [P013_SIGNATURE] = {"P013", SEVERITY_ERROR},          /* a declaration is not the problem's */
    [P014_NUMBER] = {"P014", SEVERITY_ERROR},             /* the example lacks a result */
    [P015_RULE] = {"P015", SEVERITY_ERROR},               /* how answers are compared is not said, or wrongly */
    [P016_NO_SAMPLE] = {"P016", SEVERITY_ERROR},          /* a function has no example */
    [P017_HINTS] = {"P017", SEVERITY_ERROR},              /* hints.md is missing, or no hints in steps */
    [P020_REFERENCE] = {"P020", SEVERITY_ERROR},          /* the reference fails */
    [P021_SAMPLE] = {"P021", SEVERITY_ERROR},             /* an expectation is not what the reference computes */
    [P022_REFERENCE_BUILD] = {"P022", SEVERITY_ERROR},    /* the reference built otherwise says something else */
    [P023_GENERATE] = {"P023", SEVERITY_ERROR},           /* generate.c fails */
    [P024_GENERATE_STATE] = {"P024", SEVERITY_ERROR},     /* it makes other inputs for the same seed */
    [P025_GENERATE_WARNING] = {"P025", SEVERITY_WARNING}, /* the compiler warns of it */
    [P026_UNUSED] = {"P026", SEVERITY_WARNING},           /* an array or generate.c that problem.json does not use */
    [P027_CHECKER] = {"P027", SEVERITY_ERROR},            /* check.c fails, or refuses the reference's answer */
    [P030_VERDICT] = {"P030", SEVERITY_ERROR},            /* a submission earns another verdict than its folder's */
    [P031_TOO_FEW] = {"P031", SEVERITY_ERROR},            /* too few example submissions */
    [P032_LANGUAGE] = {"P032", SEVERITY_ERROR},           /* no accepted submission in another language */
    [P033_FOLDER] = {"P033", SEVERITY_ERROR},             /* a folder or file among the submissions means nothing */
    [P034_IDLE_GROUP] = {"P034", SEVERITY_WARNING},       /* no wrong submission fails on a group */
    [P035_TIME] = {"P035", SEVERITY_ERROR},               /* the time limit is too close to honest solutions */
    [P036_SKIPPED] = {"P036", SEVERITY_NOTE},             /* a file cannot be judged on this machine */
    [P040_STARTER] = {"P040", SEVERITY_ERROR},            /* a starter is missing, does not compile, or is accepted */
    [P050_TRIVIAL] = {"P050", SEVERITY_ERROR},            /* a trivial answer is accepted */
    [P060_MUTANT] = {"P060", SEVERITY_ERROR},             /* a mutant of the reference is accepted */
    [P061_WEAK] = {"P061", SEVERITY_WARNING},             /* a mutant is accepted under some keys */
    [P062_CHECKER_MUTANT] = {"P062", SEVERITY_WARNING},   /* no example depends on a part of check.c */
    [P070_EXCUSE] = {"P070", SEVERITY_ERROR},             /* verify.json cannot be read */
    [P071_STALE] = {"P071", SEVERITY_WARNING},            /* it explains what does not occur */
};

const char *diagnostic_code_name(enum diagnostic_code code)
{
    return codes[code].name;
}

/* --- making ------------------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 1, 0))) static char *format_text(const char *format, va_list arguments)
{
    char *text = NULL;
    return vasprintf(&text, format, arguments) < 0 ? xstrdup("") : text;
}

struct diagnostic *diagnostics_add(struct diagnostics *list, enum diagnostic_code code, const char *format, ...)
{
    va_list arguments;
    list->at = xrealloc(list->at, (size_t)(list->count + 1) * sizeof *list->at);
    struct diagnostic *diagnostic = &list->at[list->count++];
    *diagnostic = (struct diagnostic){.code = code, .severity = codes[code].severity};
    list->errors += diagnostic->severity == SEVERITY_ERROR;
    list->warnings += diagnostic->severity == SEVERITY_WARNING;
    va_start(arguments, format);
    diagnostic->text = format_text(format, arguments);
    va_end(arguments);
    return diagnostic;
}

void diagnostic_help(struct diagnostic *diagnostic, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    free(diagnostic->help);
    diagnostic->help = format_text(format, arguments);
    va_end(arguments);
}

void diagnostic_note(struct diagnostic *diagnostic, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    free(diagnostic->note);
    diagnostic->note = format_text(format, arguments);
    va_end(arguments);
}

static const char *line_of(const char *source, int line)
{
    while (source && line-- > 1) {
        source = strchr(source, '\n');
        source = source ? source + 1 : NULL;
    }
    return source;
}

/* Bytes of the character that begins here. */
static size_t step(const char *at)
{
    size_t length = utf8_decode(at, strlen(at), NULL);
    return length ? length : 1;
}

/* What a reader takes for one thing: a string in quotes, a word, or a single sign. */
static int word_length(const char *from)
{
    const char *at = from;
    int count = 0;
    if (*at == '"') {
        for (at++, count++; *at && *at != '\n' && *at != '"'; at += step(at), count++)
            at += *at == '\\' && at[1] && at[1] != '\n' ? 1 : 0;
        return count + (*at == '"');
    }
    while (isalnum((unsigned char)*at) || *at == '_' || *at == '-' || *at == '.' || (unsigned char)*at >= 0x80) {
        at += step(at);
        count++;
    }
    return count ? count : 1;
}

void diagnostic_place(struct diagnostic *diagnostic, const char *file, const char *source, int line, int column,
                      int length)
{
    free(diagnostic->file);
    free(diagnostic->quote);
    diagnostic->file = xstrdup(file);
    diagnostic->quote = NULL;
    diagnostic->line = line;
    diagnostic->column = column;
    const char *from = line_of(source, line);
    if (!from || line < 1)
        return;
    diagnostic->quote = xasprintf("%.*s", (int)strcspn(from, "\n"), from);
    const char *at = diagnostic->quote;
    for (int c = 1; c < column && *at; c++)
        at += step(at);
    diagnostic->length = column < 1 ? 0 : length ? length : word_length(at);
}

void diagnostic_find(struct diagnostic *diagnostic, const char *file, const char *source, const char *word)
{
    const char *found = strstr(source, word);
    if (!found) {
        diagnostic_place(diagnostic, file, NULL, 0, 0, 0);
        return;
    }
    int line = 1, column = 1;
    const char *from = source;
    for (const char *at = source; at < found; at++) {
        if (*at == '\n') {
            line++;
            from = at + 1;
        }
    }
    for (const char *at = from; at < found; at += step(at))
        column++;
    diagnostic_place(diagnostic, file, source, line, column, (int)utf8_length(word));
}

/* --- from an error ------------------------------------------------------------------------------------------------ */

/* "file:line:column: " at the start; the length of it, 0 when there is none. */
static size_t parse_place(const char *text, int *ret_file_length, int *ret_line, int *ret_column)
{
    for (const char *colon = strchr(text, ':'); colon; colon = strchr(colon + 1, ':')) {
        int used = 0;
        if (sscanf(colon, ":%d:%d: %n", ret_line, ret_column, &used) == 2 && used > 0) {
            *ret_file_length = (int)(colon - text);
            return (size_t)(colon - text) + (size_t)used;
        }
    }
    return 0;
}

static char *read_source(const char *path)
{
    FILE *file = fopen(path, "rbe");
    if (!file)
        return NULL;
    char *text = xmalloc(FILE_MAX + 1);
    text[fread(text, 1, FILE_MAX, file)] = '\0';
    fclose(file);
    return text;
}

struct diagnostic *diagnostics_add_err(struct diagnostics *list, enum diagnostic_code code, const struct err *err)
{
    int file_length = 0, line = 0, column = 0;
    const char *message = err->text + parse_place(err->text, &file_length, &line, &column);
    const char *hint = strstr(message, ", did you mean ");
    struct diagnostic *diagnostic =
        diagnostics_add(list, code, "%.*s", (int)(hint ? hint - message : (ptrdiff_t)strlen(message)), message);
    if (hint)
        diagnostic_help(diagnostic, "%s", hint + 2);
    if (file_length > 0) {
        char *file = xasprintf("%.*s", file_length, err->text), *source = read_source(file);
        diagnostic_place(diagnostic, file, source, line, column, 0);
        free(source);
        free(file);
    }
    return diagnostic;
}

/* --- showing ------------------------------------------------------------------------------------------------------ */

static const char *const severity_names[SEVERITY_COUNT] = {"error", "warning", "note"};
static const enum ui_style severity_styles[SEVERITY_COUNT] = {STYLE_BAD, STYLE_WARN, STYLE_NOTE};

/* Tabs count as one column each, so that the caret stands below what it means. */
static void add_quote(const struct diagnostic *diagnostic, const struct ui *ui, struct text *text)
{
    char number[16];
    int width = snprintf(number, sizeof number, "%d", diagnostic->line);
    char *line = xstrdup(diagnostic->quote);
    for (char *at = line; *at; at++)
        *at = *at == '\t' ? ' ' : *at;
    if (utf8_length(line) > QUOTE_MAX) {
        char *end = line;
        for (int i = 0; i < QUOTE_MAX; i++)
            end += step(end);
        *end = '\0';
    }
    ui_add(ui, text, STYLE_DIM, "%*s |\n %s |", width + 1, "", number);
    text_add(text, " ");
    ui_safe_line(ui, text, line);
    text_add(text, "\n");
    if (diagnostic->length > 0 && diagnostic->column <= QUOTE_MAX) {
        ui_add(ui, text, STYLE_DIM, "%*s |", width + 1, "");
        text_format(text, " %*s", diagnostic->column - 1, "");
        text_add(text, ui_on(ui, severity_styles[diagnostic->severity]));
        for (int i = 0; i < diagnostic->length && diagnostic->column + i <= QUOTE_MAX; i++)
            text_add(text, "^");
        text_add(text, ui_off(ui, severity_styles[diagnostic->severity]));
        text_add(text, "\n");
    }
    free(line);
}

static void add_remark(const struct ui *ui, const char *what, const char *remark, struct text *text)
{
    const char *from = remark;
    while (from && *from) { /* the lines of a remark stand below each other */
        size_t length = strcspn(from, "\n");
        if (from == remark)
            text_format(text, "   = %s: ", what);
        else
            text_format(text, "%*s", (int)strlen(what) + 7, "");
        ui_safe_line_bytes(ui, text, from, length);
        text_add(text, "\n");
        from += length + (from[length] == '\n');
    }
}

static void add_one(const struct diagnostic *diagnostic, const struct ui *ui, struct text *text)
{
    enum ui_style style = severity_styles[diagnostic->severity];
    ui_add(ui, text, style, "%s[%s]", severity_names[diagnostic->severity], diagnostic_code_name(diagnostic->code));
    text_add(text, ": ");
    const char *rest = strchr(diagnostic->text, '\n'); /* what a compiler said stands below */
    ui_safe_line_bytes(ui, text, diagnostic->text, strcspn(diagnostic->text, "\n"));
    text_add(text, "\n");
    if (diagnostic->file) {
        text_add(text, "  --> ");
        ui_safe_line(ui, text, diagnostic->file);
        if (diagnostic->line > 0)
            text_format(text, diagnostic->column > 0 ? ":%d:%d" : ":%d", diagnostic->line, diagnostic->column);
        text_add(text, "\n");
    }
    if (diagnostic->quote)
        add_quote(diagnostic, ui, text);
    add_remark(ui, "note", rest ? rest + 1 : NULL, text);
    add_remark(ui, "note", diagnostic->note, text);
    add_remark(ui, "help", diagnostic->help, text);
    text_add(text, "\n");
}

void diagnostics_text(const struct diagnostics *list, const struct ui *ui, struct text *text)
{
    for (int i = 0; i < list->count; i++)
        add_one(&list->at[i], ui, text);
}

void diagnostics_json(const struct diagnostics *list, const char *key, struct json_writer *json)
{
    json_writer_array(json, key);
    for (int i = 0; i < list->count; i++) {
        const struct diagnostic *diagnostic = &list->at[i];
        json_writer_object(json, NULL);
        json_writer_text(json, "severity", severity_names[diagnostic->severity]);
        json_writer_text(json, "code", diagnostic_code_name(diagnostic->code));
        json_writer_text(json, "message", diagnostic->text);
        json_writer_text(json, "file", diagnostic->file);
        if (diagnostic->line > 0)
            json_writer_integer(json, "line", diagnostic->line);
        if (diagnostic->column > 0)
            json_writer_integer(json, "column", diagnostic->column);
        json_writer_text(json, "note", diagnostic->note);
        json_writer_text(json, "help", diagnostic->help);
        json_writer_end(json);
    }
    json_writer_end(json);
}

void diagnostics_release(struct diagnostics *list)
{
    for (int i = 0; i < list->count; i++) {
        struct diagnostic *diagnostic = &list->at[i];
        free(diagnostic->text);
        free(diagnostic->file);
        free(diagnostic->quote);
        free(diagnostic->help);
        free(diagnostic->note);
    }
    free(list->at);
    *list = (struct diagnostics){0};
}
