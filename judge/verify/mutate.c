#include "judge/verify/mutate.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/verify/mutate_tokens.h"
#include "judge/base/text.h"
#include "judge/base/utf8.h"
#include "judge/base/value.h"

struct maker {
    struct tokens tokens;
    enum mutate_role role;
    bool *arid; /* by token: no mistake there says anything about the answer */
    struct mutants all;
    int capacity;
};

/* --- one mutant --------------------------------------------------------------------------------------------------- */

/* A piece of source in one line: each run of blanks is one. Heap. */
static char *one_line(const char *from, const char *to)
{
    struct text text = {0};
    for (const char *at = from; at < to; at++) {
        bool blank = isspace((unsigned char)*at);
        if (!blank)
            text_add_bytes(&text, at, 1);
        else if (text.size > 0 && text.at[text.size - 1] != ' ')
            text_add(&text, " ");
    }
    if (text.size > 0 && text.at[text.size - 1] == ' ')
        text.at[--text.size] = '\0';
    return text_take(&text);
}

static const char *line_start(const char *source, const char *at)
{
    while (at > source && at[-1] != '\n')
        at--;
    return at;
}

static void place(const char *source, const char *from, const char *to, struct mutant *mutant)
{
    mutant->line = 1;
    for (const char *at = source; at < from; at++)
        mutant->line += *at == '\n';
    mutant->column = 1;
    for (const char *at = line_start(source, from); at < from; at++)
        mutant->column += ((unsigned char)*at & 0xc0) != 0x80;
    for (const char *at = from; at < to && *at != '\n'; at++)
        mutant->length += ((unsigned char)*at & 0xc0) != 0x80;
    if (mutant->length == 0)
        mutant->length = 1;
}

static bool is_known(const struct maker *maker, const char *source)
{
    for (int i = 0; i < maker->all.count; i++) {
        if (strcmp(maker->all.at[i].source, source) == 0)
            return true;
    }
    return strcmp(maker->tokens.source, source) == 0;
}

/* The bytes from..to replaced. */
static void edit(struct maker *maker, const char *kind, const char *from, const char *to, const char *replacement)
{
    const char *source = maker->tokens.source, *start = line_start(source, from), *end = to + strcspn(to, "\n");
    struct mutant mutant = {.kind = kind};
    mutant.source = xasprintf("%.*s%s%s", (int)(from - source), source, replacement, to);
    if (is_known(maker, mutant.source)) {
        free(mutant.source);
        return;
    }
    place(source, from, to, &mutant);
    mutant.before = one_line(start, end);
    const char *changed = mutant.source + (start - source);
    mutant.after = one_line(changed, mutant.source + strlen(mutant.source) - strlen(end));
    if (maker->all.count == maker->capacity) {
        maker->capacity = maker->capacity * 2 + 64;
        maker->all.at = xrealloc(maker->all.at, (size_t)maker->capacity * sizeof *maker->all.at);
    }
    maker->all.at[maker->all.count++] = mutant;
}

/* The tokens first..last-1 replaced. */
static void replace(struct maker *maker, const char *kind, int first, int last, const char *replacement)
{
    const struct token *tokens = maker->tokens.at;
    edit(maker, kind, tokens[first].at, tokens[last - 1].at + tokens[last - 1].length, replacement);
}

static char *text_of(const struct maker *maker, int first, int last)
{
    const struct token *a = &maker->tokens.at[first], *b = &maker->tokens.at[last - 1];
    return xasprintf("%.*s", (int)(b->at + b->length - a->at), a->at);
}

/* --- where nothing is worth changing ------------------------------------------------------------------------------ */

/* From the first token of what belongs to it to the one behind. */
static void mark_arid(struct maker *maker, int first, int last)
{
    for (int i = first < 0 ? 0 : first; i < last && i < maker->tokens.count; i++)
        maker->arid[i] = true;
}

/* The bracket that opens the one at `close`; -1 when there is none. */
static int find_open(const struct tokens *tokens, int close)
{
    int depth = 0;
    for (int i = close; i >= 0; i--) {
        depth += token_is(tokens, i, ")") ? 1 : token_is(tokens, i, "(") ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return -1;
}

/* Giving up (memory ended, an ill-posed draw), with the condition that leads there; the size of what is allocated; the
 * words of a checker. */
static void find_arid_call(struct maker *maker, int i)
{
    static const char *const ends[] = {"abort", "exit", "harness_redraw", "free", "assert", "nd_pool_release"};
    static const char *const allocators[] = {"malloc", "calloc", "realloc"};
    static const char *const words[] = {"snprintf", "sprintf"};
    const struct tokens *tokens = &maker->tokens;
    for (size_t k = 0; k < sizeof allocators / sizeof *allocators; k++) {
        if (token_is(tokens, i, allocators[k]))
            mark_arid(maker, i, tokens_close(tokens, i + 1));
    }
    for (size_t k = 0; maker->role == MUTATE_CHECKER && k < sizeof words / sizeof *words; k++) {
        if (token_is(tokens, i, words[k]))
            mark_arid(maker, i, tokens_close(tokens, i + 1));
    }
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        if (!token_is(tokens, i, ends[k]))
            continue;
        int open = token_is(tokens, i - 1, ")") ? find_open(tokens, i - 1) : -1;
        mark_arid(maker, token_is(tokens, open - 1, "if") ? open - 1 : i, tokens_close(tokens, i + 1) + 1);
    }
}

/* "nd *grad[4]": a longer or shorter array is no other answer. */
static void find_arid_size(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    int start = i;
    while (start > 0 && !token_is(tokens, start - 1, ";") && !token_is(tokens, start - 1, "{") &&
           !token_is(tokens, start - 1, "}") && !token_is(tokens, start - 1, "="))
        start--;
    if (token_is_type(tokens, start))
        mark_arid(maker, i, tokens_close(tokens, i));
}

static void find_arid(struct maker *maker)
{
    maker->arid = xcalloc((size_t)maker->tokens.count, sizeof *maker->arid);
    for (int i = 0; i < maker->tokens.count; i++) {
        if (token_is(&maker->tokens, i + 1, "("))
            find_arid_call(maker, i);
        if (token_is(&maker->tokens, i, "["))
            find_arid_size(maker, i);
    }
}

/* --- constants ---------------------------------------------------------------------------------------------------- */

static void mutate_number(struct maker *maker, int i)
{
    char *text = text_of(maker, i, i + 1), *end, *changed;
    bool hex = strncmp(text, "0x", 2) == 0;
    if (!hex && strpbrk(text, ".eE")) {
        changed = xasprintf("(%s * %s)", text, maker->role == MUTATE_CHECKER ? "10" : "1.1");
        replace(maker, "constant", i, i + 1, changed);
        free(changed);
        free(text);
        return;
    }
    long long number = strtoll(text, &end, 0);
    for (int step = 1; step >= -1; step -= 2) {
        if (number + step < 0)
            continue;
        changed = xasprintf("%lld%s", number + step, end);
        replace(maker, "constant", i, i + 1, changed);
        free(changed);
    }
    free(text);
}

/* --- operators ---------------------------------------------------------------------------------------------------- */

static const struct swap {
    const char *from, *to, *kind;
} swaps[] = {
    {"<", "<=", "comparison"},  {"<=", "<", "comparison"},  {">", ">=", "comparison"}, {">=", ">", "comparison"},
    {"==", "!=", "comparison"}, {"!=", "==", "comparison"}, {"&&", "||", "logic"},     {"||", "&&", "logic"},
    {"+=", "-=", "operator"},   {"-=", "+=", "operator"},   {"*=", "/=", "operator"},  {"/=", "*=", "operator"},
    {"true", "false", "truth"}, {"false", "true", "truth"},
};

static const struct swap binary_swaps[] = {
    {"+", "-", "operator"}, {"-", "+", "operator"}, {"*", "/", "operator"},
    {"/", "*", "operator"}, {"%", "/", "operator"},
};

static void mutate_by_table(struct maker *maker, int i, const struct swap *table, size_t count)
{
    for (size_t s = 0; s < count; s++) {
        if (token_is(&maker->tokens, i, table[s].from))
            replace(maker, table[s].kind, i, i + 1, table[s].to);
    }
}

/* "* b" and "/ b" forgotten; "a *" too, where a is one token. "+ b" and "- b" with all that b is multiplied by. */
static void drop_operand(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    bool product = token_is(tokens, i, "*") || token_is(tokens, i, "/"),
         sum = token_is(tokens, i, "+") || token_is(tokens, i, "-");
    int end = product ? tokens_operand_end(tokens, i + 1) : sum ? tokens_term_end(tokens, i + 1) : -1;
    if (end > i + 1)
        replace(maker, product ? "factor" : "term", i, end, "");
    bool lone = i >= 2 && tokens->at[i - 1].kind != TOKEN_SIGN && !token_is(tokens, i - 2, ".") &&
                !token_is(tokens, i - 2, "->") && !token_is(tokens, i - 2, "*") && !token_is(tokens, i - 2, "/");
    if (token_is(tokens, i, "*") && lone)
        replace(maker, "factor", i - 1, i + 1, "");
}

static void mutate_sign(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    mutate_by_table(maker, i, swaps, sizeof swaps / sizeof *swaps);
    if (token_ends_value(tokens, i - 1)) {
        mutate_by_table(maker, i, binary_swaps, sizeof binary_swaps / sizeof *binary_swaps);
        drop_operand(maker, i);
    } else if (token_is(tokens, i, "-") || token_is(tokens, i, "!")) {
        replace(maker, "sign", i, i + 1, "");
    }
}

/* --- calls -------------------------------------------------------------------------------------------------------- */

enum { ARGUMENTS_MAX = 12 };

/* Where the arguments of the call begin, and behind the last: starts[count] is the closing bracket. */
static int find_arguments(const struct tokens *tokens, int open, int starts[ARGUMENTS_MAX + 1])
{
    int close = tokens_close(tokens, open) - 1, count = 0, depth = 0;
    if (close <= open + 1)
        return 0;
    starts[count++] = open + 1;
    for (int i = open + 1; i < close; i++) {
        if (tokens->at[i].kind != TOKEN_SIGN)
            continue;
        char c = *tokens->at[i].at;
        depth += c == '(' || c == '[' || c == '{';
        depth -= c == ')' || c == ']' || c == '}';
        if (depth == 0 && c == ',') {
            if (count == ARGUMENTS_MAX)
                return 0;
            starts[count++] = i + 1;
        }
    }
    starts[count] = close + 1; /* as if a comma stood there */
    return count;
}

/* Whose first two arguments may change places. */
static bool is_commutative(const struct tokens *tokens, int i)
{
    static const char *const names[] = {"nd_dot", "nd_add", "nd_mul",     "nn_mse",    "fmax",
                                        "fmin",   "hypot",  "nd_maximum", "nd_minimum"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        if (token_is(tokens, i, names[n]))
            return true;
    }
    return false;
}

static void swap_arguments(struct maker *maker, int i, const int *starts, int count)
{
    for (int a = is_commutative(&maker->tokens, i) ? 1 : 0; a + 1 < count; a++) {
        char *first = text_of(maker, starts[a], starts[a + 1] - 1),
             *second = text_of(maker, starts[a + 1], starts[a + 2] - 1);
        char *swapped = xasprintf("%s, %s", second, first);
        replace(maker, "arguments", starts[a], starts[a + 2] - 1, swapped);
        free(first);
        free(second);
        free(swapped);
    }
}

static const struct swap relatives[] = {
    {"nd_sum", "nd_mean", "function"},
    {"nd_mean", "nd_sum", "function"},
    {"nd_add", "nd_sub", "function"},
    {"nd_sub", "nd_add", "function"},
    {"nd_mul", "nd_div", "function"},
    {"nd_div", "nd_mul", "function"},
    {"nd_sigmoid", "nd_tanh", "function"},
    {"nd_tanh", "nd_sigmoid", "function"},
    {"nd_relu", "nd_abs", "function"},
    {"nd_add_scalar", "nd_sub_scalar", "function"},
    {"nd_sub_scalar", "nd_add_scalar", "function"},
    {"nd_mul_scalar", "nd_div_scalar", "function"},
    {"nd_div_scalar", "nd_mul_scalar", "function"},
    {"nd_maximum", "nd_minimum", "function"},
    {"nd_minimum", "nd_maximum", "function"},
    {"nd_max", "nd_min", "function"},
    {"nd_min", "nd_max", "function"},
    {"sin", "cos", "function"},
    {"cos", "sin", "function"},
    {"fmax", "fmin", "function"},
    {"fmin", "fmax", "function"},
    {"floor", "ceil", "function"},
    {"ceil", "floor", "function"},
    {"log", "log2", "function"},
    {"exp", "expm1", "function"},

};

/* f(x) becomes (x), f(x, y) becomes (x) or (y). */
static void forget_call(struct maker *maker, int i, const int *starts, int count)
{
    for (int a = 0; a < count && a < 2; a++) {
        char *argument = text_of(maker, starts[a], starts[a + 1] - 1), *bare = xasprintf("(%s)", argument);
        replace(maker, "call", i, starts[count], bare);
        free(argument);
        free(bare);
    }
}

static void mutate_call(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    int starts[ARGUMENTS_MAX + 2];
    int count = find_arguments(tokens, i + 1, starts);
    swap_arguments(maker, i, starts, count);
    mutate_by_table(maker, i, relatives, sizeof relatives / sizeof *relatives);
    forget_call(maker, i, starts, count);
}

/* --- statements and loops ----------------------------------------------------------------------------------------- */

/* Within the brackets of a for there are no statements. */
static bool in_brackets(const struct tokens *tokens, int i)
{
    int depth = 0;
    for (i--; i >= 0 && !token_is(tokens, i, "{") && !token_is(tokens, i, "}"); i--) {
        depth += token_is(tokens, i, "(") ? 1 : token_is(tokens, i, ")") ? -1 : 0;
        if (depth > 0)
            return true;
    }
    return false;
}

static bool begins_statement(const struct tokens *tokens, int i)
{
    if (token_is(tokens, i - 1, "{") || token_is(tokens, i - 1, "}") || token_is(tokens, i - 1, "else"))
        return true;
    if (token_is(tokens, i - 1, ";"))
        return !in_brackets(tokens, i);
    if (!token_is(tokens, i - 1, ")"))
        return false;
    int word = find_open(tokens, i - 1) - 1; /* the body of one of these, without braces */
    return token_is(tokens, word, "for") || token_is(tokens, word, "while") || token_is(tokens, word, "if");
}

/* The ';' of the statement at `i`; -1 when a block, or the bracket of a for, comes first. */
static int statement_end(const struct tokens *tokens, int i)
{
    int depth = 0;
    for (; i < tokens->count; i++) {
        depth += token_is(tokens, i, "(") || token_is(tokens, i, "[");
        depth -= token_is(tokens, i, ")") || token_is(tokens, i, "]");
        if (depth < 0 || token_is(tokens, i, "{") || token_is(tokens, i, "}"))
            return -1;
        if (depth == 0 && token_is(tokens, i, ";"))
            return i;
    }
    return -1;
}

/* Not a declaration: those names would be missing. "T *x = ..." looks like a product; no product is a statement. */
static void drop_statement(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    bool name = tokens->at[i].kind == TOKEN_NAME, declares = token_is_type(tokens, i) || token_is_keyword(tokens, i) ||
                                                             (name && tokens->at[i + 1].kind == TOKEN_NAME);
    if (!begins_statement(tokens, i) || declares || !(name || token_is(tokens, i, "*")))
        return;
    int end = statement_end(tokens, i);
    if (end > i)
        replace(maker, "statement", i, end, "");
}

/* One step less; one more is what "<=" for "<" does. */
static void shorten_loop(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    int first = statement_end(tokens, i + 2), second = first < 0 ? -1 : statement_end(tokens, first + 1);
    if (second > first + 1)
        edit(maker, "loop", tokens->at[second].at, tokens->at[second].at, " - 1");
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void mutate_name(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    mutate_by_table(maker, i, swaps, sizeof swaps / sizeof *swaps);
    if (token_is(tokens, i, "for") && token_is(tokens, i + 1, "("))
        shorten_loop(maker, i);
    else if (token_is(tokens, i + 1, "(") && !token_is_keyword(tokens, i) && !token_is_type(tokens, i))
        mutate_call(maker, i);
}

static void mutate_token(struct maker *maker, int i)
{
    switch (maker->tokens.at[i].kind) {
    case TOKEN_NUMBER:
        mutate_number(maker, i);
        break;
    case TOKEN_SIGN:
        mutate_sign(maker, i);
        break;
    case TOKEN_NAME:
        mutate_name(maker, i);
        break;
    case TOKEN_TEXT:
        break;
    }
    drop_statement(maker, i);
}

static bool reads_as(const struct mutant *a, const struct mutant *b)
{
    return strcmp(a->before, b->before) == 0 && strcmp(a->after, b->after) == 0;
}

/* By lines: equal mutants of one line are one to a reader. */
static void count_equals(struct mutants *all)
{
    for (int i = 0; i < all->count; i++) {
        struct mutant *mutant = &all->at[i];
        int line = 0;
        for (int k = 0; k < all->count; k++) {
            const struct mutant *other = &all->at[k];
            if (other->line == line || !reads_as(mutant, other))
                continue;
            line = other->line;
            mutant->of++;
            mutant->nth += line <= mutant->line;
        }
    }
}

static void choose(struct mutants *all, int max)
{
    if (all->count <= max)
        return;
    int kept = 0;
    for (int i = 0; i < all->count; i++) {
        bool keep = (int64_t)i * max / all->count != (int64_t)(i - 1) * max / all->count || i == 0;
        if (keep && kept < max)
            all->at[kept++] = all->at[i];
        else
            mutant_release(&all->at[i]);
    }
    all->count = kept;
}

void mutate(const char *source, enum mutate_role role, int max, struct mutants *ret_mutants)
{
    struct maker maker = {.role = role};
    tokens_read(source, &maker.tokens);
    find_arid(&maker);
    for (int i = 0; i + 1 < maker.tokens.count; i++) { /* the last one closes the last function */
        if (maker.tokens.at[i].inside && !maker.arid[i])
            mutate_token(&maker, i);
    }
    free(maker.arid);
    free(maker.tokens.at);
    maker.all.possible = maker.all.count;
    count_equals(&maker.all);
    choose(&maker.all, max);
    *ret_mutants = maker.all;
}

void mutant_release(struct mutant *mutant)
{
    free(mutant->before);
    free(mutant->after);
    free(mutant->source);
    *mutant = (struct mutant){0};
}

void mutants_release(struct mutants *mutants)
{
    for (int i = 0; i < mutants->count; i++)
        mutant_release(&mutants->at[i]);
    free(mutants->at);
    *mutants = (struct mutants){0};
}
