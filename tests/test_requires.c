/* test_requires.c - prerequisites seen together: unknown ones, circles, and what a user has not solved yet. */
#include "judge/report/requires.h"

#include <stdio.h>
#include <string.h>

#include "judge/base/value.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

enum { PROBLEMS = 5 };

static char *folder;
static struct problem *problems[PROBLEMS];
static struct diagnostics list;

/* Problems a, b, ... whose prerequisites are the letters of a word each. */
static void make(const char *const *words)
{
    folder = fixture_folder();
    for (int i = 0; i < PROBLEMS; i++) {
        char id[] = {(char)('a' + i), '\0'}, items[100] = "";
        for (const char *at = words[i]; *at; at++)
            sprintf(items + strlen(items), "%s\"%c\"", at > words[i] ? ", " : "", *at);
        char *key = xasprintf("\"requires\": [%s],", items);
        char *json = fixture_edit("\"requires\": [\"gradient-descent\"],", key);
        char *path = xasprintf("%s/%s", folder, id);
        struct err err;
        fixture_problem(folder, id, json);
        ck_assert_msg(problem_load(path, &problems[i], &err) == 0, "%s", err.text);
        free(path);
        free(json);
        free(key);
    }
}

static void release(void)
{
    for (int i = 0; i < PROBLEMS; i++)
        problem_free(problems[i]);
    diagnostics_release(&list);
    fixture_remove(folder);
}

static void check(int i)
{
    const struct requires_known known = {problems, PROBLEMS};
    diagnostics_release(&list);
    list = (struct diagnostics){0};
    requires_check(problems[i], &known, &list);
}

START_TEST(a_curriculum_without_circles_is_sound)
{
    const char *const words[] = {"", "a", "a", "bc", "dba"};
    make(words);
    for (int i = 0; i < PROBLEMS; i++) {
        check(i);
        ck_assert_int_eq(list.count, 0);
    }
    release();
}
END_TEST

START_TEST(an_unknown_prerequisite_is_told_where_it_stands)
{
    const char *const words[] = {"", "", "", "", "az"};
    make(words);
    check(4);
    ck_assert_int_eq(list.count, 1);
    ck_assert_int_eq(list.errors, 1);
    ck_assert_str_eq(diagnostic_code_name(list.at[0].code), "P002");
    ck_assert_ptr_nonnull(strstr(list.at[0].text, "requires 'z', which is no problem"));
    ck_assert_int_eq(list.at[0].line, 7);
    ck_assert_ptr_nonnull(strstr(list.at[0].file, "/e/problem.json"));
    release();
}
END_TEST

/* b -> c -> d -> b; a leads into the circle, but is not part of it. */
START_TEST(a_circle_is_told_to_each_of_its_problems)
{
    const char *const words[] = {"b", "ec", "ed", "b", ""};
    make(words);
    for (int i = 0; i < PROBLEMS; i++) {
        check(i);
        ck_assert_int_eq(list.count, i >= 1 && i <= 3);
    }
    check(1);
    ck_assert_ptr_nonnull(strstr(list.at[0].text, "b -> c -> d -> b"));
    ck_assert_str_eq(diagnostic_code_name(list.at[0].code), "P002");
    ck_assert_int_eq(list.at[0].line, 7);
    release();
}
END_TEST

START_TEST(what_is_not_solved_is_unmet)
{
    const char *const words[] = {"", "", "", "", "abc"};
    struct store_state at[] = {{.problem = "a", .scored = true, .best_score = 100},
                               {.problem = "b", .scored = true, .best_score = 99.999},
                               {.problem = "c", .pending = 1}};
    const struct store_states states = {.count = 3, .at = at}, none = {0};
    make(words);
    char *some = requires_unmet(problems[4], &states), *all = requires_unmet(problems[4], &none);
    char *nothing = requires_unmet(problems[0], &states);
    ck_assert_str_eq(some, "b, c");
    ck_assert_str_eq(all, "a, b, c");
    ck_assert_str_eq(nothing, "");
    free(some);
    free(all);
    free(nothing);
    release();
}
END_TEST

CHECK_MAIN("requires", a_curriculum_without_circles_is_sound, an_unknown_prerequisite_is_told_where_it_stands,
           a_circle_is_told_to_each_of_its_problems, what_is_not_solved_is_unmet)
