#include "judge/verify/mutate_tokens.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/value.h"

/* --- reading ------------------------------------------------------------------------------------------------------ */

struct reader {
    struct tokens tokens;
    int capacity, braces;
    const char *at;
    bool line_start;
};

static void add(struct reader *reader, enum token_kind kind, const char *at, int length, bool inside)
{
    struct tokens *tokens = &reader->tokens;
    if (tokens->count == reader->capacity) {
        reader->capacity = reader->capacity * 2 + 256;
        tokens->at = xrealloc(tokens->at, (size_t)reader->capacity * sizeof *tokens->at);
    }
    tokens->at[tokens->count++] = (struct token){kind, at, length, inside};
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Up to the closing quote, or the end of the line. */
static int quoted_length(const char *at)
{
    int length = 1;
    while (at[length] && at[length] != '\n' && at[length] != *at)
        length += at[length] == '\\' && at[length + 1] ? 2 : 1;
    return length + (at[length] == *at);
}

static int number_length(const char *at)
{
    int length = 0;
    while (is_name(at[length]) || at[length] == '.' ||
           ((at[length] == '+' || at[length] == '-') && length > 0 && strchr("eEpP", at[length - 1]) &&
            strncmp(at, "0x", 2) != 0))
        length++;
    return length;
}

static int sign_length(const char *at)
{
    static const char *const signs[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>", "<=", ">=", "==",
                                        "!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (strncmp(at, signs[i], strlen(signs[i])) == 0)
            return (int)strlen(signs[i]);
    }
    return 1;
}

static void read_token(struct reader *reader, bool inside)
{
    const char *at = reader->at;
    int length;
    if (is_name(*at) && !isdigit((unsigned char)*at)) {
        for (length = 1; is_name(at[length]);)
            length++;
        add(reader, TOKEN_NAME, at, length, inside);
    } else if (isdigit((unsigned char)*at) || (*at == '.' && isdigit((unsigned char)at[1]))) {
        length = number_length(at);
        add(reader, TOKEN_NUMBER, at, length, inside);
    } else if (*at == '"' || *at == '\'') {
        length = quoted_length(at);
        add(reader, TOKEN_TEXT, at, length, inside);
    } else {
        length = sign_length(at);
        reader->braces += *at == '{' ? 1 : *at == '}' && reader->braces > 0 ? -1 : 0;
        add(reader, TOKEN_SIGN, at, length, inside);
    }
    reader->at += length;
}

/* True when something was skipped: blanks or a comment. */
static bool skip_blank(struct reader *reader)
{
    const char *at = reader->at;
    if (isspace((unsigned char)*at)) {
        reader->line_start = reader->line_start || *at == '\n';
        reader->at++;
    } else if (strncmp(at, "//", 2) == 0) {
        reader->at += strcspn(at, "\n");
    } else if (strncmp(at, "/*", 2) == 0) {
        const char *end = strstr(at + 2, "*/");
        reader->at = end ? end + 2 : at + strlen(at);
    } else {
        return false;
    }
    return true;
}

/* The end of a line that may go on behind a backslash. */
static const char *line_end(const char *at)
{
    while (*at && !(*at == '\n' && at[-1] != '\\'))
        at++;
    return at;
}

static void read_directive(struct reader *reader)
{
    const char *end = line_end(reader->at), *word = reader->at + 1 + strspn(reader->at + 1, " \t");
    if (strncmp(word, "define", 6) != 0) {
        reader->at = end;
        return;
    }
    reader->at = word + 6 + strspn(word + 6, " \t");
    while (is_name(*reader->at))
        reader->at++;
    if (*reader->at == '(') /* parameters */
        reader->at += strcspn(reader->at, ")\n");
    while (reader->at < end) {
        if (!skip_blank(reader))
            read_token(reader, true);
    }
}

void tokens_read(const char *source, struct tokens *ret_tokens)
{
    struct reader reader = {.tokens = {.source = source}, .at = source, .line_start = true};
    while (*reader.at) {
        if (skip_blank(&reader))
            continue;
        if (*reader.at == '#' && reader.line_start)
            read_directive(&reader);
        else
            read_token(&reader, reader.braces > 0);
        reader.line_start = false;
    }
    *ret_tokens = reader.tokens;
}

/* --- questions ---------------------------------------------------------------------------------------------------- */

bool token_is(const struct tokens *tokens, int i, const char *text)
{
    return i >= 0 && i < tokens->count && (size_t)tokens->at[i].length == strlen(text) &&
           memcmp(tokens->at[i].at, text, strlen(text)) == 0;
}

static bool is_one_of(const struct tokens *tokens, int i, const char *const *words)
{
    for (; *words; words++) {
        if (token_is(tokens, i, *words))
            return true;
    }
    return false;
}

bool token_is_type(const struct tokens *tokens, int i)
{
    static const char *const types[] = {"void",     "char",   "short", "int",    "long",   "float",  "double",
                                        "unsigned", "bool",   "const", "static", "struct", "tensor", "nd",
                                        "strings",  "signed", "enum",  "inline", "extern", NULL};
    if (i < 0 || i >= tokens->count || tokens->at[i].kind != TOKEN_NAME)
        return false;
    const struct token *token = &tokens->at[i];
    bool ends_with_t = token->length > 2 && memcmp(token->at + token->length - 2, "_t", 2) == 0;
    return ends_with_t || is_one_of(tokens, i, types);
}

bool token_is_keyword(const struct tokens *tokens, int i)
{
    static const char *const words[] = {"return", "if",      "else",  "for",    "while", "do",       "switch",
                                        "case",   "default", "break", "sizeof", "goto",  "continue", NULL};
    return is_one_of(tokens, i, words);
}

/* "(double)" ends no value, "(a)" does. */
static bool closes_cast(const struct tokens *tokens, int i)
{
    return token_is_type(tokens, i - 1) || (token_is(tokens, i - 1, "*") && token_is_type(tokens, i - 2));
}

bool token_ends_value(const struct tokens *tokens, int i)
{
    if (i < 0 || i >= tokens->count)
        return false;
    const struct token *token = &tokens->at[i];
    if (token->kind == TOKEN_NUMBER)
        return true;
    if (token->kind == TOKEN_NAME)
        return !token_is_type(tokens, i) && !token_is_keyword(tokens, i);
    return token_is(tokens, i, "]") || (token_is(tokens, i, ")") && !closes_cast(tokens, i));
}

int tokens_close(const struct tokens *tokens, int i)
{
    int depth = 0;
    for (; i < tokens->count; i++) {
        const char *at = tokens->at[i].at;
        if (tokens->at[i].kind != TOKEN_SIGN)
            continue;
        depth += *at == '(' || *at == '[' || *at == '{';
        depth -= *at == ')' || *at == ']' || *at == '}';
        if (depth == 0)
            return i + 1;
    }
    return -1;
}

int tokens_open(const struct tokens *tokens, int close)
{
    int depth = 0;
    for (int i = close; i >= 0; i--) {
        depth += token_is(tokens, i, ")") ? 1 : token_is(tokens, i, "(") ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return -1;
}

int tokens_operand_end(const struct tokens *tokens, int i)
{
    while (i >= 0 && (token_is(tokens, i, "-") || token_is(tokens, i, "!") || token_is(tokens, i, "*") ||
                      token_is(tokens, i, "&")))
        i++;
    while (token_is(tokens, i, "(") && token_is_type(tokens, i + 1))
        i = tokens_close(tokens, i);
    if (i < 0 || i >= tokens->count)
        return -1;
    if (token_is(tokens, i, "("))
        i = tokens_close(tokens, i);
    else if (tokens->at[i].kind != TOKEN_SIGN)
        i++;
    else
        return -1;
    for (;;) {
        if (token_is(tokens, i, "(") || token_is(tokens, i, "["))
            i = tokens_close(tokens, i);
        else if (token_is(tokens, i, ".") || token_is(tokens, i, "->"))
            i += 2;
        else
            return i;
    }
}

int tokens_term_end(const struct tokens *tokens, int i)
{
    i = tokens_operand_end(tokens, i);
    while (token_is(tokens, i, "*") || token_is(tokens, i, "/") || token_is(tokens, i, "%"))
        i = tokens_operand_end(tokens, i + 1);
    return i;
}
