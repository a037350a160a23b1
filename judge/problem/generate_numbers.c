#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "judge/problem/generate_internal.h"

enum { DISTINCT_REDRAWS = 4 }; /* for each element, on average, before giving up */

/* --- ways of making numbers: each fills `count` elements ------------------ */

static int pair(struct draw *draw, const struct recipe *recipe, double *ret_low, double *ret_high)
{
    if (draw_amount(draw, &recipe->numbers.at[0], ret_low) || draw_amount(draw, &recipe->numbers.at[1], ret_high))
        return -1;
    return *ret_low <= *ret_high ? 0
                                 : err_set(draw->err, ERR_USE, "the range from %g to %g is empty", *ret_low, *ret_high);
}

static int fill_normal(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    double mean, deviation;
    if (draw_amount(draw, &recipe->numbers.at[0], &mean) || draw_amount(draw, &recipe->numbers.at[1], &deviation))
        return -1;
    for (int64_t i = 0; i < count; i++)
        at[i] = mean + deviation * random_normal(&draw->random);
    return 0;
}

static int fill_uniform(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    double low, high;
    if (pair(draw, recipe, &low, &high))
        return -1;
    for (int64_t i = 0; i < count; i++)
        at[i] = random_uniform(&draw->random, low, high);
    return 0;
}

static int fill_log_uniform(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    double low, high;
    if (pair(draw, recipe, &low, &high))
        return -1;
    if (low <= 0)
        return err_set(draw->err, ERR_USE, "the range from %g to %g has no logarithm", low, high);
    for (int64_t i = 0; i < count; i++)
        at[i] = random_log_uniform(&draw->random, low, high);
    return 0;
}

/* The low, high of "integers", of the places in a "choice" or of a "permutation". */
static int whole_range(struct draw *draw, const struct recipe *recipe, int64_t count, int64_t *ret_low,
                       int64_t *ret_high)
{
    *ret_low = 0;
    *ret_high = (recipe->kind == RECIPE_CHOICE ? recipe->numbers.count : count) - 1;
    if (recipe->kind != RECIPE_INTEGERS)
        return 0;
    if (draw_whole(draw, &recipe->numbers.at[0], -EXPR_WHOLE_MAX, EXPR_WHOLE_MAX, ret_low) ||
        draw_whole(draw, &recipe->numbers.at[1], -EXPR_WHOLE_MAX, EXPR_WHOLE_MAX, ret_high))
        return -1;
    if (*ret_low > *ret_high)
        return err_set(draw->err, ERR_USE, "the range from %" PRId64 " to %" PRId64 " is empty", *ret_low, *ret_high);
    if (count == 1)
        plain_integers(draw, ret_low, ret_high);
    return 0;
}

/* Each number of the range at most once: the first places of a shuffled range where the range is small, else by
 * drawing (then a repetition is rare, and mended by whoever looks for distinct elements). */
static int fill_without_repetition(struct draw *draw, double *at, int64_t count, int64_t low, int64_t high)
{
    if (high - low + 1 < count)
        return err_set(draw->err, ERR_USE, "%" PRId64 " different elements are wanted, but there are only %" PRId64,
                       count, high - low + 1);
    if (high - low >= 4 * count + 4096) {
        for (int64_t i = 0; i < count; i++)
            at[i] = (double)random_integer(&draw->random, low, high);
        return 0;
    }
    int64_t pool = high - low + 1, *numbers = xmalloc((size_t)pool * sizeof *numbers);
    for (int64_t i = 0; i < pool; i++)
        numbers[i] = low + i;
    random_shuffle(&draw->random, numbers, pool);
    for (int64_t i = 0; i < count; i++)
        at[i] = (double)numbers[i];
    free(numbers);
    return 0;
}

static int fill_whole(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    int64_t low, high;
    if (whole_range(draw, recipe, count, &low, &high))
        return -1;
    if (recipe->kind == RECIPE_PERMUTATION || (recipe->distinct && count > 1))
        return fill_without_repetition(draw, at, count, low, high);
    for (int64_t i = 0; i < count; i++)
        at[i] = (double)random_integer(&draw->random, low, high);
    return 0;
}

static int fill_choice(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    double choices[GENERATE_LIST_MAX];
    for (int i = 0; i < recipe->numbers.count; i++) {
        if (draw_amount(draw, &recipe->numbers.at[i], &choices[i]))
            return -1;
    }
    if (fill_whole(draw, recipe, at, count))
        return -1;
    for (int64_t i = 0; i < count; i++)
        at[i] = choices[(int)at[i]];
    return 0;
}

static int fill_value(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    double number;
    if (draw_amount(draw, &recipe->numbers.at[0], &number))
        return -1;
    for (int64_t i = 0; i < count; i++)
        at[i] = number;
    return 0;
}

static int fill_like(struct draw *draw, const struct recipe *recipe, double *at, int64_t count)
{
    double noise;
    const struct expr_name *entry = expr_scope_find(&draw->scope, recipe->source);
    if (!entry || !entry->value || !value_is_tensor(entry->value))
        return err_set(draw->err, ERR_USE, "no tensor before it is named '%s'", recipe->source);
    if (value_size(entry->value) != count)
        return err_set(draw->err, ERR_USE, "'%s' has %" PRId64 " elements, not %" PRId64, recipe->source,
                       value_size(entry->value), count);
    if (draw_amount(draw, &recipe->numbers.at[0], &noise))
        return -1;
    for (int64_t i = 0; i < count; i++)
        at[i] = value_number(entry->value, i) + (noise != 0 ? noise * random_normal(&draw->random) : 0);
    return 0;
}

static int (*const fillers[RECIPE_COUNT])(struct draw *, const struct recipe *, double *at, int64_t count) = {
    [RECIPE_NORMAL] = fill_normal,  [RECIPE_UNIFORM] = fill_uniform, [RECIPE_LOG_UNIFORM] = fill_log_uniform,
    [RECIPE_INTEGERS] = fill_whole, [RECIPE_CHOICE] = fill_choice,   [RECIPE_PERMUTATION] = fill_whole,
    [RECIPE_VALUE] = fill_value,    [RECIPE_LIKE] = fill_like,
};

/* --- modifiers, in the order in which they are applied -------------------- */

/* One of the amounts; `none` when there are none. */
static int pick(struct draw *draw, const struct amounts *amounts, double none, double *ret_number)
{
    *ret_number = none;
    if (amounts->count == 0)
        return 0;
    return draw_amount(draw, &amounts->at[random_below(&draw->random, (uint64_t)amounts->count)], ret_number);
}

/* "row" is what the last axis runs through; each row gets its own factor and summand. */
static int scale_rows(struct draw *draw, const struct recipe *recipe, double *at, int64_t count, int64_t row)
{
    for (int64_t from = 0; row > 0 && from < count; from += row) {
        double factor, summand;
        if (pick(draw, &recipe->row_scale, 1, &factor) || pick(draw, &recipe->row_offset, 0, &summand))
            return -1;
        for (int64_t i = from; i < from + row; i++)
            at[i] = at[i] * factor + summand;
    }
    return 0;
}

static void round_elements(double *at, int64_t count, int decimals)
{
    double unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    for (int64_t i = 0; decimals >= 0 && i < count; i++)
        at[i] = nearbyint(at[i] * unit) / unit;
}

struct scaling {
    double factor, summand;
};

static int fill_scaled(struct draw *draw, const struct recipe *recipe, struct scaling scaling, double *at,
                       int64_t count)
{
    if (fillers[recipe->kind](draw, recipe, at, count))
        return -1;
    for (int64_t i = 0; i < count; i++)
        at[i] = at[i] * scaling.factor + scaling.summand;
    round_elements(at, count, recipe->round);
    return 0;
}

static int compare_elements(const void *a, const void *b, void *elements)
{
    int64_t i = *(const int64_t *)a, j = *(const int64_t *)b;
    double x = ((const double *)elements)[i], y = ((const double *)elements)[j];
    return x < y ? -1 : x > y ? 1 : (i > j) - (i < j);
}

/* Draws those elements again that equal another one; returns how many there were, or -1. `order` is scratch. */
static int64_t redraw_equals(struct draw *draw, const struct recipe *recipe, struct scaling scaling, double *at,
                             int64_t count, int64_t *order)
{
    int64_t equal = 0;
    for (int64_t i = 0; i < count; i++)
        order[i] = i;
    qsort_r(order, (size_t)count, sizeof *order, compare_elements, at);
    for (int64_t i = count - 1; i > 0; i--) {
        if (at[order[i]] != at[order[i - 1]])
            continue;
        equal++;
        if (fill_scaled(draw, recipe, scaling, &at[order[i]], 1))
            return -1;
    }
    return equal;
}

static int make_distinct(struct draw *draw, const struct recipe *recipe, struct scaling scaling, double *at,
                         int64_t count, enum frame_kind kind)
{
    int64_t *order = xmalloc((size_t)count * sizeof *order);
    int64_t equal = 1;
    for (int64_t left = DISTINCT_REDRAWS * count + 1000; equal > 0 && left > 0; left -= equal) {
        for (int64_t i = 0; kind == FRAME_TENSOR_F32 && i < count; i++)
            at[i] = (double)(float)at[i]; /* what differs as double may be one float */
        equal = redraw_equals(draw, recipe, scaling, at, count, order);
    }
    free(order);
    if (equal > 0)
        return err_set(draw->err, ERR_USE, "the elements cannot be made pairwise different");
    return (int)equal;
}

/* Exactly the share, each choice of places equally likely (selection sampling: Knuth, TAOCP 2, 3.4.2, algorithm S). */
static void put_zeros(struct draw *draw, double share, double *at, int64_t count)
{
    int64_t left = (int64_t)(share * (double)count + 0.5);
    for (int64_t i = 0; i < count && left > 0; i++) {
        if ((int64_t)random_below(&draw->random, (uint64_t)(count - i)) < left) {
            at[i] = 0;
            left--;
        }
    }
}

static int put_special(struct draw *draw, const struct amounts *special, double *at, int64_t count)
{
    int64_t used[GENERATE_LIST_MAX];
    if (special->count > count)
        return err_set(draw->err, ERR_USE, "%d special values do not fit into %" PRId64 " elements", special->count,
                       count);
    for (int i = 0; i < special->count; i++) {
        bool again = true;
        while (again) {
            used[i] = random_integer(&draw->random, 0, count - 1);
            again = false;
            for (int k = 0; k < i; k++)
                again = again || used[k] == used[i];
        }
        if (draw_amount(draw, &special->at[i], &at[used[i]]))
            return -1;
    }
    return 0;
}

static int fill(struct draw *draw, const struct recipe *recipe, const struct value *value, double *at, int64_t count)
{
    struct scaling scaling;
    int64_t row = value->rank > 0 ? value->shape[value->rank - 1] : 1;
    if (pick(draw, &recipe->scale, 1, &scaling.factor) || pick(draw, &recipe->offset, 0, &scaling.summand) ||
        fill_scaled(draw, recipe, scaling, at, count))
        return -1;
    if (recipe->row_scale.count + recipe->row_offset.count > 0) {
        if (scale_rows(draw, recipe, at, count, row))
            return -1;
        round_elements(at, count, recipe->round);
    }
    plain_numbers(draw, recipe, scaling.factor, scaling.summand, at, count);
    if (recipe->distinct && make_distinct(draw, recipe, scaling, at, count, value->kind))
        return -1;
    put_zeros(draw, recipe->zeros, at, count);
    return put_special(draw, &recipe->special, at, count);
}

/* --- into a value --------------------------------------------------------- */

static int store_whole(struct draw *draw, double number, int64_t *ret_number)
{
    if (!(fabs(number) <= (double)EXPR_WHOLE_MAX) || number != floor(number))
        return err_set(draw->err, ERR_USE, "%g is drawn, which is no whole number", number);
    *ret_number = (int64_t)number;
    return 0;
}

static int store(struct draw *draw, struct value *value, int64_t i, double number)
{
    switch (value->kind) {
    case FRAME_I64:
        return store_whole(draw, number, &value->i64);
    case FRAME_TENSOR_I64:
        return store_whole(draw, number, &value->i64s[i]);
    case FRAME_F64:
        value->f64 = number;
        return 0;
    case FRAME_TENSOR_F64:
        value->f64s[i] = number;
        return 0;
    default:
        value->f32s[i] = (float)number;
        if (isfinite(number) && !isfinite(value->f32s[i]))
            return err_set(draw->err, ERR_USE, "%g is drawn, which is too large for f32", number);
        return 0;
    }
}

int draw_numbers(struct draw *draw, const struct recipe *recipe, const struct param *param, struct value *ret_value)
{
    struct value value = {.kind = param->type.kind};
    if (param->type.kind != FRAME_I64 && param->type.kind != FRAME_F64) {
        int rank;
        int64_t shape[VALUE_MAX_RANK];
        if (shape_of(param, &draw->scope, &rank, shape, draw->err))
            return -1;
        draw->elements += shape_elements(rank, shape);
        if (draw->elements > GENERATE_CASE_ELEMENTS)
            return err_set(draw->err, ERR_USE, "more than %d elements in all arguments", GENERATE_CASE_ELEMENTS);
        value_init_tensor(&value, param->type.kind, rank, shape);
    }
    int64_t count = value_size(&value);
    if (!draw->trial || count <= GENERATE_TRIAL_ELEMENTS) {
        double *elements = xcalloc((size_t)count, sizeof *elements);
        int failed = fill(draw, recipe, &value, elements, count);
        for (int64_t i = 0; !failed && i < count; i++)
            failed = store(draw, &value, i, elements[i]);
        free(elements);
        if (failed) {
            value_release(&value);
            return -1;
        }
    }
    *ret_value = value;
    return 0;
}
