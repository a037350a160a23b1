#include "judge/report/markdown.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/value.h"

/* --- characters --------------------------------------------------------------------------------------------------- */

/* For terminals that show ASCII alone. */
static const struct {
    const char *from, *to;
} ascii[] = {
    {"²", "^2"},  {"³", "^3"},    {"⁻¹", "^-1"},   {"⁻", "^-"},    {"¹", "^1"},    {"ᵀ", "^T"},    {"√", "sqrt"},
    {"Σ", "sum"}, {"∑", "sum"},   {"∂", "d"},      {"∇", "grad "}, {"·", "*"},     {"×", "x"},     {"÷", "/"},
    {"−", "-"},   {"–", "-"},     {"—", "--"},     {"…", "..."},   {"≤", "<="},    {"≥", ">="},    {"≠", "!="},
    {"≈", "~="},  {"±", "+-"},    {"→", "->"},     {"←", "<-"},    {"⇒", "=>"},    {"↦", "->"},    {"∞", "inf"},
    {"∈", "in"},  {"½", "1/2"},   {"π", "pi"},     {"α", "alpha"}, {"β", "beta"},  {"ε", "eps"},   {"σ", "sigma"},
    {"μ", "mu"},  {"θ", "theta"}, {"λ", "lambda"}, {"η", "eta"},   {"δ", "delta"}, {"Δ", "Delta"}, {"′", "'"},
    {"“", "\""},  {"”", "\""},    {"‘", "'"},      {"’", "'"},     {"•", "*"},     {"₀", "_0"},    {"₁", "_1"},
    {"₂", "_2"},  {"₃", "_3"},    {"ᵢ", "_i"},     {"ⱼ", "_j"},    {"ŷ", "y^"},    {"⌈", "ceil("}, {"⌉", ")"},
    {"é", "e"},   {"ö", "oe"},    {"ä", "ae"},     {"ü", "ue"},    {"°", " deg"},  {" ", " "}};

static char *to_ascii(const char *line)
{
    struct text text = {0};
    while (*line) {
        size_t i = 0, count = sizeof ascii / sizeof *ascii;
        while (i < count && strncmp(line, ascii[i].from, strlen(ascii[i].from)) != 0)
            i++;
        if (i < count)
            text_add(&text, ascii[i].to);
        else
            text_add_bytes(&text, line, 1);
        line += i < count ? strlen(ascii[i].from) : 1;
    }
    return text_take(&text);
}

/* A line of the source as it may reach the terminal, before any style is added. */
static char *safe_line(const struct ui *ui, const char *bytes, size_t size)
{
    struct text safe = {0};
    char *line = xasprintf("%.*s", (int)size, bytes);
    if (ui->ascii_only) {
        char *plain = to_ascii(line);
        free(line);
        line = plain;
    }
    ui_safe(ui, &safe, line, strlen(line));
    free(line);
    return text_take(&safe);
}

/* --- inside a line ------------------------------------------------------------------------------------------------ */

/* Bytes of `line` that are a span between two equal marks and hold text, 0 when there is none. "2 * 3 * 4" and
 * "snake_case_name" are no emphasis: a mark clings to a word, and "_" stands at its edge. */
static size_t span_length(const char *start, const char *line, const char *mark)
{
    size_t length = strlen(mark);
    if (strncmp(line, mark, length) != 0 || isspace((unsigned char)line[length]) || !line[length])
        return 0;
    if (*mark == '_' && line > start && isalnum((unsigned char)line[-1]))
        return 0;
    const char *end = strstr(line + length, mark);
    if (!end || end == line + length || (*mark != '`' && isspace((unsigned char)end[-1])))
        return 0;
    if (*mark == '_' && isalnum((unsigned char)end[length]))
        return 0;
    return (size_t)(end - line) + length;
}

/* "[text](target)" as "text (target)"; 0 when the line does not begin with one. `close`: the last ')' of the line, NULL
 * when there is none. What is looked at in vain ends at the next bracket, so that a whole line takes linear time. */
static size_t add_link(struct text *text, const char *line, const char *close)
{
    if (*line != '[' || !close)
        return 0;
    const char *middle = line + 1 + strcspn(line + 1, "[]"), *target = middle + 2;
    if (strncmp(middle, "](", 2) != 0 || target > close)
        return 0;
    const char *end = strchr(target, ')');
    text_add_bytes(text, line + 1, (size_t)(middle - line - 1));
    text_add(text, " (");
    text_add_bytes(text, target, (size_t)(end - target));
    text_add(text, ")");
    return (size_t)(end - line) + 1;
}

/* Styles go word by word, so that a line break does not cut one. */
static void add_words(const struct ui *ui, struct text *text, enum ui_style style, const char *words, size_t size)
{
    while (size) {
        size_t length = 0;
        while (length < size && words[length] != ' ')
            length++;
        text_add(text, length ? ui_on(ui, style) : " ");
        text_add_bytes(text, words, length);
        text_add(text, length ? ui_off(ui, style) : "");
        length = length ? length : 1;
        words += length;
        size -= length;
    }
}

static void add_inline(const struct ui *ui, struct text *text, const char *line)
{
    static const struct {
        const char *mark;
        enum ui_style style;
    } spans[] = {{"`", STYLE_NOTE}, {"**", STYLE_BOLD}, {"__", STYLE_BOLD}, {"*", STYLE_BOLD}, {"_", STYLE_BOLD}};
    const char *start = line, *close = strrchr(line, ')');
    while (*line) {
        size_t length = 0, i = 0, link = 0;
        if (*line == '\\' && ispunct((unsigned char)line[1])) {
            text_add_bytes(text, line + 1, 1);
            line += 2;
            continue;
        }
        while (i < sizeof spans / sizeof *spans && (length = span_length(start, line, spans[i].mark)) == 0)
            i++;
        if (length) {
            size_t mark = strlen(spans[i].mark);
            add_words(ui, text, spans[i].style, line + mark, length - 2 * mark);
        } else if ((link = add_link(text, line, close)) == 0) {
            text_add_bytes(text, line, 1);
        }
        line += length ? length : link ? link : 1;
    }
}

/* --- blocks ------------------------------------------------------------------------------------------------------- */

struct renderer {
    const struct ui *ui;
    struct text *text;
    struct text paragraph; /* lines that go on */
    char first[64];        /* before its first line: a bullet, blanks */
    bool fenced;
    bool blank; /* the line before was empty */
};

static void flush(struct renderer *r)
{
    if (r->paragraph.at) { /* of an empty list item the mark is left */
        struct text styled = {0};
        char *paragraph = text_take(&r->paragraph);
        text_add(&styled, "");
        add_inline(r->ui, &styled, paragraph);
        ui_wrap(r->ui, r->text, r->first, styled.at);
        text_release(&styled);
        free(paragraph);
    }
    r->first[0] = '\0';
}

static size_t heading_level(const char *line)
{
    size_t level = strspn(line, "#");
    return level <= 6 && line[level] == ' ' ? level : 0;
}

/* Bytes of a list item's mark with the blank behind it: "- ", "* ", "12. "; 0 when there is none. */
static size_t item_mark(const char *line)
{
    if (strchr("-*+", *line) && line[0] && line[1] == ' ')
        return 2;
    size_t digits = strspn(line, "0123456789");
    return digits && digits < 4 && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ' ? digits + 2
                                                                                                           : 0;
}

static bool is_rule(const char *line)
{
    size_t length = strspn(line, "-");
    return length >= 3 && !line[length];
}

static void begin_item(struct renderer *r, const char *line, size_t indent, size_t mark)
{
    flush(r);
    bool numbered = isdigit((unsigned char)line[indent]);
    snprintf(r->first, sizeof r->first, "%*s%.*s ", (int)(indent < 20 ? indent : 20) + 2, "",
             numbered ? (int)mark - 1 : (int)strlen(ui_dot(r->ui)), numbered ? line + indent : ui_dot(r->ui));
    text_add(&r->paragraph, line + indent + mark);
}

static void add_heading(struct renderer *r, const char *line, size_t level)
{
    flush(r);
    ui_add(r->ui, r->text, level <= 2 ? STYLE_TITLE : STYLE_BOLD, "%s", line + level + 1);
    text_add(r->text, "\n");
}

static void add_code(struct renderer *r, const char *line)
{
    flush(r);
    if (line[strspn(line, " ")]) {
        text_add(r->text, "    ");
        ui_add(r->ui, r->text, STYLE_NOTE, "%s", line);
    }
    text_add(r->text, "\n");
}

static void add_line(struct renderer *r, const char *line)
{
    size_t indent = strspn(line, " "), mark = item_mark(line + indent), level = heading_level(line);
    bool in_item = r->first[0] != '\0';
    if (strncmp(line + indent, "```", 3) == 0) {
        flush(r);
        r->fenced = !r->fenced;
    } else if (r->fenced) {
        add_code(r, line);
    } else if (!line[indent]) {
        flush(r);
        if (!r->blank)
            text_add(r->text, "\n");
    } else if (indent >= 4 && !in_item && !r->paragraph.size) {
        add_code(r, line + 4);
    } else if (level) {
        add_heading(r, line, level);
    } else if (is_rule(line)) {
        flush(r);
        ui_add(r->ui, r->text, STYLE_DIM, "----\n");
    } else if (line[indent] == '|') {
        flush(r);
        text_format(r->text, "%s\n", line);
    } else if (mark) {
        begin_item(r, line, indent, mark);
    } else {
        text_add(&r->paragraph, r->paragraph.size ? " " : "");
        text_add(&r->paragraph, line + indent);
    }
    r->blank = !r->fenced && !line[indent];
}

void markdown_render(const struct ui *ui, struct text *text, const char *source, size_t size)
{
    struct renderer renderer = {.ui = ui, .text = text, .blank = true};
    for (size_t at = 0; at < size;) {
        const char *newline = memchr(source + at, '\n', size - at);
        size_t length = newline ? (size_t)(newline - source) - at : size - at;
        char *line = safe_line(ui, source + at, length && source[at + length - 1] == '\r' ? length - 1 : length);
        add_line(&renderer, line);
        free(line);
        at += length + (newline != NULL);
    }
    flush(&renderer);
}
