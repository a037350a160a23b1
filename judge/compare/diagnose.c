#include "judge/compare/diagnose_internal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void look_say(struct look *look, const char *format, ...)
{
    struct diff *diff = look->diff;
    if (diff->diagnosis_count == DIFF_DIAGNOSES_MAX)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(diff->diagnosis[diff->diagnosis_count++], DIFF_DIAGNOSIS, format, arguments);
    va_end(arguments);
}

bool look_near(const struct look *look, double got, double want)
{
    return isfinite(want) &&
           fabs(got - want) <= compare_bound(look->context->rules, look->got->kind == FRAME_TENSOR_F32, want);
}

bool look_all(const struct look *look, expectation f, const void *with)
{
    for (int64_t i = 0; i < look->size; i++) {
        if (!look_near(look, value_number(look->got, i), f(look, i, with)))
            return false;
    }
    return look->size > 0;
}

double element_of(const struct look *look, int64_t i, const void *with)
{
    (void)look;
    return value_number(with, i);
}

double want_shifted(const struct look *look, int64_t i, const void *with)
{
    return *(const double *)with + value_number(look->want, i);
}

/* --- shapes --- */

/* The expected shape with two axes exchanged? */
static bool shape_with_exchanged(const struct value *got, const struct value *want, int a, int b)
{
    for (int k = 0; k < want->rank; k++) {
        if (got->shape[k] != want->shape[k == a ? b : k == b ? a : k])
            return false;
    }
    return true;
}

static void shape_is_transposed(struct look *look)
{
    const struct value *got = look->got, *want = look->want;
    for (int a = 0; got->rank == want->rank && a < want->rank; a++) {
        for (int b = a + 1; b < want->rank; b++) {
            if (!shape_with_exchanged(got, want, a, b))
                continue;
            if (want->rank == 2)
                look_say(look, "the shape is the transpose of the expected one");
            else
                look_say(look, "axes %d and %d of the expected shape are exchanged", a, b);
            return;
        }
    }
}

/* "a with one axis taken away": which; -1 when it is not that. */
static int axis_away(const struct value *a, const struct value *result)
{
    for (int axis = 0; axis < a->rank && a->rank == result->rank + 1; axis++) {
        bool same = true;
        for (int k = 0; k < result->rank; k++)
            same = same && result->shape[k] == a->shape[k + (k >= axis)];
        if (same)
            return axis;
    }
    return -1;
}

static void shape_of_another_axis(struct look *look)
{
    const struct values *arguments = look->context->arguments;
    for (size_t i = 0; i < arguments->count; i++) {
        const int got = axis_away(&arguments->at[i], look->got), want = axis_away(&arguments->at[i], look->want);
        if (got < 0 || want < 0 || !value_is_tensor(&arguments->at[i]))
            continue;
        look_say(look,
                 "has the shape of '%s' without axis %d, but axis %d should be gone (reduced along the wrong one?)",
                 look->context->params[i].name, got, want);
        return;
    }
}

static void shape_differs_by_ones(struct look *look)
{
    int64_t longer[2][VALUE_MAX_RANK];
    int count[2] = {0, 0};
    const struct value *both[2] = {look->got, look->want};
    if (look->got->rank == look->want->rank)
        return;
    for (int s = 0; s < 2; s++) {
        for (int k = 0; k < both[s]->rank; k++) {
            if (both[s]->shape[k] != 1)
                longer[s][count[s]++] = both[s]->shape[k];
        }
    }
    if (count[0] != count[1] || memcmp(longer[0], longer[1], (size_t)count[0] * sizeof(int64_t)) != 0)
        return;
    if (look->got->rank < look->want->rank)
        look_say(look, "an axis of length 1 is missing (keepdim, or unsqueeze?)");
    else
        look_say(look, "there is an axis of length 1 too many (squeeze?)");
}

static void shape_is_outer(struct look *look)
{
    const struct value *got = look->got;
    if (got->rank == 2 && got->shape[0] == got->shape[1] && got->shape[0] > 1 && look->want->rank < 2)
        look_say(look,
                 "an (N,N) result where (N) or a number belongs: an (N,1) tensor met an (N) tensor and was broadcast?");
}

static void shape_same_elements(struct look *look)
{
    if (value_size(look->got) != value_size(look->want) || look->diff->diagnosis_count > 0 ||
        value_size(look->want) < 2)
        return;
    look->size = value_size(look->want);
    for (int64_t i = 0; i < look->size; i++) {
        if (!look_near(look, value_number(look->got, i), value_number(look->want, i)))
            return;
    }
    look_say(look, "the numbers are right and in the right order; only the shape is not");
}

/* --- nothing, NaN and unwritten --- */

static void nothing_came(struct look *look)
{
    look_say(look, "does every way through the function end with a return?");
}

static void nan_everywhere(struct look *look)
{
    if (look->diff->class == DIFF_NAN && look->diff->of_class == look->size && look->size > 1)
        look_say(look,
                 "every element is NaN (0/0, inf - inf, the log or root of a negative number, or a NaN that spread?)");
}

/* Two float32 read as one float64 behind the end of their tensor, where the poison stands, have a magnitude that no sum
 * of theirs has. */
static void read_as_double(struct look *look)
{
    const double beyond = 1e250;
    bool huge = false;
    for (int64_t i = 0; i < look->size; i++) {
        const double g = fabs(value_number(look->got, i));
        if (fabs(value_number(look->want, i)) > beyond)
            return;
        huge = huge || (g > beyond && isfinite(g));
    }
    for (size_t a = 0; huge && a < look->context->arguments->count; a++) {
        if (look->context->arguments->at[a].kind != FRAME_TENSOR_F32)
            continue;
        look_say(look, "'%s' is float32: are its numbers read through ->f64, in place of ->f32?",
                 look->context->params[a].name);
        look->explained = true;
        return;
    }
}

/* exp of such a number is infinite, and inf/inf is NaN. */
static void exp_overflows(struct look *look)
{
    const bool single = look->got->kind == FRAME_TENSOR_F32;
    if (look->diff->class != DIFF_NAN && look->diff->class != DIFF_INFINITY)
        return;
    for (size_t a = 0; a < look->context->arguments->count; a++) {
        const struct value *argument = &look->context->arguments->at[a];
        for (int64_t i = 0; value_is_tensor(argument) && value_is_float(argument) && i < value_size(argument); i++) {
            if (fabs(value_number(argument, i)) <= (single ? 88 : 709))
                continue;
            look_say(look, "'%s' has numbers beyond %d: exp of them overflows a %s (subtract the largest first?)",
                     look->context->params[a].name, single ? 88 : 709, single ? "float" : "double");
            return;
        }
    }
}

static void unwritten_everywhere(struct look *look)
{
    if (look->diff->class != DIFF_UNWRITTEN)
        return;
    if (!value_is_tensor(look->got) && look->all_want->count == 1)
        look_say(look,
                 "an index behind the end of a tensor (<= in place of <?), or an element of a new tensor that was "
                 "used before it was set?");
    else if (look->diff->of_class == look->size)
        look_say(look, "no element was written: a new tensor is not zero, set each element before you add to it");
    else
        look_say(look, "a loop that ends too early, += on an element that was never set, or an index behind the end of "
                       "an argument?");
}

/* --- integers --- */

static void integers_off_by_one(struct look *look)
{
    double offset = value_number(look->got, 0) - value_number(look->want, 0);
    if (look->size > 1 && offset != 0 && look_all(look, want_shifted, &offset))
        look_say(look, "every number is off by %+.0f (counted from another start?)", offset);
}

static void padding_side(struct look *look)
{
    const struct value *got = look->got, *want = look->want;
    if (want->rank != 2 || want->shape[1] < 2)
        return;
    int64_t rows = want->shape[0], columns = want->shape[1], left = 0, right = 0;
    for (int64_t r = 0; r < rows; r++) {
        left += value_number(got, r * columns) == 0 && value_number(got, (r + 1) * columns - 1) != 0;
        right += value_number(want, r * columns) != 0 && value_number(want, (r + 1) * columns - 1) == 0;
    }
    if (left > 0 && left == right)
        look_say(look, "the padding is on the left, but belongs on the right");
}

typedef void (*check)(struct look *look);

/* In the order in which they are worth saying. */
static const check shape_checks[] = {shape_is_transposed, shape_of_another_axis, shape_differs_by_ones,
                                     shape_is_outer,      shape_same_elements,   NULL};
static const check missing_checks[] = {nothing_came, NULL};
static const check class_checks[] = {read_as_double,       nan_everywhere, exp_overflows,
                                     unwritten_everywhere, check_where,    NULL};
static const check integer_checks[] = {check_all_the_same, integers_off_by_one, padding_side, check_argument,
                                       check_order,        check_where,         NULL};
static const check value_checks[] = {
    read_as_double,       check_all_the_same, check_zero_scalar,   check_argument,  check_argument_left_out,
    check_another_result, check_order,        check_multiple,      check_truncated, check_function,
    check_offset,         check_distribution, check_low_precision, check_where,     NULL,
};

static const check *const checks_of[DIFF_CLASS_COUNT] = {
    [DIFF_MISSING] = missing_checks,  [DIFF_RANK] = shape_checks,   [DIFF_SHAPE] = shape_checks,
    [DIFF_UNWRITTEN] = class_checks,  [DIFF_NAN] = class_checks,    [DIFF_INFINITY] = class_checks,
    [DIFF_INTEGERS] = integer_checks, [DIFF_VALUES] = value_checks,
};

void diagnose(const struct diagnose_context *context, const struct values *got, const struct values *want,
              struct diff *diff)
{
    if (!checks_of[diff->class] || (size_t)diff->output >= got->count || (size_t)diff->output >= want->count)
        return;
    struct look look = {.context = context,
                        .all_got = got,
                        .all_want = want,
                        .got = &got->at[diff->output],
                        .want = &want->at[diff->output],
                        .diff = diff};
    look.size = value_size(look.want);
    if (look.want->kind == FRAME_BOOL || look.want->kind == FRAME_STRINGS)
        return;
    for (const check *c = checks_of[diff->class]; *c && !look.explained && diff->diagnosis_count < DIFF_DIAGNOSES_MAX;
         c++)
        (*c)(&look);
}
