#include "judge/judging/definitions.h"

#include <ctype.h>
#include <string.h>

enum { PENDING_MAX = 4 };

struct scan {
    const char *source;
    size_t size, i;
    int line;
    int braces, parentheses;
    bool line_start; /* nothing but blanks stands before, in this line */
    char last;       /* the token before: a sign, 'a' for a name, '0' for a number */
    struct definition name;
    struct definition pending[PENDING_MAX]; /* names whose parameters were read: an attribute may be among them */
    int pending_count;
    struct definitions *found;
};

/* --- what is no code ---------------------------------------------------------------------------------------------- */

static char at(const struct scan *scan, size_t ahead)
{
    return ahead < scan->size - scan->i ? scan->source[scan->i + ahead] : '\0';
}

static bool more(const struct scan *scan)
{
    return scan->i < scan->size;
}

static void step(struct scan *scan)
{
    scan->line += scan->source[scan->i] == '\n';
    scan->i++;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool starts(const struct scan *scan, const char *word)
{
    size_t length = strlen(word);
    return length <= scan->size - scan->i && memcmp(scan->source + scan->i, word, length) == 0;
}

static void skip_to(struct scan *scan, const char *end)
{
    while (more(scan) && !starts(scan, end))
        step(scan);
    for (size_t i = 0; i < strlen(end) && more(scan); i++)
        step(scan);
}

/* Up to the closing quote, or the end of the line. */
static void skip_quoted(struct scan *scan)
{
    const char quote = at(scan, 0);
    step(scan);
    while (more(scan) && at(scan, 0) != quote && at(scan, 0) != '\n') {
        if (at(scan, 0) == '\\' && scan->i + 1 < scan->size)
            step(scan);
        step(scan);
    }
    if (more(scan) && at(scan, 0) == quote)
        step(scan);
}

/* "mark( ... )mark", behind the R. */
static void skip_raw(struct scan *scan)
{
    char end[20] = ")";
    size_t length = 1;
    step(scan);
    while (more(scan) && at(scan, 0) != '(' && length < sizeof end - 2) {
        end[length++] = at(scan, 0);
        step(scan);
    }
    end[length] = '"';
    skip_to(scan, end);
}

/* The rest of a line that may go on behind a backslash; of a directive's, a comment may too. */
static void skip_line(struct scan *scan, bool comments)
{
    while (more(scan) && at(scan, 0) != '\n') {
        comments = comments && !starts(scan, "//");
        if (comments && starts(scan, "/*")) {
            skip_to(scan, "*/");
            continue;
        }
        if (at(scan, 0) == '\\' && scan->i + 1 < scan->size)
            step(scan);
        step(scan);
    }
}

/* True and behind it when the directive's word is this one. */
static bool takes_word(struct scan *scan, const char *word)
{
    while (at(scan, 0) == ' ' || at(scan, 0) == '\t')
        step(scan);
    if (!starts(scan, word) || is_name(at(scan, strlen(word))))
        return false;
    scan->i += strlen(word);
    return true;
}

/* Behind "#if 0": up to its #else, #elif or #endif. */
static void skip_branch(struct scan *scan)
{
    for (int depth = 1; depth > 0 && more(scan); skip_line(scan, true)) {
        while (isspace((unsigned char)at(scan, 0)))
            step(scan);
        if (at(scan, 0) != '#')
            continue;
        step(scan);
        if (takes_word(scan, "if") || takes_word(scan, "ifdef") || takes_word(scan, "ifndef"))
            depth++;
        else if (takes_word(scan, "endif") || (depth == 1 && (takes_word(scan, "else") || takes_word(scan, "elif"))))
            depth--;
    }
}

static void skip_directive(struct scan *scan)
{
    step(scan);
    bool never = takes_word(scan, "if") && takes_word(scan, "0");
    skip_line(scan, true);
    if (never)
        skip_branch(scan);
}

/* --- what is code ------------------------------------------------------------------------------------------------- */

static void take_name(struct scan *scan)
{
    const size_t from = scan->i;
    while (more(scan) && is_name(at(scan, 0)))
        scan->i++;
    size_t length = scan->i - from;
    if (at(scan, 0) == '"' && scan->source[scan->i - 1] == 'R') {
        skip_raw(scan);
        return;
    }
    if (length >= DEFINITION_NAME)
        length = DEFINITION_NAME - 1;
    if (scan->parentheses == 0) {
        scan->name = (struct definition){.line = scan->line, .inside = scan->braces > 0 || scan->last == ':'};
        memcpy(scan->name.name, scan->source + from, length);
    }
    scan->last = 'a';
}

/* 1'000 is one number, and 1.5e3 has no name in it. */
static void take_number(struct scan *scan)
{
    while (more(scan) && (is_name(at(scan, 0)) || at(scan, 0) == '.' || (at(scan, 0) == '\'' && is_name(at(scan, 1)))))
        scan->i++;
    scan->last = '0';
}

static void record(struct scan *scan)
{
    struct definitions *found = scan->found;
    for (int i = 0; i < scan->pending_count && found->count < DEFINITIONS_MAX; i++)
        found->at[found->count++] = scan->pending[i];
    scan->pending_count = 0;
}

static void take_sign(struct scan *scan)
{
    const char sign = at(scan, 0);
    if (sign == '(') {
        if (scan->parentheses++ == 0 && scan->last == 'a' && scan->pending_count < PENDING_MAX)
            scan->pending[scan->pending_count++] = scan->name;
    } else if (sign == ')') {
        scan->parentheses -= scan->parentheses > 0;
    } else if (sign == '{') {
        if (scan->parentheses == 0)
            record(scan);
        scan->braces++;
    } else if (sign == '}') {
        scan->braces -= scan->braces > 0;
    }
    if (scan->parentheses == 0 && strchr(";=}", sign))
        scan->pending_count = 0;
    scan->last = sign;
    step(scan);
}

static void take_one(struct scan *scan)
{
    const char c = at(scan, 0);
    if (isspace((unsigned char)c))
        step(scan);
    else if (starts(scan, "//"))
        skip_line(scan, false);
    else if (starts(scan, "/*"))
        skip_to(scan, "*/");
    else if (c == '#' && scan->line_start)
        skip_directive(scan);
    else if (c == '"' || c == '\'')
        skip_quoted(scan);
    else if (isdigit((unsigned char)c))
        take_number(scan);
    else if (is_name(c))
        take_name(scan);
    else
        take_sign(scan);
}

void definitions_read(const char *source, size_t size, struct definitions *ret_definitions)
{
    struct scan scan = {.source = source, .size = size, .line = 1, .line_start = true, .found = ret_definitions};
    ret_definitions->count = 0;
    while (more(&scan)) {
        const char c = at(&scan, 0);
        const bool blank = isspace((unsigned char)c) || starts(&scan, "/*");
        take_one(&scan);
        scan.line_start = c == '\n' || (scan.line_start && blank);
    }
}

const struct definition *definitions_find(const struct definitions *definitions, const char *name)
{
    const struct definition *found = NULL;
    for (int i = 0; i < definitions->count; i++) {
        const struct definition *one = &definitions->at[i];
        if (strcmp(one->name, name) == 0 && (!found || (found->inside && !one->inside)))
            found = one;
    }
    return found;
}
