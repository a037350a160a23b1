/* compare_form.c - how many results came back, of which kind, rank and shape: what any right answer must have. */
#include "judge/compare/compare_internal.h"

#include <math.h>
#include <stdio.h>

/* --- how many ----------------------------------------------------------------------------------------------------- */

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
void compare_counts_fit(const struct param *types, const struct values *got, const struct values *want,
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

/* --- kind, rank, shape -------------------------------------------------------------------------------------------- */

static bool whole(double x)
{
    return compare_class_of(x) == NUMBER_FINITE && x == floor(x) && fabs(x) < 9007199254740992.0;
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

bool compare_differ(struct diff *diff, enum diff_class class, const char *what)
{
    diff->class = class;
    snprintf(diff->what, sizeof diff->what, "%s", what);
    return false;
}

static bool dtype_differs(struct diff *diff, const struct type *type, const struct value *got)
{
    char have[200];
    diff->class = DIFF_DTYPE;
    snprintf(diff->what, sizeof diff->what, "the result is %s, but %s is expected",
             value_describe(got, have, sizeof have), type->text);
    return false;
}

bool compare_form_fits(const struct compare_rules *rules, const struct type *type, const struct value *got,
                       const struct value *want, struct diff *diff)
{
    char have[160], need[160];
    if (got->kind == FRAME_NONE) {
        diff->mismatched = diff->elements;
        return compare_differ(diff, DIFF_MISSING, "nothing was returned (NULL or None)");
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

void compare_describe_form(const struct value *got, const struct value *want, struct diff *diff)
{
    diff->elements = value_size(want);
    diff->rank = value_is_tensor(got) ? got->rank : 0;
    diff->want_rank = value_is_tensor(want) ? want->rank : 0;
    for (int k = 0; k < diff->rank; k++)
        diff->shape[k] = got->shape[k];
    for (int k = 0; k < diff->want_rank; k++)
        diff->want_shape[k] = want->shape[k];
}

/* --- form alone, where there are several right answers --------------------------------------------------------------
 */

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
        if (compare_class_of(value_number(value, i)) >= NUMBER_PLUS_INFINITY)
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
        const enum number_class number = compare_class_of(value_number(got, i));
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
    compare_index_of(first, diff->want_rank, diff->want_shape, diff->at);
    diff->got = value_number(got, first);
    diff->want = first < value_size(want) ? value_number(want, first) : NAN;
    compare_describe_elements(diff, diff->class);
    return false;
}

bool compare_form(const struct compare_rules *rules, const struct param *types, const struct expr_scope *scope,
                  const struct values *got, const struct values *want, struct diff *ret_diff)
{
    struct diff diff = {.class = DIFF_NONE};
    compare_counts_fit(types, got, want, &diff);
    for (size_t i = 0; diff.class == DIFF_NONE && i < want->count; i++) {
        const struct type *type = &types[i].type;
        const struct value form = declared_form(type, scope, &got->at[i], &want->at[i]);
        diff = (struct diff){.class = DIFF_NONE, .output = (int)i};
        compare_describe_form(&got->at[i], &form, &diff);
        if (compare_form_fits(rules, type, &got->at[i], &form, &diff))
            elements_are_sound(rules, &got->at[i], &want->at[i], &diff);
    }
    *ret_diff = diff;
    return diff.class == DIFF_NONE;
}
