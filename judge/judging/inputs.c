#include "judge/judging/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "judge/compare/compare.h"
#include "judge/problem/generate_c.h"
#include "judge/base/memory_file.h"
#include "judge/judging/run.h"
#include "judge/problem/shape.h"
#include "judge/base/utf8.h"

enum { BATCH_BYTES_MAX = 256 << 20, BATCH_MS_MAX = 60000, MEMORY_KIB_MAX = 2 << 20 };

static bool is_made(const struct input *input)
{
    return input->test_case->group->generator && generator_function(input->test_case->group->generator);
}

/* --- what generate.c is asked ------------------------------------------------------------------------------------- */

struct numbers {
    int count;
    struct value *at;
};

static void add_number(struct numbers *numbers, int64_t number)
{
    numbers->at = xrealloc(numbers->at, (size_t)(numbers->count + 1) * sizeof *numbers->at);
    numbers->at[numbers->count++] = (struct value){.kind = FRAME_I64, .i64 = number};
}

static int ask(const struct problem *problem, struct input *const *inputs, int count, struct numbers *numbers,
               struct err *err)
{
    add_number(numbers, count);
    for (int i = 0; i < count; i++) {
        const struct group *group = inputs[i]->test_case->group;
        struct case_request request;
        if (case_request(problem, inputs[i]->test_case, inputs[i]->attempt, &request, err))
            return -1;
        add_number(numbers, generate_c_index(problem, group));
        add_number(numbers, (int64_t)request.seed);
        for (int k = 0; generator_dim(group->generator, k); k++)
            add_number(numbers, (int64_t)expr_scope_find(&request.dims, generator_dim(group->generator, k))->number);
    }
    return 0;
}

/* --- what it answers ---------------------------------------------------------------------------------------------- */

static int arguments_of(const struct problem *problem, const struct input *input)
{
    return problem->constructor_count + problem->functions[input->test_case->group->function].param_count;
}

static bool is_text(const struct value *value)
{
    if (value->kind == FRAME_STR)
        return utf8_valid(value->text, (size_t)value->shape[0]) && strlen(value->text) == (size_t)value->shape[0];
    for (int64_t i = 0; value->kind == FRAME_STRINGS && i < value->shape[0]; i++) {
        if (!utf8_valid(value->texts[i], strlen(value->texts[i])))
            return false;
    }
    return true;
}

static int check_value(const struct param *param, const struct value *value, const struct poison *poison,
                       struct expr_scope *scope, struct err *err)
{
    char what[200];
    if (value->kind == FRAME_NONE)
        return err_set(err, ERR_JUDGE, "ret_%s was not set", param->name);
    if (value->kind != param->type.kind)
        return err_set(err, ERR_JUDGE, "ret_%s is %s, but '%s' is %s", param->name,
                       value_describe(value, what, sizeof what), param->name, param->type.text);
    if (value_is_tensor(value) && shape_elements(value->rank, value->shape) < 0)
        return err_set(err, ERR_JUDGE, "ret_%s is larger than %d in one dimension or than %d in all", param->name,
                       SHAPE_DIM_MAX, SHAPE_ELEMENTS_MAX);
    for (int64_t i = 0; value_is_tensor(value) && i < value_size(value); i++) {
        if (compare_is_unwritten(value, i, poison))
            return err_set(err, ERR_JUDGE, "element %lld of ret_%s was never written", (long long)i, param->name);
    }
    if (!is_text(value))
        return err_set(err, ERR_JUDGE, "ret_%s is no valid UTF-8", param->name);
    return shape_bind(param, value, scope, err);
}

/* Against the signature and the dimensions that were drawn. */
static int check_values(const struct problem *problem, const struct input *input, const struct value *values,
                        const struct poison *poison, struct err *err)
{
    const struct generator *generator = input->test_case->group->generator;
    struct case_request request;
    if (case_request(problem, input->test_case, input->attempt, &request, err))
        return -1;
    for (int i = 0; i < arguments_of(problem, input); i++) {
        if (check_value(generator_param(generator, i), &values[i], poison, &request.dims, err))
            return -1;
    }
    return 0;
}

static int blame(const struct problem *problem, const struct input *input, struct err *err)
{
    const struct group *group = input->test_case->group;
    if (err)
        err->kind = ERR_JUDGE;
    return err_prefix(err, "generate.c of problem '%s', %s for group '%s' (case %s)", problem->id,
                      generator_function(group->generator), group->name, input->test_case->name);
}

/* Hands the values over to their cases, in order. */
static int take(const struct problem *problem, struct input *const *inputs, int count, struct run_result *result,
                struct err *err)
{
    struct value *at = result->results.at;
    for (int i = 0; i < count; at += arguments_of(problem, inputs[i]), i++) {
        if (check_values(problem, inputs[i], at, &result->poison, err))
            return blame(problem, inputs[i], err);
    }
    at = result->results.at;
    for (int i = 0; i < count; i++) {
        const size_t arguments = (size_t)arguments_of(problem, inputs[i]);
        inputs[i]->values = (struct values){arguments, xcalloc(arguments, sizeof *at)};
        memcpy(inputs[i]->values.at, at, arguments * sizeof *at);
        memset(at, 0, arguments * sizeof *at);
        at += arguments;
    }
    return 0;
}

/* --- running it --------------------------------------------------------------------------------------------------- */

static int64_t at_most(int64_t number, int64_t bound)
{
    return number < bound ? number : bound;
}

/* 1: the program failed; why is in `err`, without its subject. */
static int run(const struct compile_shop *shop, const struct problem *problem, int program_fd,
               struct input *const *inputs, int count, struct err *err)
{
    const struct problem_limits *limits = &problem->limits;
    struct numbers numbers = {0};
    struct run_result result;
    size_t wanted = 0;
    for (int i = 0; i < count; i++)
        wanted += (size_t)arguments_of(problem, inputs[i]);
    int failed = ask(problem, inputs, count, &numbers, err);
    const struct values arguments = {(size_t)numbers.count, numbers.at};
    const struct run_request request = {
        .language = language_by_id("c"),
        .program_fd = program_fd,
        .signature_fd = -1,
        .results_max = wanted,
        .arguments = &arguments,
        .limits = {.time_ms = at_most(limits->time_ms * 4 * count, BATCH_MS_MAX),
                   .memory_kib = at_most(limits->memory_kib * 4 + (BATCH_BYTES_MAX >> 9), MEMORY_KIB_MAX),
                   .output_bytes = BATCH_BYTES_MAX},
        .wall_ms = at_most(limits->time_ms * 4 * count, BATCH_MS_MAX) + 1000};
    failed = failed || run_case(shop->sandbox, &request, &result, err);
    free(numbers.at);
    if (failed)
        return -1;
    const char *why = run_failure(&result);
    if (!why && (result.state != RESPONSE_OK || result.results.count != wanted))
        why = "it refused the request (harness_redraw is for references)";
    if (why)
        err_set(err, ERR_JUDGE, "%s%s%.400s", why, result.output ? "\n" : "", result.output ? result.output : "");
    failed = why ? 1 : take(problem, inputs, count, &result, err);
    run_result_release(&result);
    return failed;
}

/* Together; when that fails, one by one, for the failure to have a name. */
static int run_all(const struct compile_shop *shop, const struct problem *problem, int program_fd,
                   struct input *const *inputs, int count, struct err *err)
{
    int failed = run(shop, problem, program_fd, inputs, count, err);
    for (int i = 0; i < count && failed > 0; i++) {
        const int alone = run(shop, problem, program_fd, &inputs[i], 1, err);
        if (alone != 0)
            return alone < 0 ? -1 : blame(problem, inputs[i], err);
        failed = i + 1 < count;
    }
    return failed ? -1 : 0;
}

static int make_all(const struct compile_shop *shop, const struct problem *problem, struct input *inputs, int count,
                    struct err *err)
{
    struct input **made = xcalloc((size_t)count, sizeof *made);
    int made_count = 0, failed = 0;
    for (int i = 0; i < count && !failed; i++) {
        if (is_made(&inputs[i]))
            made[made_count++] = &inputs[i];
        else
            failed = case_inputs(problem, inputs[i].test_case, inputs[i].attempt, &inputs[i].values, err);
    }
    if (made_count > 0 && !failed) {
        int program_fd = compile_generator(shop, problem, err);
        failed = program_fd < 0 || run_all(shop, problem, program_fd, made, made_count, err);
        close_fd(&program_fd);
    }
    free(made);
    return failed ? -1 : 0;
}

int inputs_make(const struct compile_shop *shop, const struct problem *problem, struct input *inputs, int count,
                struct err *err)
{
    for (int i = 0; i < count; i++)
        inputs[i].values = (struct values){0};
    if (make_all(shop, problem, inputs, count, err) == 0)
        return 0;
    for (int i = 0; i < count; i++)
        values_release(&inputs[i].values);
    return -1;
}
