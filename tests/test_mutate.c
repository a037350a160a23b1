/* test_mutate.c - small mistakes in C sources: which ones are made, where, and which are not. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "judge/verify/mutate.h"
#include "judge/base/text.h"
#include "judge/base/value.h"
#include "tests/check_main.h"

/* All mutants of a function body, one line each: "kind: line after". */
static struct mutants of_body(const char *body)
{
    char *source = xasprintf("double f(double a, double b, int n)\n{\n    %s\n}\n", body);
    struct mutants mutants;
    mutate(source, MUTATE_ANSWER, 1000, &mutants);
    free(source);
    return mutants;
}

static bool makes(const char *body, const char *kind, const char *after)
{
    struct mutants mutants = of_body(body);
    bool found = false;
    for (int i = 0; i < mutants.count; i++)
        found = found || (strcmp(mutants.at[i].kind, kind) == 0 && strcmp(mutants.at[i].after, after) == 0);
    for (int i = 0; i < mutants.count && !found; i++)
        printf("    %s: %s\n", mutants.at[i].kind, mutants.at[i].after);
    mutants_release(&mutants);
    return found;
}

static int count_of(const char *body)
{
    struct mutants mutants = of_body(body);
    int count = mutants.count;
    mutants_release(&mutants);
    return count;
}

START_TEST(constants_are_off_by_one)
{
    ck_assert(makes("return a + 3;", "constant", "return a + 4;"));
    ck_assert(makes("return a + 3;", "constant", "return a + 2;"));
    ck_assert(makes("return nd_sum(a, 0);", "constant", "return nd_sum(a, 1);"));
    ck_assert(makes("return a + 0.5;", "constant", "return a + (0.5 * 1.1);"));
    ck_assert(makes("return a + 0x10;", "constant", "return a + 17;"));
    ck_assert(makes("return a + 1e-5;", "constant", "return a + (1e-5 * 1.1);"));
}
END_TEST

START_TEST(operators_become_their_neighbours)
{
    ck_assert(makes("return a + b;", "operator", "return a - b;"));
    ck_assert(makes("return a * b;", "operator", "return a / b;"));
    ck_assert(makes("a -= b;", "operator", "a += b;"));
    ck_assert(makes("return a < b;", "comparison", "return a <= b;"));
    ck_assert(makes("return a == b;", "comparison", "return a != b;"));
    ck_assert(makes("return a && b;", "logic", "return a || b;"));
    ck_assert(makes("return g(true);", "truth", "return g(false);"));
}
END_TEST

START_TEST(factors_and_terms_are_forgotten)
{
    ck_assert(makes("return a * b;", "factor", "return a ;"));
    ck_assert(makes("return a * b;", "factor", "return b;"));
    ck_assert(makes("return g(a) / (double)n;", "factor", "return g(a) ;"));
    ck_assert(makes("return g(a) / sqrt(b) + 1;", "factor", "return g(a) + 1;"));
    ck_assert(makes("return a + b * g(n)[2];", "term", "return a ;"));
}
END_TEST

START_TEST(signs_and_calls_are_forgotten)
{
    ck_assert(makes("return -a;", "sign", "return a;"));
    ck_assert(makes("return !n;", "sign", "return n;"));
    ck_assert(makes("return relu(a);", "call", "return (a);"));
    ck_assert(makes("return 2 * add(a, b + 1);", "call", "return 2 * (a);"));
    ck_assert(makes("return 2 * add(a, b + 1);", "call", "return 2 * (b + 1);"));
    ck_assert(makes("return nd_mean(a, 0);", "function", "return nd_sum(a, 0);"));
}
END_TEST

START_TEST(arguments_change_places)
{
    ck_assert(makes("return g(a, h(b, n));", "arguments", "return g(h(b, n), a);"));
    ck_assert(makes("return g(a, h(b, n));", "arguments", "return g(a, h(n, b));"));
    ck_assert(!makes("return nd_dot(a, b);", "arguments", "return nd_dot(b, a);"));
    ck_assert_int_eq(count_of("return g(a, a);"), 1);
}
END_TEST

START_TEST(loops_are_a_step_too_long_or_too_short)
{
    const char *loop = "for (int i = 0; i < n; i++) a += b;";
    ck_assert(makes(loop, "comparison", "for (int i = 0; i <= n; i++) a += b;"));
    ck_assert(makes(loop, "loop", "for (int i = 0; i < n - 1; i++) a += b;"));
    ck_assert(makes(loop, "constant", "for (int i = 1; i < n; i++) a += b;"));
}
END_TEST

START_TEST(statements_are_forgotten_but_not_declarations)
{
    ck_assert(makes("seed(n); return a;", "statement", "; return a;"));
    ck_assert(makes("for (;;) a += b;", "statement", "for (;;) ;"));
    ck_assert_int_eq(count_of("nd *c = a; return c;"), 0);
    ck_assert_int_eq(count_of("const tensor *c = a; return c;"), 0);
}
END_TEST

/* A pointer's star, a cast, a declaration of an array, comments and strings hold nothing to be mistaken. */
START_TEST(what_is_no_arithmetic_stays)
{
    ck_assert_int_eq(count_of("double *p = q; return *p;"), 0);
    ck_assert_int_eq(count_of("return (double)n;"), 0);
    ck_assert_int_eq(count_of("int sizes[7]; return a;"), 0);
    ck_assert_int_eq(count_of("/* a + 1 */ return a; // a + 1"), 0);
    ck_assert_int_eq(count_of("puts(\"a + 1\"); return a;"), 2); /* the statement, the call */
    ck_assert_int_eq(count_of("return p->x;"), 0);
}
END_TEST

START_TEST(giving_up_is_no_part_of_the_answer)
{
    ck_assert_int_eq(count_of("if (!a || n < 3) abort(); return a;"), 0);
    ck_assert_int_eq(count_of("if (u < 1e-5) harness_redraw(\"an edge\"); return a;"), 0);
    ck_assert_int_eq(count_of("char *c = malloc(4 * (size_t)n + 1); return a;"), 0);
}
END_TEST

START_TEST(values_of_defines_are_changed_and_other_directives_are_not)
{
    struct mutants mutants;
    mutate("#include <math.h>\n#define RATE 0.01\n#if 1\n#endif\nint f(void)\n{\n    return 0;\n}\n", MUTATE_ANSWER,
           100, &mutants);
    ck_assert_int_eq(mutants.count, 2);
    ck_assert_str_eq(mutants.at[0].after, "#define RATE (0.01 * 1.1)");
    ck_assert_str_eq(mutants.at[1].after, "return 1;");
    mutants_release(&mutants);
}
END_TEST

START_TEST(a_mutant_says_where_it_differs)
{
    struct mutants mutants;
    mutate("int f(int a)\n{\n    return a < 5;\n}\n", MUTATE_ANSWER, 100, &mutants);
    ck_assert_int_eq(mutants.count, 3);
    ck_assert_int_eq(mutants.at[0].line, 3);
    ck_assert_int_eq(mutants.at[0].column, 14);
    ck_assert_int_eq(mutants.at[0].length, 1);
    ck_assert_str_eq(mutants.at[0].before, "return a < 5;");
    ck_assert_str_eq(mutants.at[0].after, "return a <= 5;");
    char *source = mutant_source("int f(int a)\n{\n    return a < 5;\n}\n", &mutants.at[0]);
    ck_assert_str_eq(source, "int f(int a)\n{\n    return a <= 5;\n}\n");
    free(source);
    mutants_release(&mutants);
}
END_TEST

START_TEST(mutants_of_equal_lines_are_numbered)
{
    struct mutants mutants;
    mutate("int f(int a)\n{\n    a -= g;\n    a *= 2;\n    a -= g;\n    return a + a + a;\n}\n", MUTATE_ANSWER, 100,
           &mutants);
    int numbered = 0;
    for (int i = 0; i < mutants.count; i++) {
        const struct mutant *mutant = &mutants.at[i];
        bool twice = mutant->line == 3 || mutant->line == 5;
        ck_assert_int_eq(mutant->of, twice ? 2 : 1);
        ck_assert_int_eq(mutant->nth, mutant->line == 5 ? 2 : 1);
        numbered += twice;
    }
    ck_assert_int_eq(numbered, 4); /* += or nothing, for either line */
    mutants_release(&mutants);
}
END_TEST

START_TEST(the_choice_is_spread_and_repeats_itself)
{
    struct text text = {0};
    struct mutants all, few, again;
    text_add(&text, "int f(int a)\n{\n");
    for (int i = 0; i < 50; i++)
        text_format(&text, "    a += g(%d);\n", i + 5);
    text_add(&text, "    return a;\n}\n");
    mutate(text.at, MUTATE_ANSWER, 10000, &all);
    mutate(text.at, MUTATE_ANSWER, 20, &few);
    mutate(text.at, MUTATE_ANSWER, 20, &again);
    ck_assert_int_eq(few.count, 20);
    ck_assert_int_eq(few.possible, all.count);
    ck_assert_int_gt(few.at[19].line, 45);
    for (int i = 0; i < 20; i++)
        ck_assert_int_eq(few.at[i].number, again.at[i].number);
    mutants_release(&all);
    mutants_release(&few);
    mutants_release(&again);
    text_release(&text);
}
END_TEST

START_TEST(the_words_of_a_checker_stay_and_its_tolerances_become_large)
{
    struct mutants mutants;
    mutate("char *f(double d)\n{\n    if (d < 1e-4)\n        return 0;\n    snprintf(words, sizeof words, \"%g\", d * "
           "2);\n"
           "    return words;\n}\n",
           MUTATE_CHECKER, 100, &mutants);
    bool large = false;
    for (int i = 0; i < mutants.count; i++) {
        large = large || strcmp(mutants.at[i].after, "if (d < (1e-4 * 10))") == 0;
        ck_assert_int_ne(mutants.at[i].line, 5);
    }
    ck_assert(large);
    mutants_release(&mutants);
}
END_TEST

/* A copy of the source for each mutant, compared with all others, took minutes and gigabytes. */
START_TEST(a_long_source_takes_no_time)
{
    struct text text = {0};
    struct mutants mutants;
    text_add(&text, "int f(int a)\n{\n");
    for (int i = 0; i < 600; i++)
        text_format(&text, "    a = a * %d + g(a - 1);\n", i + 5);
    text_add(&text, "    return a;\n}\n");
    clock_t before = clock();
    mutate(text.at, MUTATE_ANSWER, 60, &mutants);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    ck_assert_int_gt(mutants.possible, 5000);
    ck_assert_msg(seconds < 5, "%.1f s", seconds);
    mutants_release(&mutants);
    text_release(&text);
}
END_TEST

/* Sources come from folders that anybody may write. */
START_TEST(broken_sources_are_survived)
{
    static const char *const sources[] = {"",          "{",           "}",       "f(",         "{f(",    "{f(a,",
                                          "{ \"",      "{ a[",        "#define", "#define F(", "{ /*",   "{ 1e",
                                          "{ -",       "{ a * ",      "{ for (", "{ for (;",   "{ else", "{ g(,",
                                          "{ malloc(", "{ if abort(", "{ ) x",   "{ \\",       "{ 0x",   "{ (a"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct mutants mutants;
        mutate(sources[i], MUTATE_ANSWER, 50, &mutants);
        mutants_release(&mutants);
    }
}
END_TEST

CHECK_MAIN("mutate", constants_are_off_by_one, operators_become_their_neighbours, factors_and_terms_are_forgotten,
           signs_and_calls_are_forgotten, arguments_change_places, loops_are_a_step_too_long_or_too_short,
           statements_are_forgotten_but_not_declarations, what_is_no_arithmetic_stays,
           giving_up_is_no_part_of_the_answer, values_of_defines_are_changed_and_other_directives_are_not,
           a_mutant_says_where_it_differs, mutants_of_equal_lines_are_numbered, the_choice_is_spread_and_repeats_itself,
           the_words_of_a_checker_stay_and_its_tolerances_become_large, a_long_source_takes_no_time,
           broken_sources_are_survived)
