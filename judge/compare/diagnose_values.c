#include "judge/compare/diagnose_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- simple relations --- */

static double constant(const struct look *look, int64_t i, const void *with)
{
    (void)look, (void)i;
    return *(const double *)with;
}

void check_all_the_same(struct look *look)
{
    double first = value_number(look->got, 0);
    if (look->size < 2 || !look_all(look, constant, &first))
        return;
    look->explained = first == 0;
    if (first == 0)
        look_say(look, "every element is 0 (nothing was added up, or a division of whole numbers?)");
    else
        look_say(look, "every element is the same number, %.6g", first);
}

void check_zero_scalar(struct look *look)
{
    if (look->size != 1 || value_number(look->got, 0) != 0)
        return;
    look->explained = true;
    look_say(look, "the result is 0 (nothing was added up, or a division of whole numbers?)");
}

void check_another_result(struct look *look)
{
    for (size_t r = 0; r < look->all_want->count; r++) {
        const struct value *other = &look->all_want->at[r];
        if ((int)r != look->diff->output && (value_is_float(other) || value_is_integer(other)) &&
            look_same_shape(other, look->got) && look_all(look, element_of, other)) {
            look_say(look, "equals what result %zu should be (results in the wrong order?)", r + 1);
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

void check_function(struct look *look)
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
        if (look_all(look, functions[f].f, NULL)) {
            look_say(look, "%s", functions[f].text);
            return;
        }
    }
}

/* --- a factor or an offset --- */

static double scaled(const struct look *look, int64_t i, const void *with)
{
    return *(const double *)with * value_number(look->want, i);
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

void check_multiple(struct look *look)
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
        {1 / M_LN2, "equals the expected value divided by ln 2 (a logarithm to base 2 instead of the natural one?)"},
        {1 / M_LN10, "equals the expected value divided by ln 10 (a logarithm to base 10 instead of the natural one?)"},
        {M_LN2, "equals the expected value times ln 2 (a natural logarithm instead of one to base 2?)"},
        {180 / M_PI, "equals the expected value times 180/pi (degrees instead of radians?)"},
        {M_PI / 180, "equals the expected value times pi/180 (radians instead of degrees?)"},
    };
    if (look->size < 1 || look->diff->diagnosis_count == DIFF_DIAGNOSES_MAX)
        return;
    int64_t at = largest(look->want, look->size);
    double factor = value_number(look->got, at) / value_number(look->want, at);
    if (!isfinite(factor) || factor == 0 || fabs(factor - 1) < 0.005 ||
        (look->size > 1 && !look_all(look, scaled, &factor)))
        return;
    /* A factor 2 may be a plain one where a dimension happens to be 2: both are said. */
    bool told = dimension_factor(look, factor);
    for (size_t n = 0; n < sizeof named / sizeof *named; n++) {
        if (is_factor(look, factor, named[n].factor)) {
            look_say(look, "%s", named[n].text);
            return;
        }
    }
    if (look->size > 2 && !told)
        look_say(look, "every element is %.6g times the expected value", factor);
}

void check_offset(struct look *look)
{
    if (look->size < 3 || look->diff->diagnosis_count > 0)
        return;
    double offset = value_number(look->got, 0) - value_number(look->want, 0);
    if (isfinite(offset) && offset != 0 && look_all(look, want_shifted, &offset))
        look_say(look, "every element is off by the same amount, %.6g (a bias or an index base?)", offset);
}

/* --- precision --- */

static double rounded(const struct look *look, int64_t i, const void *with)
{
    double unit = *(const double *)with;
    return rint(value_number(look->want, i) * unit) / unit;
}

/* Small examples have answers like 3 or 0.5, which are roundings of much by chance. */
static bool tells_a_rounding(const struct look *look, int decimals)
{
    return decimals >= 2 || (decimals == 1 && look->size >= 4) || look->size >= 8;
}

void check_low_precision(struct look *look)
{
    for (int decimals = look->context->rules->decimals - 1; decimals >= 0; decimals--) {
        double unit = pow(10, decimals);
        if (tells_a_rounding(look, decimals) && look_all(look, rounded, &unit)) {
            look_say(look, "equals the expected value rounded to %d decimal%s, %d are compared", decimals,
                     decimals == 1 ? "" : "s", look->context->rules->decimals);
            return;
        }
    }
    if (look->diff->mismatched > 0 && look->diff->max_rel > 0 && look->diff->max_rel < 2e-3 && look->size > 2)
        look_say(
            look,
            "the largest relative difference is %.1e: right to about %d digits (float16, a loose constant, or an early "
            "rounding?)",
            look->diff->max_rel, (int)-log10(look->diff->max_rel));
}

void check_truncated(struct look *look)
{
    int64_t exact = 0;
    for (int64_t i = 0; i < look->size; i++)
        exact += value_number(look->got, i) == trunc(value_number(look->want, i));
    if (exact == look->size && look->size > 0 && look->diff->diagnosis_count == 0 && value_is_float(look->want))
        look_say(look, "equals the expected value with its decimals cut off (integer arithmetic?)");
}
