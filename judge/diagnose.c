#include "judge/diagnose.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What every check looks at: one result that differs, and the right one. */
struct look {
    const struct diagnose_context *context;
    const struct values *all_got, *all_want;
    const struct value *got, *want;
    int64_t size;
    struct diff *diff;
};

static void say(struct look *look, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct look *look, const char *format, ...)
{
    struct diff *diff = look->diff;
    if (diff->diagnosis_count == DIFF_DIAGNOSES_MAX)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(diff->diagnosis[diff->diagnosis_count++], DIFF_DIAGNOSIS, format, arguments);
    va_end(arguments);
}

/* Within the tolerance; NaN is near nothing. */
static bool near(const struct look *look, double got, double want)
{
    return fabs(got - want) <= compare_bound(look->context->rules, look->got->kind == FRAME_TENSOR_F32, want);
}

/* Does got[i] equal f(i) for all i, where at least one of them is told apart from the right answer? */
typedef double (*expectation)(const struct look *look, int64_t i, const void *with);

static bool all_equal(const struct look *look, expectation f, const void *with)
{
    for (int64_t i = 0; i < look->size; i++) {
        if (!near(look, value_number(look->got, i), f(look, i, with)))
            return false;
    }
    return look->size > 0;
}

/* --- shapes
 * ----------------------------------------------------------------------------------------------------------- */

static void shape_is_transposed(struct look *look)
{
    const struct value *got = look->got, *want = look->want;
    if (got->rank == 2 && want->rank == 2 && got->shape[0] == want->shape[1] && got->shape[1] == want->shape[0])
        say(look, "the shape is the transpose of the expected one");
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
        say(look, "an axis of length 1 is missing (keepdim, or unsqueeze?)");
    else
        say(look, "there is an axis of length 1 too many (squeeze?)");
}

static void shape_is_outer(struct look *look)
{
    const struct value *got = look->got;
    if (got->rank == 2 && got->shape[0] == got->shape[1] && got->shape[0] > 1 && look->want->rank < 2)
        say(look,
            "an (N,N) result where (N) or a number belongs: an (N,1) tensor met an (N) tensor and was broadcast?");
}

static void shape_same_elements(struct look *look)
{
    if (value_size(look->got) != value_size(look->want) || look->diff->diagnosis_count > 0 ||
        value_size(look->want) < 2)
        return;
    look->size = value_size(look->want);
    for (int64_t i = 0; i < look->size; i++) {
        if (!near(look, value_number(look->got, i), value_number(look->want, i)))
            return;
    }
    say(look, "the numbers are right and in the right order; only the shape is not");
}

/* --- NaN and unwritten
 * ------------------------------------------------------------------------------------------------ */

static void nan_everywhere(struct look *look)
{
    if (look->diff->class == DIFF_NAN && look->diff->of_class == look->size && look->size > 1)
        say(look, "every element is NaN (0/0, inf - inf, the log or root of a negative number, or a NaN that spread?)");
}

static void unwritten_everywhere(struct look *look)
{
    if (look->diff->class != DIFF_UNWRITTEN)
        return;
    if (look->diff->of_class == look->size)
        say(look, "no element was written: a new tensor is not zero, set each element before you add to it");
    else
        say(look, "a loop that ends too early, or += on an element that was never set?");
}

/* Are the elements of the class just the last or first along one axis? */
static bool is_of_class(const struct look *look, int64_t i)
{
    double g = value_number(look->got, i), w = value_number(look->want, i);
    return !near(look, g, w);
}

static void where_they_are(struct look *look)
{
    const struct value *want = look->want;
    if (look->diff->mismatched == look->size || want->rank < 1 || look->size < 2)
        return;
    for (int axis = 0; axis < want->rank; axis++) {
        int64_t length = want->shape[axis], inner = 1, only = -1;
        for (int k = axis + 1; k < want->rank; k++)
            inner *= want->shape[k];
        bool one = true;
        for (int64_t i = 0; i < look->size && one; i++) {
            if (!is_of_class(look, i))
                continue;
            int64_t at = i / inner % length;
            one = only < 0 || only == at;
            only = at;
        }
        if (!one || only < 0 || length < 2)
            continue;
        const char *place = only == length - 1 ? " (the last)" : only == 0 ? " (the first)" : "";
        say(look, "all of them are at index %lld%s of axis %d", (long long)only, place, axis);
        return;
    }
}

/* --- simple relations
 * ------------------------------------------------------------------------------------------------- */

static double constant(const struct look *look, int64_t i, const void *with)
{
    (void)look, (void)i;
    return *(const double *)with;
}

static void all_the_same(struct look *look)
{
    double first = value_number(look->got, 0);
    if (look->size < 2 || !all_equal(look, constant, &first))
        return;
    if (first == 0)
        say(look, "every element is 0");
    else
        say(look, "every element is the same number, %.6g", first);
}

static void zero_scalar(struct look *look)
{
    if (look->size == 1 && value_number(look->got, 0) == 0)
        say(look, "the result is 0");
}

static double argument_element(const struct look *look, int64_t i, const void *with)
{
    (void)look;
    return value_number(with, i);
}

static bool same_shape(const struct value *a, const struct value *b)
{
    return a->rank == b->rank && memcmp(a->shape, b->shape, (size_t)a->rank * sizeof *a->shape) == 0;
}

static void equals_an_argument(struct look *look)
{
    const struct values *arguments = look->context->arguments;
    for (size_t a = 0; a < arguments->count; a++) {
        const struct value *argument = &arguments->at[a];
        if ((value_is_float(argument) || value_is_integer(argument)) && same_shape(argument, look->got) &&
            value_size(argument) == look->size && all_equal(look, argument_element, argument)) {
            say(look, "equals the argument '%s', unchanged", look->context->params[a].name);
            return;
        }
    }
}

static void equals_another_result(struct look *look)
{
    for (size_t r = 0; r < look->all_want->count; r++) {
        const struct value *other = &look->all_want->at[r];
        if ((int)r != look->diff->output && (value_is_float(other) || value_is_integer(other)) &&
            same_shape(other, look->got) && all_equal(look, argument_element, other)) {
            say(look, "equals what result %zu should be (results in the wrong order?)", r + 1);
            return;
        }
    }
}

static double absolute(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return fabs(value_number(look->want, i));
}

static double root(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return sqrt(value_number(look->want, i));
}

static double square(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    double w = value_number(look->want, i);
    return w * w;
}

static double positive_part(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return fmax(value_number(look->want, i), 0);
}

static double exponential(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return exp(value_number(look->want, i));
}

static double logarithm(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return log(value_number(look->want, i));
}

static double complement(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return 1 - value_number(look->want, i);
}

static double sigmoid(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    return 1 / (1 + exp(-value_number(look->want, i)));
}

static double logit(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    double w = value_number(look->want, i);
    return log(w / (1 - w));
}

static void equals_a_function(struct look *look)
{
    static const struct {
        expectation f;
        const char *text;
    } functions[] = {
        {absolute, "equals the absolute value of the expected one (a sign is lost?)"},
        {root, "equals the square root of the expected value (RMSE instead of MSE?)"},
        {square, "equals the square of the expected value"},
        {positive_part, "equals the expected value with negative numbers set to 0 (a ReLU too many?)"},
        {exponential, "equals exp of the expected value (a logarithm is missing?)"},
        {logarithm, "equals the logarithm of the expected value"},
        {complement, "equals 1 minus the expected value"},
        {sigmoid, "equals the sigmoid of the expected value (a sigmoid too many?)"},
        {logit, "its sigmoid equals the expected value (the sigmoid is missing?)"},
    };
    for (size_t f = 0; f < sizeof functions / sizeof *functions; f++) {
        if (all_equal(look, functions[f].f, NULL)) {
            say(look, "%s", functions[f].text);
            return;
        }
    }
}

/* --- a factor or an offset -------------------------------------------------------------------------------------------
 */

static double scaled(const struct look *look, int64_t i, const void *with)
{
    return *(const double *)with * value_number(look->want, i);
}

static double shifted(const struct look *look, int64_t i, const void *with)
{
    return *(const double *)with + value_number(look->want, i);
}

/* The most precise estimate of got/want: at the largest expected element. */
static int64_t largest(const struct value *value, int64_t size)
{
    int64_t at = 0;
    for (int64_t i = 1; i < size; i++) {
        if (fabs(value_number(value, i)) > fabs(value_number(value, at)))
            at = i;
    }
    return at;
}

static bool is_factor(const struct look *look, double factor, double candidate)
{
    double at = fabs(value_number(look->want, largest(look->want, look->size)));
    double slack = 2 * compare_bound(look->context->rules, look->got->kind == FRAME_TENSOR_F32, at * candidate) / at;
    return fabs(factor - candidate) <= slack && slack < 0.05 * fabs(candidate);
}

/* A named length: a dimension of an argument that its type gives a name to, or a whole-number argument. */
static bool dimension_factor(struct look *look, double factor)
{
    const struct values *arguments = look->context->arguments;
    static const struct {
        int power; /* in halves */
        const char *text;
    } powers[] = {
        {2, "equals the expected value times %s = %lld (not divided by %s?)"},
        {-2, "equals the expected value divided by %s = %lld (divided once too often by %s?)"},
        {1, "equals the expected value times the square root of %s = %lld (scaled by the square root of %s?)"},
        {-1, "equals the expected value divided by the square root of %s = %lld (scaled by the square root of %s?)"},
    };
    for (size_t a = 0; a < arguments->count; a++) {
        const struct value *argument = &arguments->at[a];
        const struct param *param = &look->context->params[a];
        int lengths = argument->kind == FRAME_I64 ? 1 : value_is_tensor(argument) ? argument->rank : 0;
        for (int k = 0; k < lengths; k++) {
            int64_t length = argument->kind == FRAME_I64 ? argument->i64 : argument->shape[k];
            const char *name = argument->kind == FRAME_I64 ? param->name : param->type.dims[k];
            if (length < 2)
                continue;
            for (size_t p = 0; p < sizeof powers / sizeof *powers; p++) {
                double candidate = pow((double)length, powers[p].power / 2.0);
                if (!is_factor(look, factor, candidate))
                    continue;
                char *format = (char *)powers[p].text;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
                snprintf(look->diff->diagnosis[look->diff->diagnosis_count], DIFF_DIAGNOSIS, format, name,
                         (long long)length, name);
#pragma GCC diagnostic pop
                look->diff->diagnosis_count++;
                return true;
            }
        }
    }
    return false;
}

static void equals_a_multiple(struct look *look)
{
    static const struct {
        double factor;
        const char *text;
    } named[] = {
        {-1, "has the opposite sign of the expected value"},
        {2, "equals the expected value times 2 (a factor too many?)"},
        {0.5, "equals half the expected value (a factor 2 is missing?)"},
        {-2, "equals the expected value times -2"},
        {-0.5, "equals the expected value times -1/2"},
    };
    if (look->size < 1 || look->diff->diagnosis_count == DIFF_DIAGNOSES_MAX)
        return;
    int64_t at = largest(look->want, look->size);
    double factor = value_number(look->got, at) / value_number(look->want, at);
    if (!isfinite(factor) || factor == 0 || (look->size > 1 && !all_equal(look, scaled, &factor)))
        return;
    if (dimension_factor(look, factor))
        return;
    for (size_t n = 0; n < sizeof named / sizeof *named; n++) {
        if (is_factor(look, factor, named[n].factor)) {
            say(look, "%s", named[n].text);
            return;
        }
    }
    if (look->size > 2)
        say(look, "every element is %.6g times the expected value", factor);
}

static void equals_an_offset(struct look *look)
{
    if (look->size < 3 || look->diff->diagnosis_count > 0)
        return;
    double offset = value_number(look->got, 0) - value_number(look->want, 0);
    if (isfinite(offset) && offset != 0 && all_equal(look, shifted, &offset))
        say(look, "every element is off by the same amount, %.6g (a bias or an index base?)", offset);
}

/* --- order
 * ------------------------------------------------------------------------------------------------------------ */

static double transposed(const struct look *look, int64_t i, const void *with)
{
    (void)with;
    int64_t rows = look->want->shape[look->want->rank - 2], columns = look->want->shape[look->want->rank - 1];
    int64_t matrix = i / (rows * columns), row = i / columns % rows, column = i % columns;
    if (rows == columns)
        return value_number(look->want, matrix * rows * columns + column * rows + row);
    /* Other shapes: the transposed numbers laid out in the shape of the result. */
    int64_t flat = i % (rows * columns);
    return value_number(look->want, matrix * rows * columns + flat % rows * columns + flat / rows);
}

static double axis_reversed(const struct look *look, int64_t i, const void *with)
{
    int axis = *(const int *)with;
    int64_t inner = 1, length = look->want->shape[axis];
    for (int k = axis + 1; k < look->want->rank; k++)
        inner *= look->want->shape[k];
    int64_t at = i / inner % length;
    return value_number(look->want, i + (length - 1 - 2 * at) * inner);
}

struct roll {
    int axis;
    int64_t by;
};

static double axis_rolled(const struct look *look, int64_t i, const void *with)
{
    const struct roll *roll = with;
    int64_t inner = 1, length = look->want->shape[roll->axis];
    for (int k = roll->axis + 1; k < look->want->rank; k++)
        inner *= look->want->shape[k];
    int64_t at = i / inner % length, from = (at + roll->by + length) % length;
    return value_number(look->want, i + (from - at) * inner);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool same_in_another_order(const struct look *look)
{
    if (look->size < 2 || look->size > 1 << 20)
        return false;
    double *sorted[2];
    const struct value *both[2] = {look->got, look->want};
    for (int s = 0; s < 2; s++) {
        sorted[s] = xmalloc((size_t)look->size * sizeof(double));
        for (int64_t i = 0; i < look->size; i++)
            sorted[s][i] = value_number(both[s], i);
        qsort(sorted[s], (size_t)look->size, sizeof(double), by_number);
    }
    bool same = true;
    for (int64_t i = 0; i < look->size && same; i++)
        same = near(look, sorted[0][i], sorted[1][i]);
    free(sorted[0]);
    free(sorted[1]);
    return same;
}

static void another_order(struct look *look)
{
    if (!same_in_another_order(look))
        return;
    if (look->want->rank >= 2 && all_equal(look, transposed, NULL)) {
        say(look, "the numbers are right, but transposed (rows and columns exchanged, or column-major order?)");
        return;
    }
    for (int axis = 0; axis < look->want->rank; axis++) {
        if (look->want->shape[axis] < 2)
            continue;
        if (all_equal(look, axis_reversed, &axis)) {
            say(look, "the numbers are right, but in reverse order along axis %d", axis);
            return;
        }
        for (int64_t by = -1; by <= 1; by += 2) {
            struct roll roll = {axis, by};
            if (all_equal(look, axis_rolled, &roll)) {
                say(look, "the numbers are right, but shifted by one along axis %d", axis);
                return;
            }
        }
    }
    say(look, "the numbers are right, but in another order");
}

/* --- softmax
 * ---------------------------------------------------------------------------------------------------------- */

static bool sums_to_one(const struct look *look, const struct value *value, int axis)
{
    int64_t inner = 1, length = value->shape[axis];
    for (int k = axis + 1; k < value->rank; k++)
        inner *= value->shape[k];
    for (int64_t i = 0; i < look->size; i++) {
        if (i / inner % length != 0)
            continue;
        double sum = 0;
        for (int64_t k = 0; k < length; k++)
            sum += value_number(value, i + k * inner);
        if (!(fabs(sum - 1) <= 1e-3))
            return false;
    }
    return true;
}

static void distribution(struct look *look)
{
    int last = look->want->rank - 1;
    if (last < 0 || look->want->shape[last] < 2 || look->size < 2 || !sums_to_one(look, look->want, last))
        return;
    if (!sums_to_one(look, look->got, last)) {
        for (int axis = 0; axis < last; axis++) {
            if (look->want->shape[axis] > 1 && sums_to_one(look, look->got, axis)) {
                say(look, "sums to 1 along axis %d, but should along axis %d (softmax along the wrong axis?)", axis,
                    last);
                return;
            }
        }
        say(look, "does not sum to 1 along the last axis, as the expected values do");
    }
}

/* --- precision
 * -------------------------------------------------------------------------------------------------------- */

static double rounded(const struct look *look, int64_t i, const void *with)
{
    double unit = *(const double *)with;
    return rint(value_number(look->want, i) * unit) / unit;
}

static void low_precision(struct look *look)
{
    for (int decimals = look->context->rules->decimals - 1; decimals >= 0; decimals--) {
        double unit = pow(10, decimals);
        if (all_equal(look, rounded, &unit)) {
            say(look, "equals the expected value rounded to %d decimal%s, %d are compared", decimals,
                decimals == 1 ? "" : "s", look->context->rules->decimals);
            return;
        }
    }
    if (look->diff->mismatched > 0 && look->diff->max_rel > 0 && look->diff->max_rel < 2e-3 && look->size > 2)
        say(look,
            "the largest relative difference is %.1e: right to about %d digits (float16, a loose constant, or an early "
            "rounding?)",
            look->diff->max_rel, (int)-log10(look->diff->max_rel));
}

static void truncated(struct look *look)
{
    int64_t exact = 0;
    for (int64_t i = 0; i < look->size; i++)
        exact += value_number(look->got, i) == trunc(value_number(look->want, i));
    if (exact == look->size && look->size > 0 && value_is_float(look->want))
        say(look, "equals the expected value with its decimals cut off (integer arithmetic?)");
}

/* --- integers
 * --------------------------------------------------------------------------------------------------------- */

static void integers_off_by_one(struct look *look)
{
    double offset = value_number(look->got, 0) - value_number(look->want, 0);
    if (look->size > 1 && offset != 0 && all_equal(look, shifted, &offset))
        say(look, "every number is off by %+.0f (counted from another start?)", offset);
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
        say(look, "the padding is on the left, but belongs on the right");
}

typedef void (*check)(struct look *look);

/* In the order in which they are worth saying. */
static const check shape_checks[] = {shape_is_transposed, shape_differs_by_ones, shape_is_outer, shape_same_elements,
                                     NULL};
static const check class_checks[] = {nan_everywhere, unwritten_everywhere, where_they_are, NULL};
static const check integer_checks[] = {all_the_same,  integers_off_by_one, padding_side, equals_an_argument,
                                       another_order, where_they_are,      NULL};
static const check value_checks[] = {
    all_the_same, zero_scalar,       equals_an_argument, equals_another_result, another_order, equals_a_multiple,
    truncated,    equals_a_function, equals_an_offset,   distribution,          low_precision, where_they_are,
    NULL,
};

static const check *const checks_of[DIFF_CLASS_COUNT] = {
    [DIFF_RANK] = shape_checks,   [DIFF_SHAPE] = shape_checks,    [DIFF_UNWRITTEN] = class_checks,
    [DIFF_NAN] = class_checks,    [DIFF_INFINITY] = class_checks, [DIFF_INTEGERS] = integer_checks,
    [DIFF_VALUES] = value_checks,
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
    for (const check *c = checks_of[diff->class]; *c && diff->diagnosis_count < DIFF_DIAGNOSES_MAX; c++)
        (*c)(&look);
}
