#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "judge/problem/generate_internal.h"
#include "judge/problem/literal.h"

/* A number, "nan", "inf", "-inf" or an expression. */
int amount_parse(struct json json, struct amount *ret_amount, struct err *err)
{
    const char *text;
    if (json_type(json) == JSON_NUMBER)
        return json_number(json, -HUGE_VAL, HUGE_VAL, &ret_amount->number, err);
    if (json_type(json) != JSON_STRING)
        return json_fail(json, err, "a number, or an expression in quotes, expected");
    if (json_text(json, 1, EXPR_TEXT - 1, &text, err))
        return -1;
    if (literal_is_special(text, &ret_amount->number))
        return 0;
    if (expr_check(text, err))
        return json_blame(json, err);
    ret_amount->expr = xstrdup(text);
    return 0;
}

/* low..high amounts in a list; a lone one counts as a list of one. */
int amounts_parse(struct json json, int low, int high, struct amounts *ret_amounts, struct err *err)
{
    bool list = json_type(json) == JSON_ARRAY;
    if ((list || low > 1) && json_array(json, low, high, err))
        return -1;
    int count = list ? json_count(json) : 1;
    ret_amounts->at = xcalloc((size_t)count, sizeof *ret_amounts->at);
    ret_amounts->count = count;
    struct json item = list ? json_first(json) : json;
    for (int i = 0; i < count; i++, item = json_next(item)) {
        if (amount_parse(item, &ret_amounts->at[i], err))
            return -1;
    }
    return 0;
}

void amounts_release(struct amounts *amounts)
{
    for (int i = 0; i < amounts->count; i++)
        free(amounts->at[i].expr);
    free(amounts->at);
}

int draw_amount(struct draw *draw, const struct amount *amount, double *ret_number)
{
    if (amount->expr)
        return expr_number(amount->expr, &draw->scope, ret_number, draw->err);
    *ret_number = amount->number;
    return 0;
}

int draw_whole(struct draw *draw, const struct amount *amount, int64_t low, int64_t high, int64_t *ret_number)
{
    if (amount->expr)
        return expr_whole(amount->expr, &draw->scope, low, high, ret_number, draw->err);
    if (!(amount->number >= (double)low && amount->number <= (double)high) || amount->number != floor(amount->number))
        return err_set(draw->err, ERR_USE, "a whole number from %" PRId64 " to %" PRId64 " expected, not %g", low, high,
                       amount->number);
    *ret_number = (int64_t)amount->number;
    return 0;
}

int draw_count(struct draw *draw, const struct amounts *range, int64_t high, int64_t *ret_number)
{
    int64_t from, to;
    if (draw_whole(draw, &range->at[0], 0, high, &from) || draw_whole(draw, &range->at[range->count - 1], 0, high, &to))
        return -1;
    if (from > to)
        return err_set(draw->err, ERR_USE, "the range from %" PRId64 " to %" PRId64 " is empty", from, to);
    *ret_number = random_integer(&draw->random, from, plain_high(draw, from, to));
    return 0;
}
