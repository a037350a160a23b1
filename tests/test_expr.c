#include <stdio.h>
#include <string.h>

#include "judge/problem/expr.h"
#include "tests/check_main.h"

static struct expr_scope scope;

/* What the names mean lives as long as the program. */
static void fill_scope(void)
{
    static char a[] = "a", b[] = "b", *words[] = {b, a, b};
    static char hello[] = "h\xc3\xa9llo";
    static double elements[] = {1, 2};
    static const struct value rate = {.kind = FRAME_F64, .f64 = 0.25},
                              text = {.kind = FRAME_STR, .rank = 1, .shape = {6}, .text = hello},
                              texts = {.kind = FRAME_STRINGS, .rank = 1, .shape = {3}, .texts = words},
                              tensor = {.kind = FRAME_TENSOR_F64, .rank = 2, .shape = {2, 1}, .f64s = elements};
    scope.count = 0;
    expr_scope_number(&scope, "N", 7, NULL);
    expr_scope_number(&scope, "batch_size", 3, NULL);
    expr_scope_value(&scope, "rate", &rate, NULL);
    expr_scope_value(&scope, "text", &text, NULL);
    expr_scope_value(&scope, "texts", &texts, NULL);
    expr_scope_value(&scope, "X", &tensor, NULL);
}

static void fails(const char *expression, const char *why)
{
    struct err err = {0};
    double number = 42;
    fill_scope();
    ck_assert_msg(expr_number(expression, &scope, &number, &err) == -1, "%s", expression);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, why) != NULL, "%s: '%s' is not in '%s'", expression, why, err.text);
    ck_assert(number == 42);
}

START_TEST(expressions_have_the_values_of_arithmetic)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        {"1", 1},
        {" 2 + 3 * 4 ", 14},
        {"(2+3)*4", 20},
        {"10-4-3", 3},
        {"24/4/3", 2},
        {"-N", -7},
        {"--N", 7},
        {"2*-3", -6},
        {"N/2", 3.5},
        {"ceil(N/batch_size)", 3},
        {"floor(N / batch_size)", 2},
        {"min(N,batch_size)+max(1, 2)", 5},
        {"N*rate", 1.75},
        {"1e3", 1000},
        {"0.5*4", 2},
        {"len(text)", 5},
        {"distinct(text)", 4},
        {"len(texts)", 3},
        {"distinct(texts)", 2},
        {"len(X)", 2},
        {"N-distinct( text )", 3},
    };
    fill_scope();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double value = 0;
        struct err err = {0};
        ck_assert_msg(expr_number(rows[i].text, &scope, &value, &err) == 0, "%s", err.text);
        ck_assert_msg(value == rows[i].value, "%s is %g", rows[i].text, value);
        ck_assert_int_eq(expr_check(rows[i].text, &err), 0);
    }
}
END_TEST

START_TEST(errors_say_what_and_where)
{
    fails("", "a number, a name or '(' expected at character 1");
    fails("2*", "expected at character 3");
    fails("(1", "')' expected at character 3");
    fails("1 2", "an operator or the end expected at character 3");
    fails("M", "nothing before it is named 'M'");
    fails("batch_sise", "did you mean 'batch_size'?");
    fails("ceil", "nothing before it is named 'ceil'");
    fails("cell(1)", "no function 'cell', did you mean 'ceil'?");
    fails("min(1)", "',' expected");
    fails("ceil(1,2)", "')' expected");
    fails("len(1)", "a name expected");
    fails("len(N)", "has no length");
    fails("distinct(X)", "not text");
    fails("text", "'text' is not a number; len(text) is one");
    fails("1/0", "division by zero");
    fails("N/(N-7)", "division by zero");
    fails("0x10", "hexadecimal");
    fails("1e308*10", "not finite");
    fails("inf", "nothing before it is named 'inf'");
    fails("$", "expected at character 1");
    fails("N+\xc3\xa9", "expected at character 3");
}
END_TEST

START_TEST(whole_numbers_are_not_rounded)
{
    int64_t whole = 0;
    struct err err = {0};
    fill_scope();
    ck_assert_int_eq(expr_whole("N*6/2", &scope, 0, 100, &whole, &err), 0);
    ck_assert_int_eq(whole, 21);
    ck_assert_int_eq(expr_whole("N/2", &scope, 0, 100, &whole, &err), -1);
    ck_assert_str_eq(err.text, "expression 'N/2': the value 3.5 is not a whole number");
    ck_assert_int_eq(expr_whole("N*20", &scope, 0, 100, &whole, &err), -1);
    ck_assert_str_eq(err.text, "expression 'N*20': the value 140 is not within 0 to 100");
    ck_assert_int_eq(expr_whole("-1", &scope, 0, 100, &whole, &err), -1);
    ck_assert_int_eq(whole, 21);
}
END_TEST

START_TEST(length_and_depth_are_bounded)
{
    char long_text[400], deep[EXPR_TEXT] = "";
    struct err err = {0};
    memset(long_text, '1', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    ck_assert_int_eq(expr_check(long_text, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "longer than 127 characters"));
    for (int i = 0; i < EXPR_DEPTH + 1; i++)
        strcat(deep, "(");
    ck_assert_int_eq(expr_check(deep, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "nested more than"));
    memset(long_text, 'a', EXPR_NAME);
    long_text[EXPR_NAME] = '\0';
    ck_assert_int_eq(expr_check(long_text, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "a name longer than 63"));
}
END_TEST

static int collect(const char *name, void *context)
{
    strcat(context, name);
    return strcmp(name, "stop") == 0;
}

START_TEST(names_are_listed_without_functions)
{
    char names[100] = "";
    ck_assert_int_eq(expr_each_name("a+ceil(b/len(c))*2", collect, names), 0);
    ck_assert_str_eq(names, "abc");
    names[0] = '\0';
    ck_assert_int_eq(expr_each_name("a+stop+b", collect, names), 1);
    ck_assert_str_eq(names, "astop");
}
END_TEST

START_TEST(a_lone_name_is_told_from_an_expression)
{
    char name[EXPR_NAME];
    ck_assert(expr_is_name("N1", name));
    ck_assert_str_eq(name, "N1");
    ck_assert(expr_is_name(" N ", name));
    ck_assert_str_eq(name, "N");
    ck_assert(!expr_is_name("N+1", name) && !expr_is_name("3", name) && !expr_is_name("", name));
}
END_TEST

START_TEST(a_scope_keeps_the_first_of_equal_names_and_has_an_end)
{
    struct err err = {0};
    scope.count = 0;
    ck_assert_int_eq(expr_scope_number(&scope, "a", 1, &err), 0);
    ck_assert_int_eq(expr_scope_number(&scope, "a", 2, &err), 0);
    ck_assert(scope.count == 1 && expr_scope_find(&scope, "a")->number == 1);
    for (int i = 1; i < EXPR_SCOPE; i++) {
        char name[EXPR_NAME];
        snprintf(name, sizeof name, "n%d", i);
        ck_assert_int_eq(expr_scope_number(&scope, name, i, &err), 0);
    }
    ck_assert_int_eq(expr_scope_number(&scope, "more", 0, &err), -1);
}
END_TEST

START_TEST(any_text_is_read_within_bounds)
{
    static const char alphabet[] = "N1+-*/(),. e\xc3lenmtxcistdp";
    fill_scope();
    srand(1);
    for (int round = 0; round < 100000; round++) {
        char random_text[40];
        size_t length = (size_t)rand() % (sizeof random_text - 1);
        for (size_t i = 0; i < length; i++)
            random_text[i] = alphabet[(size_t)rand() % (sizeof alphabet - 1)];
        random_text[length] = '\0';
        double value;
        bool good = expr_number(random_text, &scope, &value, NULL) == 0;
        ck_assert(!good || expr_check(random_text, NULL) == 0);
    }
}
END_TEST

CHECK_MAIN("expr", expressions_have_the_values_of_arithmetic, errors_say_what_and_where, whole_numbers_are_not_rounded,
           length_and_depth_are_bounded, names_are_listed_without_functions, a_lone_name_is_told_from_an_expression,
           a_scope_keeps_the_first_of_equal_names_and_has_an_end, any_text_is_read_within_bounds)
