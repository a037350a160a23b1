#include <string.h>

#include "judge/problem/cases.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

enum { ALL = 1 << SET_SAMPLE | 1 << SET_HIDDEN | 1 << SET_FRESH };

static char *folder;
static struct problem *problem;
static struct digest key, source;

static void load(const char *json)
{
    struct err err = {0};
    folder = fixture_folder();
    fixture_problem(folder, "mine", json);
    char *path = xasprintf("%s/mine", folder);
    ck_assert_msg(problem_load(path, &problem, &err) == 0, "%s", err.text);
    free(path);
    key = digest_of("key", 3);
    source = digest_of("source", 6);
}

static void unload(void)
{
    problem_free(problem);
    fixture_remove(folder);
}

START_TEST(names_count_by_set_and_function)
{
    static const char *const names[] = {"sample/scale/1", "sample/both/1",  "sample/scale/2", "hidden/scale/1",
                                        "hidden/scale/2", "hidden/scale/3", "hidden/scale/4", "hidden/both/1",
                                        "hidden/both/2",  "fresh/scale/1",  "fresh/scale/2",  "fresh/scale/3"};
    struct case_plan plan;
    load(fixture_json);
    case_plan_init(&plan, problem, ALL, &key, &source);
    ck_assert_int_eq(plan.count, 12);
    for (int i = 0; i < plan.count; i++)
        ck_assert_str_eq(plan.at[i].name, names[i]);
    ck_assert(plan.at[6].ordinal == 3 && plan.at[6].group == &problem->groups[2]);
    case_plan_release(&plan);

    case_plan_init(&plan, problem, 1 << SET_SAMPLE, NULL, NULL);
    ck_assert_int_eq(plan.count, 3);
    case_plan_release(&plan);
    case_plan_init(&plan, problem, 1 << SET_HIDDEN, &key, NULL);
    ck_assert(plan.count == 6 && plan.at[0].group->set == SET_HIDDEN);
    case_plan_release(&plan);
    case_plan_init(&plan, problem, 0, NULL, NULL);
    ck_assert_int_eq(plan.count, 0);
    case_plan_release(&plan);
    unload();
}
END_TEST

START_TEST(each_set_depends_on_its_own_secrets)
{
    struct digest other = digest_of("other", 5);
    struct case_plan plan, key_changed, source_changed;
    load(fixture_json);
    case_plan_init(&plan, problem, ALL, &key, &source);
    case_plan_init(&key_changed, problem, ALL, &other, &source);
    case_plan_init(&source_changed, problem, ALL, &key, &other);
    for (int i = 0; i < plan.count; i++) {
        enum case_set set = plan.at[i].group->set;
        bool by_key = memcmp(&plan.at[i].seed, &key_changed.at[i].seed, sizeof key) != 0;
        bool by_source = memcmp(&plan.at[i].seed, &source_changed.at[i].seed, sizeof key) != 0;
        ck_assert(by_key == (set != SET_SAMPLE) && by_source == (set == SET_FRESH));
        for (int k = 0; k < i; k++)
            ck_assert(!plan.at[i].group->generator || memcmp(&plan.at[i].seed, &plan.at[k].seed, sizeof key) != 0);
    }
    case_plan_release(&plan);
    case_plan_release(&key_changed);
    case_plan_release(&source_changed);
    unload();
}
END_TEST

/* Hidden inputs of a recorded judgement must come again: this may never change. */
START_TEST(the_seed_of_a_case_is_fixed_for_ever)
{
    char hex[DIGEST_HEX];
    struct case_plan plan;
    load(fixture_json);
    case_plan_init(&plan, problem, ALL, &key, &source);
    ck_assert_str_eq(digest_hex(&plan.at[2].seed, hex),
                     "6416539181529e9bdd8be810fd35bcc465821424f9faeedc23c7bf9c89c34a25");
    ck_assert_str_eq(digest_hex(&plan.at[4].seed, hex),
                     "902e67228d4c7c35ee8c868b8993680f123999497436ea41f8c8cc19574d8d5a");
    ck_assert_str_eq(digest_hex(&plan.at[10].seed, hex),
                     "0e3a1287a51d4bf58378df946eadce41056fa629252148377bdff49d1ee55d1d");
    case_plan_release(&plan);
    unload();
}
END_TEST

static bool same_elements(const struct values *a, const struct values *b)
{
    const struct value *x = &a->at[1], *y = &b->at[1];
    return x->shape[0] == y->shape[0] && memcmp(x->f64s, y->f64s, (size_t)value_size(x) * sizeof *x->f64s) == 0;
}

START_TEST(inputs_repeat_and_another_attempt_draws_others)
{
    struct case_plan plan;
    struct values first, again, other;
    struct err err = {0};
    load(fixture_json);
    case_plan_init(&plan, problem, ALL, &key, &source);
    ck_assert_int_eq(case_inputs(problem, &plan.at[3], 0, &first, &err), 0);
    ck_assert_int_eq(case_inputs(problem, &plan.at[3], 0, &again, &err), 0);
    ck_assert_int_eq(case_inputs(problem, &plan.at[3], 1, &other, &err), 0);
    ck_assert_uint_eq(first.count, 3);
    ck_assert(first.at[0].i64 == first.at[1].shape[0] && first.at[1].shape[1] == 3);
    ck_assert(same_elements(&first, &again) && !same_elements(&first, &other));
    values_release(&first);
    values_release(&again);
    values_release(&other);
    case_plan_release(&plan);
    unload();
}
END_TEST

START_TEST(literals_are_copied)
{
    struct case_plan plan;
    struct values values;
    struct err err = {0};
    load(fixture_json);
    case_plan_init(&plan, problem, 1 << SET_SAMPLE, NULL, NULL);
    ck_assert_int_eq(case_inputs(problem, &plan.at[0], 0, &values, &err), 0);
    ck_assert(values.count == 3 && values.at[1].f64s[3] == 4);
    values.at[1].f64s[3] = 99;
    ck_assert(problem->groups[0].literal.at[1].f64s[3] == 4);
    values_release(&values);
    case_plan_release(&plan);
    unload();
}
END_TEST

/* Passes the trial draws, where the tensor is left out, and fails when it is drawn in full. */
START_TEST(a_generator_that_breaks_its_rules_is_the_judges_error)
{
    struct case_plan plan;
    struct values values = {0};
    struct err err = {0};
    char *json = fixture_edit(
        "\"N\": [4, 12]}, \"constructor\": {\"size\": {\"expr\": \"N\"}},\n     \"args\": {\"X\": {\"normal\": 1.5}",
        "\"N\": 1000}, \"constructor\": {\"size\": {\"expr\": \"N\"}},\n     \"args\": {\"X\": {\"integers\": [0, 9], "
        "\"distinct\": true}");
    load(json);
    case_plan_init(&plan, problem, 1 << SET_HIDDEN, &key, NULL);
    ck_assert_int_eq(case_inputs(problem, &plan.at[0], 0, &values, &err), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_str_eq(err.text,
                     "problem 'mine', group 'scale': argument 'X': 3000 different elements are wanted, but there "
                     "are only 10");
    ck_assert_uint_eq(values.count, 0);
    case_plan_release(&plan);
    unload();
    free(json);
}
END_TEST

CHECK_MAIN("cases", names_count_by_set_and_function, each_set_depends_on_its_own_secrets,
           the_seed_of_a_case_is_fixed_for_ever, inputs_repeat_and_another_attempt_draws_others, literals_are_copied,
           a_generator_that_breaks_its_rules_is_the_judges_error)
