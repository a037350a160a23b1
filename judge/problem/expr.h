/* expr.h - small expressions over names: "M*N/2", "vocabulary_size-1", "ceil(N/batch_size)", "len(text)".
 *
 * Used for dimensions in signatures and for numbers in generators. Numbers, names, + - * /, parentheses, and
 *     ceil(x) floor(x) min(x, y) max(x, y)
 *     len(name)       code points of a str, strings of a str[], the first dimension of a tensor
 *     distinct(name)  different code points of a str, different strings of a str[]
 * "/" divides as real numbers do; where a whole number is wanted, a result that is none is an error, not rounded.
 *
 * A scope holds what the names mean; it borrows the values that it was given. Expressions are evaluated straight from
 * their text, which is bounded in length and depth. All errors are ERR_USE and quote the expression.
 */
#ifndef JUDGE_EXPR_H
#define JUDGE_EXPR_H

#include "judge/base/value.h"
#include "sandbox/err.h"

enum { EXPR_TEXT = 128, EXPR_NAME = 64, EXPR_DEPTH = 24, EXPR_SCOPE = 96 };

/* Beyond this a double skips whole numbers. */
#define EXPR_WHOLE_MAX (INT64_C(1) << 53)

struct expr_name {
    char name[EXPR_NAME];
    double number;
    const struct value *value; /* NULL for a plain number */
};

struct expr_scope {
    int count;
    struct expr_name at[EXPR_SCOPE];
};

/* -1 (ERR_USE) when the scope is full. A name that is there already is not added again. */
int expr_scope_number(struct expr_scope *scope, const char *name, double number, struct err *err);
/* A number scalar counts as a number too. */
int expr_scope_value(struct expr_scope *scope, const char *name, const struct value *value, struct err *err);
const struct expr_name *expr_scope_find(const struct expr_scope *scope, const char *name);

/* Is the text an expression? Names may mean anything. */
int expr_check(const char *text, struct err *err);

/* Calls `visit` for each name in the text until one call returns non-zero, and returns that; 0 otherwise. The text must
 * have passed expr_check. */
int expr_each_name(const char *text, int (*visit)(const char *name, void *context), void *context);

/* The text is one name (blanks around it allowed), which is copied. */
bool expr_is_name(const char *text, char ret_name[EXPR_NAME]);

/* The value: finite. */
int expr_number(const char *text, const struct expr_scope *scope, double *ret_number, struct err *err);

/* The value as a whole number within low..high (both within +-EXPR_WHOLE_MAX). */
int expr_whole(const char *text, const struct expr_scope *scope, int64_t low, int64_t high, int64_t *ret_number,
               struct err *err);

#endif
