/* mutate_kinds.c - the ways in which people go wrong, each as an edit of a token and its neighbours. */
#include <stdlib.h>
#include <string.h>

#include "judge/verify/mutate_internal.h"
#include "judge/base/value.h"

/* --- constants ---------------------------------------------------------------------------------------------------- */

static void mutate_number(struct maker *maker, int i)
{
    char *text = maker_text(maker, i, i + 1), *end, *changed;
    bool hex = strncmp(text, "0x", 2) == 0;
    if (!hex && strpbrk(text, ".eE")) {
        changed = xasprintf("(%s * %s)", text, maker->role == MUTATE_CHECKER ? "10" : "1.1");
        maker_replace(maker, "constant", i, i + 1, changed);
        free(changed);
        free(text);
        return;
    }
    long long number = strtoll(text, &end, 0);
    for (int step = 1; step >= -1; step -= 2) {
        if (number + step < 0)
            continue;
        changed = xasprintf("%lld%s", number + step, end);
        maker_replace(maker, "constant", i, i + 1, changed);
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
            maker_replace(maker, table[s].kind, i, i + 1, table[s].to);
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
        maker_replace(maker, product ? "factor" : "term", i, end, "");
    bool lone = i >= 2 && tokens->at[i - 1].kind != TOKEN_SIGN && !token_is(tokens, i - 2, ".") &&
                !token_is(tokens, i - 2, "->") && !token_is(tokens, i - 2, "*") && !token_is(tokens, i - 2, "/");
    if (token_is(tokens, i, "*") && lone)
        maker_replace(maker, "factor", i - 1, i + 1, "");
}

static void mutate_sign(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    mutate_by_table(maker, i, swaps, sizeof swaps / sizeof *swaps);
    if (token_ends_value(tokens, i - 1)) {
        mutate_by_table(maker, i, binary_swaps, sizeof binary_swaps / sizeof *binary_swaps);
        drop_operand(maker, i);
    } else if (token_is(tokens, i, "-") || token_is(tokens, i, "!")) {
        maker_replace(maker, "sign", i, i + 1, "");
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
        char *first = maker_text(maker, starts[a], starts[a + 1] - 1),
             *second = maker_text(maker, starts[a + 1], starts[a + 2] - 1);
        char *swapped = xasprintf("%s, %s", second, first);
        maker_replace(maker, "arguments", starts[a], starts[a + 2] - 1, swapped);
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
        char *argument = maker_text(maker, starts[a], starts[a + 1] - 1), *bare = xasprintf("(%s)", argument);
        maker_replace(maker, "call", i, starts[count], bare);
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
    int word = tokens_open(tokens, i - 1) - 1; /* the body of one of these, without braces */
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
        maker_replace(maker, "statement", i, end, "");
}

/* One step less; one more is what "<=" for "<" does. */
static void shorten_loop(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    int first = statement_end(tokens, i + 2), second = first < 0 ? -1 : statement_end(tokens, first + 1);
    if (second > first + 1)
        maker_edit(maker, "loop", tokens->at[second].at, tokens->at[second].at, " - 1");
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static void mutate_name(struct maker *maker, int i)
{
    const struct tokens *tokens = &maker->tokens;
    mutate_by_table(maker, i, swaps, sizeof swaps / sizeof *swaps);
    if (token_is(tokens, i, "for") && token_is(tokens, i + 1, "("))
        shorten_loop(maker, i);
    else if (token_is(tokens, i + 1, "(") && !token_is_keyword(tokens, i) && !token_is_type(tokens, i))
        mutate_call(maker, i);
}

void maker_mutate(struct maker *maker, int i)
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
