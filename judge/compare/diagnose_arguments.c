#include "judge/compare/diagnose_internal.h"

#include <math.h>
#include <string.h>

bool look_same_shape(const struct value *a, const struct value *b)
{
    return a->rank == b->rank && memcmp(a->shape, b->shape, (size_t)a->rank * sizeof *a->shape) == 0;
}

void check_argument(struct look *look)
{
    const struct values *arguments = look->context->arguments;
    for (size_t a = 0; a < arguments->count; a++) {
        const struct value *argument = &arguments->at[a];
        if ((value_is_float(argument) || value_is_integer(argument)) && look_same_shape(argument, look->got) &&
            value_size(argument) == look->size && look_all(look, element_of, argument)) {
            look_say(look, "equals the argument '%s', unchanged", look->context->params[a].name);
            return;
        }
    }
}

/* An argument that is laid over the result: a number, or a tensor whose shape ends the result's. */
static bool lies_over(const struct value *argument, const struct value *result)
{
    if (!value_is_float(argument) || argument->rank > result->rank)
        return false;
    const int64_t *end = result->shape + (result->rank - argument->rank);
    return memcmp(argument->shape, end, (size_t)argument->rank * sizeof *end) == 0;
}

static double over(const struct look *look, int64_t i, const void *argument)
{
    (void)look;
    int64_t size = value_size(argument);
    return value_number(argument, size ? i % size : 0);
}

static double without_term(const struct look *look, int64_t i, const void *argument)
{
    return value_number(look->want, i) - over(look, i, argument);
}

static double term_twice(const struct look *look, int64_t i, const void *argument)
{
    return value_number(look->want, i) + over(look, i, argument);
}

static double without_factor(const struct look *look, int64_t i, const void *argument)
{
    return value_number(look->want, i) / over(look, i, argument);
}

static double factor_twice(const struct look *look, int64_t i, const void *argument)
{
    return value_number(look->want, i) * over(look, i, argument);
}

/* A single number meets a relation by chance too easily, and a constant argument is a plain factor or offset. */
void check_argument_left_out(struct look *look)
{
    static const struct {
        expectation f;
        const char *text;
    } relations[] = {
        {without_term, "equals the expected value minus the argument '%s' (not added?)"},
        {term_twice, "equals the expected value plus the argument '%s' (added once too often, or not subtracted?)"},
        {without_factor, "equals the expected value divided by the argument '%s' (not multiplied by it?)"},
        {factor_twice, "equals the expected value times the argument '%s' (not divided by it, or multiplied twice?)"},
    };
    const struct values *arguments = look->context->arguments;
    for (size_t a = 0; a < arguments->count && look->size > 1; a++) {
        if (!lies_over(&arguments->at[a], look->want))
            continue;
        for (size_t r = 0; r < sizeof relations / sizeof *relations; r++) {
            if (!look_all(look, relations[r].f, &arguments->at[a]))
                continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            look_say(look, relations[r].text, look->context->params[a].name);
#pragma GCC diagnostic pop
            return;
        }
    }
}
