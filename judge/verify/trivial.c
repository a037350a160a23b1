#include "judge/verify/trivial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- which there are ---------------------------------------------------------------------------------------------- */

static bool is_float(enum frame_kind kind)
{
    return kind == FRAME_F64 || kind == FRAME_TENSOR_F32 || kind == FRAME_TENSOR_F64;
}

static bool is_number(enum frame_kind kind)
{
    return is_float(kind) || kind == FRAME_I64 || kind == FRAME_TENSOR_I64;
}

static const struct param *param_at(const struct problem *problem, int function, int i)
{
    int constructor = problem->constructor_count;
    return i < constructor ? &problem->constructor[i] : &problem->functions[function].params[i - constructor];
}

/* Could this argument be mistaken for the result? */
static bool may_stand_for(const struct type *argument, const struct type *result)
{
    if (is_number(argument->kind) && is_number(result->kind))
        return argument->rank == result->rank && is_float(argument->kind) == is_float(result->kind);
    return argument->kind == result->kind;
}

/* A kind for all numbers, for floats alone, for tensors of at least some rank, or for texts too. */
static const struct rule {
    enum trivial_kind kind;
    bool floats_only, texts_too, decimals; /* decimals: there must be one to lose */
    int rank;
} rules[] = {
    {.kind = TRIVIAL_ZEROS},
    {.kind = TRIVIAL_ONES},
    {.kind = TRIVIAL_NAN, .floats_only = true},
    {.kind = TRIVIAL_INFINITY, .floats_only = true},
    {.kind = TRIVIAL_EMPTY, .texts_too = true, .rank = 1},
    {.kind = TRIVIAL_MEAN, .floats_only = true},
    {.kind = TRIVIAL_PERCENT, .floats_only = true},
    {.kind = TRIVIAL_NEGATED},
    {.kind = TRIVIAL_TRANSPOSED, .rank = 2},
    {.kind = TRIVIAL_FLATTENED, .rank = 2},
    {.kind = TRIVIAL_REVERSED, .rank = 1},
    {.kind = TRIVIAL_ROUNDED, .floats_only = true, .decimals = true},
    {.kind = TRIVIAL_FLOAT16, .floats_only = true},
};

static bool applies(const struct rule *rule, const struct problem *problem, const struct type *type)
{
    if (type->kind == FRAME_STR)
        return rule->texts_too;
    return is_number(type->kind) && (!rule->floats_only || is_float(type->kind)) && type->rank >= rule->rank &&
           (!rule->decimals || problem->decimals > 0);
}

/* Its answer is shown to whoever asks. */
static bool is_sample(const struct group *group, int function)
{
    return group->set == SET_SAMPLE && group->function == function && group->expect.count > 0;
}

static int list_result(const struct problem *problem, int function, int result, struct trivial *list, int count)
{
    const struct type *type = &problem->functions[function].results[result].type;
    int params = problem->constructor_count + problem->functions[function].param_count;
    for (size_t i = 0; i < sizeof rules / sizeof *rules && count < TRIVIAL_MAX; i++) {
        if (applies(&rules[i], problem, type))
            list[count++] = (struct trivial){rules[i].kind, 0, result};
    }
    for (int i = 0; i < params && count < TRIVIAL_MAX; i++) {
        if (may_stand_for(&param_at(problem, function, i)->type, type))
            list[count++] = (struct trivial){TRIVIAL_ARGUMENT, i, result};
    }
    for (int g = 0; g < problem->group_count && count < TRIVIAL_MAX; g++) {
        if (is_sample(&problem->groups[g], function))
            list[count++] = (struct trivial){TRIVIAL_SAMPLE, g, result};
    }
    return count;
}

int trivial_list(const struct problem *problem, int function, struct trivial *ret_list)
{
    int count = 0;
    for (int r = 0; r < problem->functions[function].result_count; r++)
        count = list_result(problem, function, r, ret_list, count);
    return count;
}

const char *trivial_name(const struct problem *problem, int function, const struct trivial *trivial, char *name)
{
    static const char *const names[] = {
        [TRIVIAL_ZEROS] = "zeros",
        [TRIVIAL_ONES] = "ones",
        [TRIVIAL_NAN] = "NaN",
        [TRIVIAL_INFINITY] = "infinity",
        [TRIVIAL_EMPTY] = "empty",
        [TRIVIAL_MEAN] = "the mean of the answers",
        [TRIVIAL_PERCENT] = "one percent more",
        [TRIVIAL_NEGATED] = "negated",
        [TRIVIAL_TRANSPOSED] = "transposed",
        [TRIVIAL_FLATTENED] = "flattened",
        [TRIVIAL_REVERSED] = "reversed",
        [TRIVIAL_ROUNDED] = "rounded to one decimal less",
        [TRIVIAL_FLOAT16] = "rounded to float16",
    };
    char result[32] = "";
    int sample = 1;
    if (problem->functions[function].result_count > 1)
        snprintf(result, sizeof result, " as result %d", trivial->result + 1);
    for (int g = 0; trivial->kind == TRIVIAL_SAMPLE && g < trivial->index; g++)
        sample += is_sample(&problem->groups[g], function);
    if (trivial->kind == TRIVIAL_ARGUMENT)
        snprintf(name, TRIVIAL_NAME, "the argument '%s' returned%s", param_at(problem, function, trivial->index)->name,
                 result);
    else if (trivial->kind == TRIVIAL_SAMPLE)
        snprintf(name, TRIVIAL_NAME, "the answer of sample %d%s", sample, result);
    else
        snprintf(name, TRIVIAL_NAME, "%s%s", names[trivial->kind], result);
    return name;
}

/* --- making one --------------------------------------------------------------------------------------------------- */

static void set_number(struct value *value, int64_t i, double number)
{
    switch (value->kind) {
    case FRAME_F64:
        value->f64 = number;
        break;
    case FRAME_I64:
        value->i64 = (int64_t)number;
        break;
    case FRAME_TENSOR_F32:
        value->f32s[i] = (float)number;
        break;
    case FRAME_TENSOR_F64:
        value->f64s[i] = number;
        break;
    case FRAME_TENSOR_I64:
        value->i64s[i] = (int64_t)number;
        break;
    default:
        break;
    }
}

/* To 11 significant bits, halves to even; beyond its range infinity, below it multiples of 2^-24. (IEEE 754 binary16.)
 */
static double to_float16(double number)
{
    int exponent;
    if (!isfinite(number))
        return number;
    frexp(number, &exponent);
    double unit = ldexp(1, (exponent < -13 ? -13 : exponent) - 11), rounded = nearbyint(number / unit) * unit;
    return fabs(rounded) > 65504 ? copysign(INFINITY, number) : rounded;
}

static double change(const struct trivial_case *test_case, enum trivial_kind kind, double number)
{
    double scale = pow(10, test_case->problem->decimals - 1);
    switch (kind) {
    case TRIVIAL_ZEROS:
        return 0;
    case TRIVIAL_ONES:
        return 1;
    case TRIVIAL_NAN:
        return NAN;
    case TRIVIAL_INFINITY:
        return INFINITY;
    case TRIVIAL_MEAN:
        return test_case->mean;
    case TRIVIAL_PERCENT:
        return number * 1.01;
    case TRIVIAL_NEGATED:
        return -number;
    case TRIVIAL_ROUNDED:
        return nearbyint(number * scale) / scale;
    case TRIVIAL_FLOAT16:
        return to_float16(number);
    default:
        return number;
    }
}

static void make_changed(const struct trivial_case *test_case, enum trivial_kind kind, struct value *value)
{
    for (int64_t i = 0; i < value_size(value); i++)
        set_number(value, i, change(test_case, kind, value_number(value, i)));
}

static void make_empty(struct value *value)
{
    if (value->kind == FRAME_STR) {
        value_release(value);
        value_init_text(value, FRAME_STR, "", 0);
        return;
    }
    value->shape[0] = 0; /* the elements stay where they are; nobody looks at them */
}

static void make_transposed(const struct value *from, struct value *value)
{
    int rank = from->rank;
    int64_t rows = from->shape[rank - 2], columns = from->shape[rank - 1];
    value->shape[rank - 2] = columns;
    value->shape[rank - 1] = rows;
    for (int64_t at = 0; at < value_size(from); at++) {
        int64_t matrix = at / (rows * columns), row = at / columns % rows, column = at % columns;
        set_number(value, matrix * rows * columns + column * rows + row, value_number(from, at));
    }
}

static void make_reversed(const struct value *from, struct value *value)
{
    for (int64_t at = 0; at < value_size(from); at++)
        set_number(value, value_size(from) - 1 - at, value_number(from, at));
}

static void make_flat(struct value *value)
{
    value->shape[0] = value_size(value);
    value->rank = 1;
}

static bool same_text(const struct value *a, const struct value *b)
{
    return a->shape[0] == b->shape[0] && memcmp(a->text, b->text, (size_t)a->shape[0]) == 0;
}

static bool same_value(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind || a->rank != b->rank || memcmp(a->shape, b->shape, (size_t)a->rank * sizeof *a->shape) != 0)
        return false;
    if (a->kind == FRAME_STR)
        return same_text(a, b);
    for (int64_t i = 0; a->kind != FRAME_STRINGS && i < value_size(a); i++) {
        if (value_number(a, i) != value_number(b, i))
            return false;
    }
    return a->kind != FRAME_STRINGS;
}

static bool same_question(const struct values *a, const struct values *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        if (!same_value(&a->at[i], &b->at[i]))
            return false;
    }
    return a->count == b->count;
}

/* Replaces one right result. */
static bool replace(const struct trivial_case *test_case, const struct trivial *trivial, struct value *value)
{
    const struct value *want = &test_case->want->at[trivial->result];
    const struct group *sample = &test_case->problem->groups[trivial->index];
    switch (trivial->kind) {
    case TRIVIAL_EMPTY:
        make_empty(value);
        return true;
    case TRIVIAL_ARGUMENT:
        value_release(value);
        value_copy(value, &test_case->arguments->at[trivial->index]);
        return true;
    case TRIVIAL_SAMPLE:
        if (same_question(&sample->literal, test_case->arguments))
            return false;
        value_release(value);
        value_copy(value, &sample->expect.at[trivial->result]);
        return true;
    case TRIVIAL_TRANSPOSED:
        make_transposed(want, value);
        return true;
    case TRIVIAL_FLATTENED:
        make_flat(value);
        return true;
    case TRIVIAL_REVERSED:
        make_reversed(want, value);
        return value_size(want) > 1;
    default:
        make_changed(test_case, trivial->kind, value);
        return true;
    }
}

bool trivial_answer(const struct trivial_case *test_case, const struct trivial *trivial, struct values *ret_results)
{
    const struct values *want = test_case->want;
    struct values results = {.count = want->count, .at = xcalloc(want->count, sizeof *results.at)};
    for (size_t i = 0; i < want->count; i++)
        value_copy(&results.at[i], &want->at[i]);
    if (!replace(test_case, trivial, &results.at[trivial->result])) {
        values_release(&results);
        return false;
    }
    *ret_results = results;
    return true;
}
