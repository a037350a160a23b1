#include "judge/problem/cases.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- seeds ---------------------------------------------------------------- */

static void add_number(struct digest_state *state, uint64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
    digest_add(state, bytes, sizeof bytes);
}

/* What is shown needs no secret key: it is the same on every machine. */
static struct digest public_key(const char *text)
{
    return digest_of(text, strlen(text));
}

/* Nothing that one knows of one case tells anything of another: each seed is a keyed hash of what names the case. */
static struct digest seed_of(const struct problem *problem, const struct group *group, int ordinal,
                             const struct digest *key, const struct digest *source)
{
    struct digest shared = public_key("judge: the samples of a problem");
    struct digest_state state;
    assert(group->set == SET_SAMPLE || key);
    assert(group->set != SET_FRESH || source);
    digest_init(&state, group->set == SET_SAMPLE ? &shared : key);
    digest_add_text(&state, "judge case/1");
    digest_add_text(&state, case_set_text(group->set));
    digest_add_text(&state, problem->id);
    digest_add_text(&state, group->name);
    add_number(&state, (uint64_t)ordinal);
    if (group->set == SET_FRESH)
        digest_add(&state, source->bytes, sizeof source->bytes);
    return digest_end(&state);
}

struct test_case case_example(const struct problem *problem, const struct group *group, int ordinal,
                              const struct digest *source, int number, struct generator_plain plain)
{
    const struct digest key = public_key("judge: examples of what fails");
    struct test_case example = {.group = group, .ordinal = ordinal, .is_plain = true, .plain = plain};
    struct digest_state state;
    digest_init(&state, &key);
    digest_add_text(&state, "judge example/1");
    digest_add_text(&state, problem->id);
    digest_add_text(&state, group->name);
    add_number(&state, (uint64_t)number);
    digest_add(&state, source->bytes, sizeof source->bytes);
    example.seed = digest_end(&state);
    snprintf(example.name, sizeof example.name, "example/%s/%d", problem->functions[group->function].name, number + 1);
    return example;
}

static struct digest attempt_seed(const struct digest *seed, int attempt)
{
    struct digest_state state;
    digest_init(&state, seed);
    digest_add_text(&state, "judge attempt/1");
    add_number(&state, (uint64_t)attempt);
    return digest_end(&state);
}

/* --- plan ----------------------------------------------------------------- */

static void plan_group(struct case_plan *plan, const struct problem *problem, const struct group *group,
                       const struct digest *key, const struct digest *source, int *numbers)
{
    for (int ordinal = 0; ordinal < group->cases; ordinal++) {
        struct test_case *test_case = &plan->at[plan->count++];
        *test_case = (struct test_case){.group = group, .ordinal = ordinal};
        snprintf(test_case->name, sizeof test_case->name, "%s/%s/%d", case_set_text(group->set),
                 problem->functions[group->function].name, ++numbers[group->function]);
        if (group->generator)
            test_case->seed = seed_of(problem, group, ordinal, key, source);
    }
}

static void plan_sets(struct case_plan *plan, const struct problem *problem, unsigned sets, unsigned literal_sets,
                      const struct digest *key, const struct digest *source)
{
    size_t room = 0;
    for (int i = 0; i < problem->group_count; i++)
        room += (size_t)problem->groups[i].cases;
    *plan = (struct case_plan){.at = xcalloc(room, sizeof *plan->at)};
    for (int set = 0; set < SET_COUNT; set++) {
        int numbers[PROBLEM_FUNCTIONS_MAX] = {0};
        for (int i = 0; i < problem->group_count; i++) {
            const struct group *group = &problem->groups[i];
            if ((int)group->set == set && ((group->generator ? sets : sets | literal_sets) & 1u << set))
                plan_group(plan, problem, group, key, source, numbers);
        }
    }
}

void case_plan_init(struct case_plan *plan, const struct problem *problem, unsigned sets, const struct digest *key,
                    const struct digest *source)
{
    plan_sets(plan, problem, sets, 0, key, source);
}

void case_plan_init_open(struct case_plan *plan, const struct problem *problem)
{
    plan_sets(plan, problem, 1u << SET_SAMPLE, 1u << SET_HIDDEN, NULL, NULL);
}

void case_plan_release(struct case_plan *plan)
{
    free(plan->at);
    *plan = (struct case_plan){0};
}

void case_plan_set_seed(struct case_plan *plan, const char *name, const struct digest *seed, int attempt)
{
    for (int i = 0; i < plan->count; i++) {
        struct test_case *test_case = &plan->at[i];
        if (!test_case->group->generator || strcmp(test_case->name, name) != 0)
            continue;
        test_case->seed = *seed;
        test_case->attempt = attempt >= 0 && attempt < CASE_ATTEMPTS_MAX ? attempt : 0;
        plan->recorded = true;
    }
}

/* --- inputs --------------------------------------------------------------- */

static void copy_values(const struct values *from, struct values *ret_values)
{
    struct values values = {from->count, xcalloc(from->count, sizeof *values.at)};
    for (size_t i = 0; i < from->count; i++)
        value_copy(&values.at[i], &from->at[i]);
    *ret_values = values;
}

/* The author's fault, but whoever submits can do nothing about it. */
static int blame_group(const struct problem *problem, const struct test_case *test_case, struct err *err)
{
    if (err)
        err->kind = ERR_JUDGE;
    return err_prefix(err, "problem '%s', group '%s'", problem->id, test_case->group->name);
}

int case_request(const struct problem *problem, const struct test_case *test_case, int attempt,
                 struct case_request *ret_request, struct err *err)
{
    const struct digest seed = attempt_seed(&test_case->seed, attempt);
    struct digest_state state;
    digest_init(&state, &seed);
    digest_add_text(&state, "judge generate.c/1");
    const struct digest own = digest_end(&state);
    if (generator_draw_dims(test_case->group->generator, seed.bytes, test_case->is_plain ? &test_case->plain : NULL,
                            &ret_request->dims, err))
        return blame_group(problem, test_case, err);
    ret_request->seed = 0;
    for (int i = 0; i < 8; i++)
        ret_request->seed |= (uint64_t)own.bytes[i] << (8 * i);
    return 0;
}

int case_inputs(const struct problem *problem, const struct test_case *test_case, int attempt,
                struct values *ret_values, struct err *err)
{
    if (!test_case->group->generator) {
        copy_values(&test_case->group->literal, ret_values);
        return 0;
    }
    const struct generator *generator = test_case->group->generator;
    if (generator_function(generator)) {
        err_set(err, ERR_JUDGE, "its inputs are made by generate.c");
        return blame_group(problem, test_case, err);
    }
    struct digest seed = attempt_seed(&test_case->seed, attempt);
    int failed = test_case->is_plain
                     ? generator_run_plain(generator, seed.bytes, test_case->ordinal, test_case->plain, ret_values, err)
                     : generator_run(generator, seed.bytes, test_case->ordinal, ret_values, err);
    if (!failed)
        return 0;
    return blame_group(problem, test_case, err);
}
