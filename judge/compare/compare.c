#include "judge/compare/compare_internal.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __FAST_MATH__
#error "the comparison must not be built with -ffast-math: it would accept NaN"
#endif

static const char *const class_names[] = {
    [DIFF_NONE] = "none",           [DIFF_RESULTS] = "results", [DIFF_MISSING] = "missing",
    [DIFF_DTYPE] = "dtype",         [DIFF_RANK] = "rank",       [DIFF_SHAPE] = "shape",
    [DIFF_UNWRITTEN] = "unwritten", [DIFF_NAN] = "nan",         [DIFF_INFINITY] = "infinity",
    [DIFF_INTEGERS] = "integers",   [DIFF_STRINGS] = "strings", [DIFF_VALUES] = "values",
    [DIFF_CHECKER] = "checker",
};
_Static_assert(sizeof class_names / sizeof *class_names == DIFF_CLASS_COUNT, "every class has a name");

const char *diff_class_name(enum diff_class class)
{
    return class_names[class];
}

double compare_bound(const struct compare_rules *rules, bool as_float32, double want)
{
    static const double unit[] = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};
    assert(rules->decimals >= 0 && rules->decimals < (int)(sizeof unit / sizeof *unit));
    return 0.5 * unit[rules->decimals] * 1.02 + (as_float32 ? rules->rtol_f32 : rules->rtol_f64) * fabs(want);
}

/* --- bit classes: never by ordered comparison
 * ------------------------------------------------------------------------- */

enum number_class { NUMBER_FINITE, NUMBER_NAN, NUMBER_PLUS_INFINITY, NUMBER_MINUS_INFINITY };

static enum number_class class_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t magnitude = bits & ~(UINT64_C(1) << 63);
    if (magnitude < UINT64_C(0x7ff0000000000000))
        return NUMBER_FINITE;
    if (magnitude > UINT64_C(0x7ff0000000000000))
        return NUMBER_NAN;
    return bits >> 63 ? NUMBER_MINUS_INFINITY : NUMBER_PLUS_INFINITY;
}

/* Arithmetic keeps a NaN's payload, and conversions between float and double shift it by 29 bits: an element that was
 * only added to, or copied from one that was never written, is still told. */
static bool is_poison_f32(uint32_t bits, const struct poison *poison)
{
    const uint32_t payload = 0x003fffffu;
    if ((bits & 0x7f800000u) != 0x7f800000u || (bits & payload) == 0)
        return false;
    return (bits & payload) == (poison->f32 & payload) || (bits & payload) == ((poison->f64 >> 29) & payload);
}

static bool is_poison_f64(uint64_t bits, const struct poison *poison)
{
    const uint64_t payload = UINT64_C(0x0007ffffffffffff), exponent = UINT64_C(0x7ff0000000000000);
    if ((bits & exponent) != exponent || (bits & payload) == 0)
        return false;
    return (bits & payload) == (poison->f64 & payload) || (bits & payload) == (uint64_t)(poison->f32 & 0x003fffffu)
                                                                                  << 29;
}

bool compare_is_unwritten(const struct value *value, int64_t i, const struct poison *poison)
{
    switch (value->kind) {
    case FRAME_TENSOR_F32: {
        uint32_t bits;
        memcpy(&bits, &value->f32s[i], sizeof bits);
        return is_poison_f32(bits, poison);
    }
    case FRAME_TENSOR_F64: {
        uint64_t bits;
        memcpy(&bits, &value->f64s[i], sizeof bits);
        return is_poison_f64(bits, poison);
    }
    case FRAME_F64: {
        uint64_t bits;
        memcpy(&bits, &value->f64, sizeof bits);
        return is_poison_f64(bits, poison);
    }
    case FRAME_I64:
        return value->i64 == poison->i64;
    case FRAME_TENSOR_I64:
        return value->i64s[i] == poison->i64;
    default:
        return false;
    }
}

/* --- form: kind, rank, shape --- */

static bool whole(double x)
{
    return class_of(x) == NUMBER_FINITE && x == floor(x) && fabs(x) < 9007199254740992.0;
}

static bool is_whole_tensor(const struct value *value)
{
    for (int64_t i = 0; i < value_size(value); i++) {
        if (!whole(value_number(value, i)))
            return false;
    }
    return true;
}

/* May a result of this kind stand for the declared type? */
static bool kind_fits(const struct compare_rules *rules, const struct type *type, const struct value *got)
{
    bool scalar = got->kind == FRAME_F64 || got->kind == FRAME_I64 || (value_is_tensor(got) && got->rank == 0);
    switch (type->kind) {
    case FRAME_F64:
        return scalar || value_is_float(got);
    case FRAME_I64:
        return value_is_integer(got);
    case FRAME_TENSOR_F32:
    case FRAME_TENSOR_F64:
        return value_is_float(got) || (type->rank == 0 && scalar);
    case FRAME_TENSOR_I64:
        return value_is_integer(got) || (rules->whole_floats && value_is_float(got) && is_whole_tensor(got));
    default:
        return got->kind == type->kind;
    }
}

/* A declared type for those who know their language's types and not ours. */
static const char *const type_words[FRAME_KIND_COUNT] = {
    [FRAME_I64] = "a whole number",
    [FRAME_F64] = "a number",
    [FRAME_BOOL] = "a bool",
    [FRAME_STR] = "a string",
    [FRAME_STRINGS] = "a list of strings",
    [FRAME_TENSOR_F32] = "a float tensor",
    [FRAME_TENSOR_F64] = "a float tensor",
    [FRAME_TENSOR_I64] = "a tensor of whole numbers",
};

static bool dtype_differs(struct diff *diff, const struct type *type, const struct value *got)
{
    char have[200];
    diff->class = DIFF_DTYPE;
    snprintf(diff->what, sizeof diff->what, "the result is %s, but %s is expected (%s)",
             value_describe(got, have, sizeof have), type_words[type->kind], type->text);
    return false;
}

static bool form_fits(const struct compare_rules *rules, const struct type *type, const struct value *got,
                      const struct value *want, struct diff *diff)
{
    char have[160], need[160];
    if (got->kind == FRAME_NONE) {
        diff->mismatched = diff->elements;
        diff->class = DIFF_MISSING;
        snprintf(diff->what, sizeof diff->what, "nothing was returned (NULL or None)");
        return false;
    }
    if (!kind_fits(rules, type, got))
        return dtype_differs(diff, type, got);
    if (type->kind == FRAME_STR || type->kind == FRAME_STRINGS || type->kind == FRAME_BOOL)
        return true;
    value_shape_text(got->rank, got->shape, have, sizeof have);
    value_shape_text(want->rank, want->shape, need, sizeof need);
    if (got->rank != want->rank) {
        diff->class = DIFF_RANK;
        snprintf(diff->what, sizeof diff->what, "the result has %d dimension%s, shape %s, but %d %s expected: shape %s",
                 got->rank, got->rank == 1 ? "" : "s", have, want->rank, want->rank == 1 ? "is" : "are", need);
        return false;
    }
    for (int k = 0; k < want->rank; k++) {
        if (got->shape[k] != want->shape[k]) {
            diff->class = DIFF_SHAPE;
            snprintf(diff->what, sizeof diff->what,
                     "the shape is %s, but %s is expected: axis %d has length %lld, not %lld", have, need, k,
                     (long long)got->shape[k], (long long)want->shape[k]);
            return false;
        }
    }
    return true;
}

/* --- elements --- */

/* How element i differs; DIFF_NONE when it does not. */
static enum diff_class element_class(const struct compare_rules *rules, const struct value *got,
                                     const struct value *want, int64_t i, double *ret_distance)
{
    *ret_distance = 0;
    if (compare_is_unwritten(got, i, &rules->poison))
        return DIFF_UNWRITTEN;
    if (value_is_integer(want) && value_is_integer(got)) {
        int64_t g = got->kind == FRAME_I64 ? got->i64 : got->i64s[i],
                w = want->kind == FRAME_I64 ? want->i64 : want->i64s[i];
        *ret_distance = fabs((double)g - (double)w);
        return g == w ? DIFF_NONE : DIFF_INTEGERS;
    }
    double g = value_number(got, i), w = value_number(want, i);
    enum number_class got_class = class_of(g), want_class = class_of(w);
    if (got_class != want_class || want_class != NUMBER_FINITE) {
        if (got_class == NUMBER_NAN || want_class == NUMBER_NAN)
            return got_class == want_class && rules->nan_allowed ? DIFF_NONE : DIFF_NAN;
        return got_class == want_class ? DIFF_NONE : DIFF_INFINITY;
    }
    *ret_distance = fabs(g - w);
    if (value_is_integer(want))
        return g == w ? DIFF_NONE : DIFF_INTEGERS;
    if (*ret_distance <= compare_bound(rules, got->kind == FRAME_TENSOR_F32, w))
        return DIFF_NONE;
    return DIFF_VALUES;
}

static void index_of(int64_t flat, int rank, const int64_t *shape, int64_t *ret_at)
{
    for (int k = rank - 1; k >= 0; k--) {
        ret_at[k] = flat % shape[k];
        flat /= shape[k];
    }
}

static const char *const element_words[DIFF_CLASS_COUNT] = {
    [DIFF_UNWRITTEN] = "never written (or added to before it was set)",
    [DIFF_NAN] = "NaN, not a number",
    [DIFF_INFINITY] = "infinite where a finite number is expected, or the other way round",
    [DIFF_INTEGERS] = "another whole number than expected",
    [DIFF_VALUES] = "too far from the expected value",
};

static void describe_elements(struct diff *diff, enum diff_class class)
{
    if (diff->elements == 1 && class == DIFF_UNWRITTEN)
        snprintf(diff->what, sizeof diff->what, "the value was never written, or comes from something that was not");
    else if (diff->elements == 1)
        snprintf(diff->what, sizeof diff->what, "the value is %s", element_words[class]);
    else
        snprintf(diff->what, sizeof diff->what, "%lld of %lld elements (%.3g%%) %s %s", (long long)diff->of_class,
                 (long long)diff->elements, 100.0 * (double)diff->of_class / (double)diff->elements,
                 diff->of_class == 1 ? "is" : "are", element_words[class]);
    if (diff->of_class < diff->mismatched) {
        size_t used = strlen(diff->what);
        snprintf(diff->what + used, sizeof diff->what - used, "; %lld more differ",
                 (long long)(diff->mismatched - diff->of_class));
    }
}

static bool elements_fit(const struct compare_rules *rules, const struct value *got, const struct value *want,
                         struct diff *diff)
{
    int64_t count[DIFF_CLASS_COUNT] = {0}, first[DIFF_CLASS_COUNT] = {0}, worst = 0;
    for (int64_t i = 0; i < diff->elements; i++) {
        double distance;
        enum diff_class class = element_class(rules, got, want, i, &distance);
        if (class == DIFF_NONE)
            continue;
        diff->mismatched++;
        if (count[class]++ == 0)
            first[class] = i;
        if (class != DIFF_VALUES && class != DIFF_INTEGERS)
            continue;
        double relative = distance / fabs(value_number(want, i));
        if (relative > diff->max_rel && relative <= DBL_MAX)
            diff->max_rel = relative;
        if (distance > diff->max_abs) {
            diff->max_abs = distance;
            worst = i;
        }
    }
    for (int class = DIFF_UNWRITTEN; class < DIFF_CLASS_COUNT && diff->class == DIFF_NONE; class ++) {
        if (count[class] == 0)
            continue;
        int64_t flat = diff->max_abs > 0 && (class == DIFF_VALUES || class == DIFF_INTEGERS) ? worst : first[class];
        diff->class = (enum diff_class) class;
        diff->of_class = count[class];
        index_of(flat, diff->want_rank, diff->want_shape, diff->at);
        diff->got = value_number(got, flat);
        diff->want = value_number(want, flat);
        describe_elements(diff, diff->class);
    }
    return diff->class == DIFF_NONE;
}

/* --- the whole
 * -------------------------------------------------------------------------------------------------------- */

static void describe_form(const struct value *got, const struct value *want, struct diff *diff)
{
    diff->elements = value_size(want);
    diff->rank = value_is_tensor(got) ? got->rank : 0;
    diff->want_rank = value_is_tensor(want) ? want->rank : 0;
    for (int k = 0; k < diff->rank; k++)
        diff->shape[k] = got->shape[k];
    for (int k = 0; k < diff->want_rank; k++)
        diff->want_shape[k] = want->shape[k];
}

static bool result_fits(const struct compare_rules *rules, const struct type *type, const struct value *got,
                        const struct value *want, struct diff *diff)
{
    describe_form(got, want, diff);
    if (!form_fits(rules, type, got, want, diff))
        return false;
    if (type->kind == FRAME_STR || type->kind == FRAME_STRINGS || type->kind == FRAME_BOOL)
        return compare_strings(got, want, diff);
    return elements_fit(rules, got, want, diff);
}

/* "(w, b)": the declared names. */
static const char *names_text(const struct param *types, size_t count, char *buffer, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(buffer + used, size - used, "%s%s%s", i ? ", " : "(", types[i].name,
                                 i + 1 == count ? ")" : "");
    return buffer;
}

/* "a float64 number, nothing, an int64 number, ..." */
static const char *values_text(const struct values *values, char *buffer, size_t size)
{
    char one[120];
    size_t used = 0;
    for (size_t i = 0; i < values->count && i <= SIGNATURE_RESULTS_MAX && used < size; i++)
        used += (size_t)snprintf(buffer + used, size - used, "%s%s", i ? ", " : "",
                                 i < SIGNATURE_RESULTS_MAX ? value_describe(&values->at[i], one, sizeof one) : "...");
    return buffer;
}

/* Only Python can return another number. */
static void counts_fit(const struct param *types, const struct values *got, const struct values *want,
                       struct diff *diff)
{
    char have[300], count[40], names[160] = "";
    if (got->count == want->count)
        return;
    diff->class = DIFF_RESULTS;
    const bool nothing = got->count == 1 && got->at[0].kind == FRAME_NONE;
    snprintf(count, sizeof count, "%zu result%s", got->count, got->count == 1 ? "" : "s");
    if (want->count > 1)
        names_text(types, want->count, names, sizeof names);
    snprintf(diff->what, sizeof diff->what, "%s came back, but %zu %s expected%s%s%s%s", nothing ? "nothing" : count,
             want->count, want->count == 1 ? "is" : "are", *names ? ": a tuple " : "", names,
             got->count && !nothing ? DIFF_CAME : "",
             got->count && !nothing ? values_text(got, have, sizeof have) : "");
}

bool compare_results(const struct compare_rules *rules, const struct param *types, const struct values *got,
                     const struct values *want, struct diff *ret_diff)
{
    struct diff diff = {.class = DIFF_NONE};
    counts_fit(types, got, want, &diff);
    for (size_t i = 0; diff.class == DIFF_NONE && i < want->count; i++) {
        diff = (struct diff){.class = DIFF_NONE, .output = (int)i};
        result_fits(rules, &types[i].type, &got->at[i], &want->at[i], &diff);
    }
    *ret_diff = diff;
    return diff.class == DIFF_NONE;
}

/* --- form alone ------------------------------------------------------------ */

/* `want` with the sizes that the arguments do not decide taken from `got`. Borrows. */
static struct value declared_form(const struct type *type, const struct expr_scope *scope, const struct value *got,
                                  const struct value *want)
{
    struct value form = *want;
    struct err ignored;
    int64_t size;
    for (int k = 0; value_is_tensor(want) && value_is_tensor(got) && k < want->rank && k < got->rank; k++) {
        if (k < type->rank && type->dims[k][0] && expr_whole(type->dims[k], scope, 0, INT32_MAX, &size, &ignored))
            form.shape[k] = got->shape[k];
    }
    return form;
}

static bool has_infinity(const struct value *value)
{
    for (int64_t i = 0; value_is_float(value) && i < value_size(value); i++) {
        if (class_of(value_number(value, i)) >= NUMBER_PLUS_INFINITY)
            return true;
    }
    return false;
}

static bool elements_are_sound(const struct compare_rules *rules, const struct value *got, const struct value *want,
                               struct diff *diff)
{
    const bool infinite = has_infinity(want);
    int64_t first = 0;
    for (int64_t i = 0; i < diff->elements; i++) {
        const enum number_class number = class_of(value_number(got, i));
        const enum diff_class class = compare_is_unwritten(got, i, &rules->poison)  ? DIFF_UNWRITTEN
                                      : number == NUMBER_NAN && !rules->nan_allowed ? DIFF_NAN
                                      : number >= NUMBER_PLUS_INFINITY && !infinite ? DIFF_INFINITY
                                                                                    : DIFF_NONE;
        if (class == DIFF_NONE)
            continue;
        diff->mismatched++;
        if (diff->class == DIFF_NONE || class < diff->class) {
            diff->class = class;
            diff->of_class = 0;
            first = i;
        }
        diff->of_class += class == diff->class;
    }
    if (diff->class == DIFF_NONE)
        return true;
    index_of(first, diff->want_rank, diff->want_shape, diff->at);
    diff->got = value_number(got, first);
    diff->want = first < value_size(want) ? value_number(want, first) : NAN;
    describe_elements(diff, diff->class);
    return false;
}

bool compare_form(const struct compare_rules *rules, const struct param *types, const struct expr_scope *scope,
                  const struct values *got, const struct values *want, struct diff *ret_diff)
{
    struct diff diff = {.class = DIFF_NONE};
    counts_fit(types, got, want, &diff);
    for (size_t i = 0; diff.class == DIFF_NONE && i < want->count; i++) {
        const struct type *type = &types[i].type;
        const struct value form = declared_form(type, scope, &got->at[i], &want->at[i]);
        diff = (struct diff){.class = DIFF_NONE, .output = (int)i};
        describe_form(&got->at[i], &form, &diff);
        if (form_fits(rules, type, &got->at[i], &form, &diff))
            elements_are_sound(rules, &got->at[i], &want->at[i], &diff);
    }
    *ret_diff = diff;
    return diff.class == DIFF_NONE;
}
