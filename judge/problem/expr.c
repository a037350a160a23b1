#include "judge/problem/expr.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/suggest.h"
#include "judge/base/utf8.h"

/* One reader for checking, for listing names and for evaluating: without a scope every value is 1. */
struct reader {
    const char *text, *at;
    const struct expr_scope *scope;
    int (*visit)(const char *name, void *context);
    void *context;
    int stopped; /* what visit returned */
    int depth;
    struct err *err;
};

static int fail(struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int fail(struct reader *reader, const char *format, ...)
{
    char what[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return err_set(reader->err, ERR_USE, "expression '%.*s': %s", EXPR_TEXT, reader->text, what);
}

static int fail_here(struct reader *reader, const char *expected)
{
    return fail(reader, "%s expected at character %d", expected, (int)(reader->at - reader->text) + 1);
}

/* --- scope ---------------------------------------------------------------- */

const struct expr_name *expr_scope_find(const struct expr_scope *scope, const char *name)
{
    for (int i = 0; i < scope->count; i++) {
        if (strcmp(scope->at[i].name, name) == 0)
            return &scope->at[i];
    }
    return NULL;
}

static int scope_add(struct expr_scope *scope, const char *name, double number, const struct value *value,
                     struct err *err)
{
    if (expr_scope_find(scope, name))
        return 0;
    if (scope->count == EXPR_SCOPE)
        return err_set(err, ERR_USE, "more than %d names of dimensions and arguments", EXPR_SCOPE);
    struct expr_name *entry = &scope->at[scope->count++];
    snprintf(entry->name, sizeof entry->name, "%s", name);
    entry->number = number;
    entry->value = value;
    return 0;
}

int expr_scope_number(struct expr_scope *scope, const char *name, double number, struct err *err)
{
    return scope_add(scope, name, number, NULL, err);
}

int expr_scope_value(struct expr_scope *scope, const char *name, const struct value *value, struct err *err)
{
    if (value->kind == FRAME_F64)
        return scope_add(scope, name, value->f64, NULL, err);
    if (value->kind == FRAME_I64)
        return scope_add(scope, name, (double)value->i64, NULL, err);
    return scope_add(scope, name, 0, value, err);
}

static int look_up(struct reader *reader, const char *name, const struct expr_name **ret_entry)
{
    *ret_entry = expr_scope_find(reader->scope, name);
    if (*ret_entry)
        return 0;
    char hint[EXPR_NAME + 24];
    struct suggest suggest = suggest_for(name);
    for (int i = 0; i < reader->scope->count; i++)
        suggest_offer(&suggest, reader->scope->at[i].name);
    return fail(reader, "nothing before it is named '%s'%s", name, suggest_text(&suggest, hint, sizeof hint));
}

/* --- functions ------------------------------------------------------------ */

static int compare_codes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int64_t count_different(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    qsort(items, count, size, compare);
    int64_t different = 0;
    for (size_t i = 0; i < count; i++)
        different += i == 0 || compare((char *)items + (i - 1) * size, (char *)items + i * size) != 0;
    return different;
}

static int64_t distinct_codes(const char *text)
{
    size_t size = strlen(text), count = 0;
    uint32_t *codes = xmalloc(size * sizeof *codes);
    for (size_t i = 0; i < size;) {
        size_t length = utf8_decode(text + i, size - i, &codes[count++]);
        i += length ? length : 1;
    }
    int64_t different = count_different(codes, count, sizeof *codes, compare_codes);
    free(codes);
    return different;
}

static int64_t distinct_texts(const struct value *value)
{
    size_t count = (size_t)value->shape[0];
    char **texts = xmalloc(count * sizeof *texts);
    if (count)
        memcpy(texts, value->texts, count * sizeof *texts);
    int64_t different = count_different(texts, count, sizeof *texts, compare_texts);
    free(texts);
    return different;
}

static int length_of(struct reader *reader, const struct expr_name *entry, double *ret)
{
    const struct value *value = entry->value;
    if (value && value->kind == FRAME_STR)
        *ret = (double)utf8_length(value->text);
    else if (value && (value->kind == FRAME_STRINGS || value->rank > 0))
        *ret = (double)value->shape[0];
    else
        return fail(reader, "len() of '%s', which has no length", entry->name);
    return 0;
}

static int distinct_of(struct reader *reader, const struct expr_name *entry, double *ret)
{
    const struct value *value = entry->value;
    if (value && value->kind == FRAME_STR)
        *ret = (double)distinct_codes(value->text);
    else if (value && value->kind == FRAME_STRINGS)
        *ret = (double)distinct_texts(value);
    else
        return fail(reader, "distinct() of '%s', which is not text", entry->name);
    return 0;
}

static double apply_ceil(const double *x)
{
    return ceil(x[0]);
}

static double apply_floor(const double *x)
{
    return floor(x[0]);
}

static double apply_min(const double *x)
{
    return fmin(x[0], x[1]);
}

static double apply_max(const double *x)
{
    return fmax(x[0], x[1]);
}

enum { ARGUMENTS_MAX = 2 };

/* A function of numbers, or of one name. */
static const struct function_row {
    const char *name;
    int arguments;
    double (*apply)(const double *x);
    int (*measure)(struct reader *reader, const struct expr_name *entry, double *ret);
} functions[] = {
    {"ceil", 1, apply_ceil, NULL}, {"floor", 1, apply_floor, NULL}, {"min", 2, apply_min, NULL},
    {"max", 2, apply_max, NULL},   {"len", 1, NULL, length_of},     {"distinct", 1, NULL, distinct_of},
};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static const struct function_row *function_named(const char *name)
{
    for (int i = 0; i < FUNCTIONS; i++) {
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    }
    return NULL;
}

/* --- reading -------------------------------------------------------------- */

static int read_sum(struct reader *reader, double *ret);

static bool accept(struct reader *reader, char c)
{
    while (*reader->at == ' ')
        reader->at++;
    if (*reader->at != c || c == '\0')
        return false;
    reader->at++;
    return true;
}

static bool begins_name(char c)
{
    return isalpha((unsigned char)c) || c == '_';
}

static int read_name(struct reader *reader, char name[EXPR_NAME])
{
    accept(reader, ' ');
    if (!begins_name(*reader->at))
        return fail_here(reader, "a name");
    size_t length = 0;
    while (begins_name(reader->at[length]) || isdigit((unsigned char)reader->at[length]))
        length++;
    if (length >= EXPR_NAME)
        return fail(reader, "a name longer than %d characters", EXPR_NAME - 1);
    memcpy(name, reader->at, length);
    name[length] = '\0';
    reader->at += length;
    return 0;
}

static void visit(struct reader *reader, const char *name)
{
    if (reader->visit && !reader->stopped)
        reader->stopped = reader->visit(name, reader->context);
}

static int read_measure(struct reader *reader, const struct function_row *function, double *ret)
{
    char name[EXPR_NAME];
    const struct expr_name *entry;
    if (read_name(reader, name))
        return -1;
    visit(reader, name);
    if (!reader->scope)
        return 0;
    return look_up(reader, name, &entry) ? -1 : function->measure(reader, entry, ret);
}

static int read_call(struct reader *reader, const char *name, double *ret)
{
    const struct function_row *function = function_named(name);
    double arguments[ARGUMENTS_MAX] = {0};
    if (!function) {
        struct suggest suggest = suggest_for(name);
        char hint[64];
        for (int i = 0; i < FUNCTIONS; i++)
            suggest_offer(&suggest, functions[i].name);
        return fail(reader, "no function '%s'%s", name, suggest_text(&suggest, hint, sizeof hint));
    }
    if (function->measure) {
        if (read_measure(reader, function, ret))
            return -1;
    } else {
        for (int i = 0; i < function->arguments; i++) {
            if (i > 0 && !accept(reader, ','))
                return fail_here(reader, "','");
            if (read_sum(reader, &arguments[i]))
                return -1;
        }
        *ret = function->apply(arguments);
    }
    return accept(reader, ')') ? 0 : fail_here(reader, "')'");
}

static int read_named(struct reader *reader, double *ret)
{
    char name[EXPR_NAME];
    const struct expr_name *entry;
    if (read_name(reader, name))
        return -1;
    if (accept(reader, '('))
        return read_call(reader, name, ret);
    visit(reader, name);
    if (!reader->scope)
        return 0;
    if (look_up(reader, name, &entry))
        return -1;
    if (entry->value)
        return fail(reader, "'%s' is not a number; len(%s) is one", name, name);
    *ret = entry->number;
    return 0;
}

/* Digits, a point, an exponent: not strtod alone, which also takes hexadecimal, "inf" and "nan". */
static int read_literal(struct reader *reader, double *ret)
{
    const char *from = reader->at;
    char *end;
    size_t digits = strspn(from, "0123456789");
    if (digits == 1 && *from == '0' && (from[1] == 'x' || from[1] == 'X'))
        return fail(reader, "hexadecimal numbers are not known here");
    *ret = strtod(from, &end);
    reader->at = end;
    return 0;
}

static int read_primary(struct reader *reader, double *ret)
{
    *ret = 1;
    if (accept(reader, '(')) {
        if (read_sum(reader, ret))
            return -1;
        return accept(reader, ')') ? 0 : fail_here(reader, "')'");
    }
    if (isdigit((unsigned char)*reader->at))
        return read_literal(reader, ret);
    if (begins_name(*reader->at))
        return read_named(reader, ret);
    return fail_here(reader, "a number, a name or '('");
}

static int read_signed(struct reader *reader, double *ret)
{
    bool negative = false;
    while (accept(reader, '-'))
        negative = !negative;
    if (read_primary(reader, ret))
        return -1;
    if (negative)
        *ret = -*ret;
    return 0;
}

static int read_product(struct reader *reader, double *ret)
{
    if (read_signed(reader, ret))
        return -1;
    for (;;) {
        double factor;
        bool times = accept(reader, '*');
        if (!times && !accept(reader, '/'))
            return 0;
        if (read_signed(reader, &factor))
            return -1;
        if (!times && factor == 0 && reader->scope)
            return fail(reader, "division by zero");
        *ret = times ? *ret * factor : *ret / factor;
    }
}

static int read_terms(struct reader *reader, double *ret)
{
    if (read_product(reader, ret))
        return -1;
    for (;;) {
        double term;
        bool plus = accept(reader, '+');
        if (!plus && !accept(reader, '-'))
            return 0;
        if (read_product(reader, &term))
            return -1;
        *ret = plus ? *ret + term : *ret - term;
    }
}

/* Every way round the grammar's circle passes here, so this bounds the stack. */
static int read_sum(struct reader *reader, double *ret)
{
    if (++reader->depth > EXPR_DEPTH)
        return fail(reader, "nested more than %d deep", EXPR_DEPTH);
    int result = read_terms(reader, ret);
    reader->depth--;
    return result;
}

static int read_all(struct reader *reader, double *ret)
{
    if (strnlen(reader->text, EXPR_TEXT) == EXPR_TEXT)
        return fail(reader, "longer than %d characters", EXPR_TEXT - 1);
    if (read_sum(reader, ret))
        return -1;
    accept(reader, ' ');
    return *reader->at ? fail_here(reader, "an operator or the end") : 0;
}

/* --- public --------------------------------------------------------------- */

int expr_check(const char *text, struct err *err)
{
    double ignored;
    return read_all(&(struct reader){.text = text, .at = text, .err = err}, &ignored);
}

int expr_each_name(const char *text, int (*visit_name)(const char *name, void *context), void *context)
{
    double ignored;
    struct reader reader = {.text = text, .at = text, .visit = visit_name, .context = context};
    read_all(&reader, &ignored);
    return reader.stopped;
}

bool expr_is_name(const char *text, char ret_name[EXPR_NAME])
{
    struct reader reader = {.text = text, .at = text};
    char name[EXPR_NAME];
    if (read_name(&reader, name))
        return false;
    accept(&reader, ' ');
    if (*reader.at)
        return false;
    memcpy(ret_name, name, sizeof name);
    return true;
}

int expr_number(const char *text, const struct expr_scope *scope, double *ret_number, struct err *err)
{
    struct reader reader = {.text = text, .at = text, .scope = scope, .err = err};
    double number;
    if (read_all(&reader, &number))
        return -1;
    if (!isfinite(number))
        return fail(&reader, "the value is not finite");
    *ret_number = number;
    return 0;
}

int expr_whole(const char *text, const struct expr_scope *scope, int64_t low, int64_t high, int64_t *ret_number,
               struct err *err)
{
    struct reader reader = {.text = text, .at = text, .scope = scope, .err = err};
    double number;
    if (expr_number(text, scope, &number, err))
        return -1;
    if (number != floor(number))
        return fail(&reader, "the value %g is not a whole number", number);
    if (number < (double)low || number > (double)high)
        return fail(&reader, "the value %.0f is not within %" PRId64 " to %" PRId64, number, low, high);
    *ret_number = (int64_t)number;
    return 0;
}
