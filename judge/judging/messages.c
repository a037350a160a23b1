#include "judge/judging/messages.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/suggest.h"
#include "judge/base/text.h"
#include "judge/judging/definitions.h"

/* Folders of the box that a student has never heard of. */
static const char *const our_folders[] = {"/work/",     "/guest-lib/",      "/guest/",
                                          "/core-lib/", "/core/reference/", "/core/sandbox/guest/"};

/* Lines of the tools that say nothing about the student's file. */
static const char *const noise[] = {
    "collect2: error:",
    "collect2: fatal error:",
    "compilation terminated.",
    ": in function `",
    ": In function `",
    ": In function '",
    ": In member function '",
    ": At top level:",
    ": At global scope:",
    "ld.gold: error: cannot open",
    "relocation against",
    "previous definition here",
    "In file included from ", /* a student has one file; where else it is, the next line says */
    "                 from ",
    "Please submit a full bug report",
    "See <file:///usr/share/doc/gcc",
};

/* A tool that was stopped or crashed: what it means, instead of its driver's words for whoever made the compiler. */
static const struct {
    const char *needle, *words;
} ends[] = {
    {"File size limit exceeded", "error: the compiled program would be larger than 64 MiB (a very large array?)\n"},
    {"Segmentation fault signal terminated program",
     "error: the compiler crashed over this file (nested too deeply?)\n"},
    {"Killed signal terminated program", "error: the compiler was stopped in the middle of its work\n"},
    {"compilation terminated due to -fmax-errors", "... (more errors than these; mend the first ones)\n"},
    {"CPU time limit exceeded", "error: the compiler ran for too long and was stopped\n"},
};

struct line {
    const char *at;
    size_t size;
};

static bool contains(const struct line *line, const char *needle)
{
    return memmem(line->at, line->size, needle, strlen(needle)) != NULL;
}

/* The word between `open` and the next quote behind `after`; false when there is none. */
static bool quoted(const struct line *line, const char *after, char *word, size_t word_size)
{
    const char *start = memmem(line->at, line->size, after, strlen(after));
    if (!start)
        return false;
    start += strlen(after);
    size_t left = (size_t)(line->at + line->size - start), length = 0;
    while (length < left && start[length] != '\'' && start[length] != '`')
        length++;
    if (length == 0 || length == left || length >= word_size)
        return false;
    memcpy(word, start, length);
    word[length] = '\0';
    return true;
}

static const struct function *function_named(const struct messages_context *context, const char *name)
{
    for (int i = 0; i < context->function_count; i++) {
        if (strcmp(context->functions[i].name, name) == 0)
            return &context->functions[i];
    }
    return NULL;
}

/* ", did you mean": the function outside of braces whose name is the nearest. */
static const char *near(const struct messages_context *context, const struct definitions *defined, const char *name,
                        int *ret_line)
{
    struct suggest suggest = suggest_for(name);
    for (int i = 0; i < defined->count; i++) {
        if (!defined->at[i].inside && !function_named(context, defined->at[i].name))
            suggest_offer(&suggest, defined->at[i].name);
    }
    if (suggest.best)
        *ret_line = definitions_find(defined, suggest.best)->line;
    return suggest.best;
}

/* A function that the problem asks for and the linker has not found: why, from what the source defines. */
static void add_missing(const struct messages_context *context, const struct function *function, struct text *text)
{
    struct definitions defined = {0};
    int line = 0;
    if (context->text)
        definitions_read(context->text, context->text_size, &defined);
    const struct definition *there = definitions_find(&defined, function->name);
    const char *other = there ? NULL : near(context, &defined, function->name, &line);
    char *declaration = signature_c(function, context->constructor, context->constructor_count);
    if (there)
        text_format(text, "%s:%d: ", context->file_name, there->line);
    text_format(text, "error: the function '%s' ", function->name);
    if (there && there->inside)
        text_add(text, "stands inside a class, namespace or function; it must stand outside:\n");
    else if (there)
        text_add(text, "is there, but with other parameters; the problem asks for\n");
    else if (other)
        text_format(text, "is missing (is it '%s' in line %d?); the problem asks for\n", other, line);
    else if (definitions_find(&defined, "main"))
        text_add(text, "is missing (main() is not called: the judge calls the function, with the input as arguments, "
                       "and takes what it returns); the problem asks for\n");
    else
        text_add(text, "is missing; the problem asks for\n");
    text_format(text, "    %s\n", declaration);
    free(declaration);
}

static void add_undefined(const struct messages_context *context, const char *name, struct text *text)
{
    const struct function *function = function_named(context, name);
    if (function)
        add_missing(context, function, text);
    else
        text_format(text, "error: '%s' is used, but defined nowhere (undefined reference)\n", name);
}

/* The linker names every use of a missing function: once is enough. */
static bool told_before(const struct text *text, const char *name)
{
    char both[2][160];
    snprintf(both[0], sizeof both[0], "error: the function '%s' ", name);
    snprintf(both[1], sizeof both[1], "'%s' is used, but", name);
    return text->at && (strstr(text->at, both[0]) || strstr(text->at, both[1]));
}

/* True when the line was a linker's and has been dealt with. */
static bool add_linker_line(const struct messages_context *context, const struct line *line, struct text *text)
{
    char name[128];
    if (quoted(line, "undefined reference to '", name, sizeof name) ||
        quoted(line, "undefined reference to `", name, sizeof name)) {
        if (!told_before(text, name))
            add_undefined(context, name, text);
        return true;
    }
    if (quoted(line, "multiple definition of '", name, sizeof name) ||
        quoted(line, "multiple definition of `", name, sizeof name)) {
        text_format(text, "error: '%s' is a name that the judge or the C library uses itself; choose another one\n",
                    name);
        return true;
    }
    return false;
}

static size_t match(const char *at, size_t left, const char *word)
{
    size_t length = strlen(word);
    return length > 0 && length <= left && memcmp(at, word, length) == 0 ? length : 0;
}

static bool starts_word(const struct line *line, size_t i)
{
    static const char before[] = " \t'\"`(:/";
    return i == 0 || strchr(before, line->at[i - 1]) != NULL;
}

/* What a beginner may not read out of the compiler's words. */
static const char *hint_of(const struct line *line)
{
    static const struct {
        const char *needle, *words;
    } hints[] = {
        {"error: expected declaration or statement at end of input", " (is a '}' missing above?)"},
        {"makes integer from pointer without a cast", " (a->shape[0] is a number, a->shape is not)"},
        {"note: previous implicit declaration of", " (a function stands above its first use, or is declared there)"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (contains(line, hints[i].needle))
            return hints[i].words;
    }
    return "";
}

static void add_line(const struct messages_context *context, const struct line *line, struct text *text)
{
    for (size_t i = 0; i < line->size && i < MESSAGES_LINE_MAX;) {
        const char *at = line->at + i;
        size_t left = line->size - i, length = 0;
        for (size_t f = 0; f < sizeof our_folders / sizeof *our_folders && length == 0; f++)
            length = match(at, left, our_folders[f]);
        if (length) {
            i += length;
        } else if (starts_word(line, i) && (length = match(at, left, context->source))) {
            text_add(text, context->file_name);
            i += length;
        } else {
            text_add_bytes(text, at, 1);
            i++;
        }
    }
    text_add(text, line->size > MESSAGES_LINE_MAX ? " ..." : hint_of(line));
    text_add(text, "\n");
}

static bool is_noise(const struct line *line)
{
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        if (contains(line, noise[i]))
            return true;
    }
    return false;
}

static const char *end_in_words(const struct line *line)
{
    for (size_t i = 0; contains(line, "terminated") && i < sizeof ends / sizeof *ends; i++) {
        if (contains(line, ends[i].needle))
            return ends[i].words;
    }
    return NULL;
}

/* A compiler's diagnostic begins with a line "file:3:5: warning: ..."; quotes of the source and notes follow it. */
enum kind { KIND_NONE, KIND_ERROR, KIND_WARNING };

static bool is_kind(const struct line *line, const char *words)
{
    const char *at = memmem(line->at, line->size, words, strlen(words));
    const char *digits = at;
    while (digits && digits > line->at && isdigit((unsigned char)digits[-1]))
        digits--;
    return at && digits < at && digits > line->at && digits[-1] == ':';
}

static enum kind kind_of(const struct line *line)
{
    if (line->size == 0 || line->at[0] == ' ')
        return KIND_NONE;
    if (is_kind(line, ": error: ") || is_kind(line, ": fatal error: "))
        return KIND_ERROR;
    return is_kind(line, ": warning: ") ? KIND_WARNING : KIND_NONE;
}

/* The next line, without its end; false behind the last. */
static bool next_line(const char *bytes, size_t size, size_t *at, struct line *ret_line)
{
    if (*at >= size)
        return false;
    const char *end = memchr(bytes + *at, '\n', size - *at);
    *ret_line = (struct line){bytes + *at, end ? (size_t)(end - bytes) - *at : size - *at};
    *at += ret_line->size + 1;
    return true;
}

static bool is_linkers(const struct line *line)
{
    return contains(line, "undefined reference to") || contains(line, "multiple definition of");
}

/* How far it came: warnings are for a program that runs. Behind the linker's errors stands perhaps a slip in a name,
 * which the compiler has met as an implicit declaration. */
enum state { STATE_RUNS, STATE_UNLINKED, STATE_REFUSED };

static enum state state_of(const char *bytes, size_t size)
{
    struct line line;
    enum state state = STATE_RUNS;
    for (size_t at = 0; next_line(bytes, size, &at, &line);) {
        if (kind_of(&line) == KIND_ERROR)
            return STATE_REFUSED;
        if (is_linkers(&line))
            state = STATE_UNLINKED;
    }
    return state;
}

static bool is_worth_saying(const struct line *warning, enum state state)
{
    return state == STATE_RUNS || (state == STATE_UNLINKED && contains(warning, "implicit declaration"));
}

char *messages_trim(const struct messages_context *context, const char *bytes, size_t size)
{
    struct text text = {0};
    struct line line;
    int lines = 0;
    if (size > MESSAGES_INPUT_MAX)
        size = MESSAGES_INPUT_MAX;
    const enum state state = state_of(bytes, size);
    bool dropping = false; /* a warning, where errors are to be mended first */
    bool foreign = false;  /* a note about a line of the library's */
    for (size_t at = 0; next_line(bytes, size, &at, &line);) {
        const char *end_words = end_in_words(&line);
        const enum kind kind = kind_of(&line);
        if (kind != KIND_NONE || end_words || is_linkers(&line))
            dropping = kind == KIND_WARNING && !is_worth_saying(&line, state);
        if (line.size > 0 && line.at[0] != ' ')
            foreign = memcmp(line.at, "/usr/", line.size < 5 ? line.size : 5) == 0 && is_kind(&line, ": note: ");
        if (line.size == 0 || dropping || foreign || (!end_words && is_noise(&line)))
            continue;
        if (lines == MESSAGES_LINES_MAX) {
            text_add(&text, "... (more messages left out)\n");
            break;
        }
        size_t before = text.size;
        if (end_words)
            text_add(&text, end_words);
        else if (!add_linker_line(context, &line, &text))
            add_line(context, &line, &text);
        lines += text.size > before;
    }
    return text_take(&text);
}
