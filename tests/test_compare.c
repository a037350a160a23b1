#include "judge/compare/compare.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "judge/compare/diagnose.h"
#include "judge/judging/frame.h"
#include "tests/check_main.h"
#include "tests/make_value.h"

static struct compare_rules rules = {.decimals = 4, .rtol_f32 = 1e-6, .rtol_f64 = 1e-12};

static struct diff diff;

static bool accepted(const char *type, struct value got, struct value want)
{
    struct param result = {0};
    struct err err = {0};
    ck_assert_msg(type_parse(type, &result.type, &err) == 0, "%s", err.text);
    struct values gots = {1, &got}, wants = {1, &want};
    if (rules.poison.f32 == 0)
        rules.poison = frame_draw_poison();
    bool same = compare_results(&rules, &result, &gots, &wants, &diff);
    struct diagnose_context context = {.rules = &rules, .arguments = &(struct values){0}, .results = &result};
    if (!same)
        diagnose(&context, &gots, &wants, &diff);
    value_release(&got);
    value_release(&want);
    return same;
}

static bool told(const char *words)
{
    for (int i = 0; i < diff.diagnosis_count; i++) {
        if (strstr(diff.diagnosis[i], words))
            return true;
    }
    return false;
}

START_TEST(the_self_test_passes)
{
    struct err err;
    ck_assert_int_eq(compare_self_test(&err), 0);
}
END_TEST

START_TEST(rounded_and_unrounded_answers_both_pass)
{
    ck_assert(accepted("f32[2]", F32(SHAPE(2), 0.1235, -2.7183), F64(SHAPE(2), 0.12345678, -2.718281828)));
    ck_assert(accepted("f32[2]", F32(SHAPE(2), 0.12345678, -2.718281828), F64(SHAPE(2), 0.12345678, -2.718281828)));
    ck_assert(accepted("f64", make_scalar(0.1234), make_scalar(0.12345)));
    ck_assert(accepted("f64", make_scalar(0.1235), make_scalar(0.12345)));
    ck_assert(!accepted("f64", make_scalar(0.1235), make_scalar(0.12344)));
}
END_TEST

START_TEST(nan_never_matches)
{
    ck_assert(!accepted("f32[2]", F32(SHAPE(2), NAN, NAN), F64(SHAPE(2), 1, 2)));
    ck_assert_int_eq(diff.class, DIFF_NAN);
    ck_assert_int_eq(diff.mismatched, 2);
    ck_assert(!accepted("f32[2]", F32(SHAPE(2), 1, NAN), F64(SHAPE(2), 1, NAN)));
    rules.nan_allowed = true;
    ck_assert(accepted("f32[2]", F32(SHAPE(2), 1, NAN), F64(SHAPE(2), 1, NAN)));
    rules.nan_allowed = false;
}
END_TEST

START_TEST(infinities_match_by_sign_only)
{
    ck_assert(accepted("f64", make_scalar(INFINITY), make_scalar(INFINITY)));
    ck_assert(!accepted("f64", make_scalar(INFINITY), make_scalar(-INFINITY)));
    ck_assert(!accepted("f64", make_scalar(INFINITY), make_scalar(DBL_MAX)));
    ck_assert_int_eq(diff.class, DIFF_INFINITY);
    ck_assert(!accepted("f64", make_scalar(1), make_scalar(INFINITY)));
}
END_TEST

START_TEST(every_kind_of_form_has_its_own_words)
{
    ck_assert(!accepted("f32[N]", F32(SHAPE(3, 1), 1, 2, 3), F64(SHAPE(3), 1, 2, 3)));
    ck_assert_int_eq(diff.class, DIFF_RANK);
    ck_assert(strstr(diff.what, "2 dimensions, shape (3,1), but 1 is expected: shape (3,)"));
    ck_assert(told("too many (squeeze?)"));
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 3), 1, 2, 3, 4, 5, 6), F64(SHAPE(3, 2), 1, 2, 3, 4, 5, 6)));
    ck_assert_int_eq(diff.class, DIFF_SHAPE);
    ck_assert(told("transpose"));
    ck_assert(!accepted("f64", (struct value){.kind = FRAME_BOOL, .i64 = 1}, make_scalar(1)));
    ck_assert_str_eq(diff.what, "the result is a bool, but a number is expected (f64)");
    ck_assert(!accepted("f32[N]", I64(SHAPE(2), 1, 2), F64(SHAPE(2), 1, 2)));
    ck_assert_int_eq(diff.class, DIFF_DTYPE);
    ck_assert(strstr(diff.what, "int64"));
    ck_assert(!accepted("f32[N]", (struct value){.kind = FRAME_NONE}, F64(SHAPE(2), 1, 2)));
    ck_assert_int_eq(diff.class, DIFF_MISSING);
    ck_assert(told("does every way through the function end with a return?"));
}
END_TEST

START_TEST(an_empty_tensor_matches_nothing_but_an_empty_one)
{
    ck_assert(!accepted("f32[N]", F32(SHAPE(0), 0), F64(SHAPE(2), 1, 2)));
    ck_assert_int_eq(diff.class, DIFF_SHAPE);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(0, 2), 0), F64(SHAPE(1, 2), 1, 2)));
    ck_assert(accepted("f32[N]", F32(SHAPE(0), 0), F64(SHAPE(0), 0)));
}
END_TEST

START_TEST(another_number_of_results_is_told)
{
    struct value got = make_scalar(1), want[2] = {make_scalar(1), make_scalar(2)};
    struct param types[2] = {{.name = "w", .type = {.kind = FRAME_F64}}, {.name = "b", .type = {.kind = FRAME_F64}}};
    ck_assert(!compare_results(&rules, types, &(struct values){1, &got}, &(struct values){2, want}, &diff));
    ck_assert_int_eq(diff.class, DIFF_RESULTS);
    ck_assert_str_eq(diff.what, "1 result came back, but 2 are expected: a tuple (w, b); what came: a float64 number");
    ck_assert(!compare_results(&rules, types, &(struct values){2, want}, &(struct values){1, &got}, &diff));
    ck_assert_str_eq(diff.what,
                     "2 results came back, but 1 is expected; what came: a float64 number, a float64 number");
    struct value many[6] = {make_scalar(1), {.kind = FRAME_NONE}, {.kind = FRAME_I64, .i64 = 3},
                            make_scalar(4), make_scalar(5),       make_scalar(6)};
    ck_assert(!compare_results(&rules, types, &(struct values){3, many}, &(struct values){2, want}, &diff));
    ck_assert_str_eq(diff.what, "3 results came back, but 2 are expected: a tuple (w, b); what came: a float64 number, "
                                "nothing, an int64 number");
    ck_assert(!compare_results(&rules, types, &(struct values){6, many}, &(struct values){2, want}, &diff));
    ck_assert(strstr(diff.what, "an int64 number, a float64 number, ...") != NULL);
    ck_assert(!compare_results(&rules, types, &(struct values){0, NULL}, &(struct values){2, want}, &diff));
    ck_assert_str_eq(diff.what, "0 results came back, but 2 are expected: a tuple (w, b)");
    ck_assert(!compare_results(&rules, types, &(struct values){1, many + 1}, &(struct values){2, want}, &diff));
    ck_assert_str_eq(diff.what, "nothing came back, but 2 are expected: a tuple (w, b)");
}
END_TEST

START_TEST(of_hidden_cases_only_the_number_of_results_is_told)
{
    char secret[] = "secret";
    struct value got[5] = {{.kind = FRAME_OTHER, .rank = 1, .shape = {6}, .text = secret}}, want[2] = {0};
    struct param types[2] = {{.name = "w", .type = {.kind = FRAME_F64}}, {.name = "b", .type = {.kind = FRAME_F64}}};
    const struct values one = {1, got}, many = {5, got}, wanted = {2, want};
    ck_assert(!compare_results(&rules, types, &one, &wanted, &diff));
    ck_assert_msg(strstr(diff.what, "secret") != NULL, "%s", diff.what);
    diff_guard(&diff, &one);
    ck_assert_str_eq(diff.what, "1 result came back, but 2 are expected: a tuple (w, b)");
    ck_assert(!compare_results(&rules, types, &many, &wanted, &diff));
    diff_guard(&diff, &many);
    ck_assert_str_eq(diff.what, "more results came back than expected");
}
END_TEST

START_TEST(unwritten_elements_are_recognised_even_after_arithmetic)
{
    struct value got = F32(SHAPE(3), 1, 2, 3);
    rules.poison = frame_draw_poison();
    memcpy(&got.f32s[1], &rules.poison.f32, 4);
    volatile float added = got.f32s[1];
    added += 5.0f;
    got.f32s[2] = added;
    ck_assert(!accepted("f32[N]", got, F64(SHAPE(3), 1, 2, 3)));
    ck_assert_int_eq(diff.class, DIFF_UNWRITTEN);
    ck_assert_int_eq(diff.of_class, 2);
    ck_assert_int_eq(diff.at[0], 1);
    struct value wide = F64(SHAPE(1), 0);
    volatile float narrow;
    memcpy((void *)&narrow, &rules.poison.f32, 4);
    wide.f64s[0] = (double)narrow;
    ck_assert(!accepted("f64[N]", wide, F64(SHAPE(1), 0)));
    ck_assert_int_eq(diff.class, DIFF_UNWRITTEN);
    struct value whole = I64(SHAPE(2), 4, 5);
    whole.i64s[0] = rules.poison.i64;
    ck_assert(!accepted("i64[N]", whole, I64(SHAPE(2), 4, 5)));
    ck_assert_int_eq(diff.class, DIFF_UNWRITTEN);
}
END_TEST

START_TEST(scalars_stand_for_each_other_where_the_contract_says_so)
{
    ck_assert(accepted("f64", (struct value){.kind = FRAME_I64, .i64 = 3}, make_scalar(3)));
    ck_assert(accepted("f64", F32(SCALAR, 3), make_scalar(3)));
    ck_assert(accepted("f32[]", make_scalar(3), F64(SCALAR, 3)));
    ck_assert(!accepted("f64", F32(SHAPE(1), 3), make_scalar(3)));
    ck_assert(!accepted("i64[N]", F64(SHAPE(2), 1, 2), I64(SHAPE(2), 1, 2)));
    rules.whole_floats = true;
    ck_assert(accepted("i64[N]", F32(SHAPE(2), 1, 2), I64(SHAPE(2), 1, 2)));
    ck_assert(!accepted("i64[N]", F32(SHAPE(2), 1, 2.5), I64(SHAPE(2), 1, 2)));
    rules.whole_floats = false;
}
END_TEST

START_TEST(integers_and_strings_are_exact)
{
    ck_assert(accepted("i64[N]", I64(SHAPE(2), 1, 2), I64(SHAPE(2), 1, 2)));
    ck_assert(!accepted("i64[N]", I64(SHAPE(3), 2, 3, 4), I64(SHAPE(3), 1, 2, 3)));
    ck_assert_int_eq(diff.class, DIFF_INTEGERS);
    ck_assert(told("off by +1"));
    ck_assert(accepted("str", make_text("abc"), make_text("abc")));
    ck_assert(!accepted("str", make_text("abd"), make_text("abc")));
    ck_assert_int_eq(diff.class, DIFF_STRINGS);
    struct value nul;
    value_init_text(&nul, FRAME_STR, "abc\0x", 5);
    ck_assert(!accepted("str", nul, make_text("abc")));
    ck_assert_str_eq(diff.what, "the string is right at first, but has 5 characters, not 3");
    ck_assert(!accepted("str", make_text("\u00e4\u00f6x"), make_text("\u00e4\u00fcx")));
    ck_assert_str_eq(diff.what, "the string differs from character 1 on, counted from 0 (it has 3 characters, 3 "
                                "expected)");
    ck_assert(!accepted("str", make_text("\xff"), make_text("")));
    ck_assert_str_eq(diff.what, "the string is right at first, but has 1 character, not 0");
    ck_assert(!accepted("i64[T]", make_text("12"), I64(SHAPE(2), 1, 2)));
    ck_assert_str_eq(diff.what,
                     "the result is a string of 2 bytes, but a tensor of whole numbers is expected (i64[T])");
}
END_TEST

START_TEST(of_hidden_cases_no_length_of_a_string_is_told)
{
    struct value got = make_text("a secret"), want = make_text("a"), many = {.kind = FRAME_STRINGS, .shape = {1234}},
                 few = {.kind = FRAME_STRINGS, .shape = {3}};
    struct param text = {.type = {.kind = FRAME_STR}}, texts = {.type = {.kind = FRAME_STRINGS}};
    ck_assert(!compare_results(&rules, &text, &(struct values){1, &got}, &(struct values){1, &want}, &diff));
    diff_guard(&diff, &(struct values){1, &got});
    ck_assert_str_eq(diff.what, "the string is another one than expected");
    ck_assert(!compare_results(&rules, &texts, &(struct values){1, &many}, &(struct values){1, &few}, &diff));
    ck_assert_str_eq(diff.what, "there are 1234 strings, but 3 are expected");
    diff_guard(&diff, &(struct values){1, &many});
    ck_assert_str_eq(diff.what, "the number of strings is another one than expected");
    value_release(&got);
    value_release(&want);
}
END_TEST

/* Compares and diagnoses with one argument, called x. */
static void differs(const char *type, struct value x, struct value got, struct value want)
{
    struct param param = {.name = "x"}, result = {0};
    ck_assert_int_eq(type_parse(type, &result.type, &(struct err){0}), 0);
    struct values gots = {1, &got}, wants = {1, &want}, arguments = {1, &x};
    const struct diagnose_context context = {
        .rules = &rules, .params = &param, .arguments = &arguments, .results = &result};
    ck_assert(!compare_results(&rules, &result, &gots, &wants, &diff));
    diagnose(&context, &gots, &wants, &diff);
    value_release(&x);
    value_release(&got);
    value_release(&want);
}

START_TEST(what_a_beginner_does_is_named)
{
    differs("f64", F64(SHAPE(1), 1), make_scalar(0), make_scalar(0.5));
    ck_assert(told("the result is 0 (nothing was added up, or a division of whole numbers?)"));
    differs("f32[B,T,C]", F32(SHAPE(1), 1), F32(SHAPE(3, 2, 1), 1, 2, 3, 4, 5, 6),
            F64(SHAPE(2, 3, 1), 1, 4, 2, 5, 3, 6));
    ck_assert(told("axes 0 and 1 of the expected shape are exchanged"));
    differs("f32[B,T,C]", F32(SHAPE(1), 1), F32(SHAPE(3, 1, 1), 1, 2, 3), F64(SHAPE(2, 3, 1), 1, 4, 2, 5, 3, 6));
    ck_assert(!told("exchanged"));
    differs("f32[N]", F32(SHAPE(2, 3), 1, 2, 3, 4, 5, 6), F32(SHAPE(2), 2, 5), F64(SHAPE(3), 2.5, 3.5, 4.5));
    ck_assert(told("has the shape of 'x' without axis 1, but axis 0 should be gone"));
    differs("f32[N]", F32(SHAPE(2, 3), 1, 2, 3, 4, 5, 6), F32(SHAPE(4), 2, 5, 1, 1), F64(SHAPE(3), 2.5, 3.5, 4.5));
    ck_assert(!told("without axis"));
    differs("f32[N]", F32(SHAPE(2), 1000, 999), F32(SHAPE(2), NAN, NAN), F64(SHAPE(2), 0.7, 0.3));
    ck_assert(told("'x' has numbers beyond 88: exp of them overflows a float"));
    differs("f32[N]", F32(SHAPE(2), 10, 9), F32(SHAPE(2), NAN, NAN), F64(SHAPE(2), 0.7, 0.3));
    ck_assert(!told("overflows"));
    differs("f32[N]", F32(SHAPE(2), 1, 2), F64(SHAPE(2), 3e297, INFINITY), F64(SHAPE(2), 0.7, 0.3));
    ck_assert(told("'x' is float32: are its numbers read through ->f64, in place of ->f32?"));
    ck_assert_int_eq(diff.diagnosis_count, 1);
    differs("f64[N]", F64(SHAPE(2), 1, 2), F64(SHAPE(2), 3e297, INFINITY), F64(SHAPE(2), 0.7, 0.3));
    ck_assert(!told("->f64"));
    rules.poison = frame_draw_poison();
    double unset;
    memcpy(&unset, &rules.poison.f64, sizeof unset);
    differs("f64", F64(SHAPE(2), 1, 2), make_scalar(unset + 1), make_scalar(3));
    ck_assert_str_eq(diff.what, "the value was never written, or comes from something that was not");
    ck_assert(told("an index behind the end of a tensor (<= in place of <?)"));
}
END_TEST

START_TEST(the_worst_index_is_the_worst)
{
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 3), 1, 2.5, 3, 4, 9, 6), F64(SHAPE(2, 3), 1, 2, 3, 4, 5, 6)));
    ck_assert_int_eq(diff.class, DIFF_VALUES);
    ck_assert_int_eq(diff.mismatched, 2);
    ck_assert_int_eq(diff.at[0], 1);
    ck_assert_int_eq(diff.at[1], 1);
    ck_assert(diff.got == 9 && diff.want == 5 && diff.max_abs == 4);
}
END_TEST

START_TEST(diagnoses_name_the_mistake)
{
    struct value want = F64(SHAPE(2, 2), 1, -2, 3, 4.5);
    struct value copy;
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), -1, 2, -3, -4.5), copy));
    ck_assert(told("opposite sign"));
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), 2, -4, 6, 9), copy));
    ck_assert(told("times 2"));
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), 1, 3, -2, 4.5), copy));
    ck_assert(told("transposed"));
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), 1, 0, 3, 4.5), copy));
    ck_assert(told("ReLU"));
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), 0, 0, 0, 0), copy));
    ck_assert(told("every element is 0 (nothing was added up, or a division of whole numbers?)"));
    ck_assert_int_eq(diff.diagnosis_count, 1);
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), 1, -2, 5, 7), copy));
    ck_assert(told("index 1 (the last) of axis 0"));
    value_copy(&copy, &want);
    ck_assert(!accepted("f32[M,N]", F32(SHAPE(2, 2), 1, -2, 3, 7), copy)); /* one is told with its place already */
    ck_assert(!told("all of them"));
    ck_assert(!accepted("f32[N]", F32(SHAPE(3), 0.12, 2.35, 4.57), F64(SHAPE(3), 0.1234, 2.3467, 4.5678)));
    ck_assert(told("rounded to 2 decimals"));
    value_release(&want);
}
END_TEST

START_TEST(a_factor_that_is_a_dimension_is_named)
{
    struct value x = F64(SHAPE(5, 3), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    struct value got = make_scalar(1.31 * 5), want = make_scalar(1.31);
    struct param param = {.name = "X"}, result = {.type = {.kind = FRAME_F64, .text = "f64"}};
    struct err err;
    ck_assert_int_eq(type_parse("f64[N,3]", &param.type, &err), 0);
    struct values gots = {1, &got}, wants = {1, &want}, arguments = {1, &x};
    ck_assert(!compare_results(&rules, &result, &gots, &wants, &diff));
    struct diagnose_context context = {.rules = &rules, .params = &param, .arguments = &arguments, .results = &result};
    diagnose(&context, &gots, &wants, &diff);
    ck_assert(told("equals the expected value times N = 5 (not divided by N?)"));
    value_release(&x);
}
END_TEST

START_TEST(an_argument_that_was_left_out_is_named)
{
    struct value argument = F32(SHAPE(2), 0.5, 3);
    struct param param = {.name = "beta"}, result = {.type = {.text = "f32[B,D]"}};
    struct err err;
    ck_assert_int_eq(type_parse("f32[D]", &param.type, &err), 0);
    ck_assert_int_eq(type_parse("f32[B,D]", &result.type, &err), 0);
    const struct {
        struct value got;
        const char *words;
    } cases[] = {
        {F32(SHAPE(3, 2), 1, 2, -3, 4, 5, 6), "minus the argument 'beta' (not added?)"},
        {F32(SHAPE(3, 2), 2, 8, -2, 10, 6, 12), "plus the argument 'beta'"},
        {F32(SHAPE(3, 2), 3, 5. / 3, -5, 7. / 3, 11, 3), "divided by the argument 'beta'"},
        {F32(SHAPE(3, 2), 0.75, 15, -1.25, 21, 2.75, 27), "times the argument 'beta'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct value got = cases[i].got, want = F64(SHAPE(3, 2), 1.5, 5, -2.5, 7, 5.5, 9);
        struct values gots = {1, &got}, wants = {1, &want}, arguments = {1, &argument};
        ck_assert(!compare_results(&rules, &result, &gots, &wants, &diff));
        struct diagnose_context context = {
            .rules = &rules, .params = &param, .arguments = &arguments, .results = &result};
        diagnose(&context, &gots, &wants, &diff);
        ck_assert_msg(told(cases[i].words), "%s is not said", cases[i].words);
        value_release(&got);
        value_release(&want);
    }
    /* Zeros explain nothing: what is divided by them is infinite. */
    struct value zeros = F32(SHAPE(2), 0, 0), got = F32(SHAPE(3, 2), 1, 2, 3, 4, 5, 6),
                 want = F64(SHAPE(3, 2), 1.5, 5, -2.5, 7, 5.5, 9);
    struct values gots = {1, &got}, wants = {1, &want}, arguments = {1, &zeros};
    ck_assert(!compare_results(&rules, &result, &gots, &wants, &diff));
    struct diagnose_context context = {.rules = &rules, .params = &param, .arguments = &arguments, .results = &result};
    diagnose(&context, &gots, &wants, &diff);
    ck_assert_int_eq(diff.diagnosis_count, 0);
    value_release(&got);
    value_release(&want);
    value_release(&zeros);
    value_release(&argument);
}
END_TEST

CHECK_MAIN("compare", the_self_test_passes, rounded_and_unrounded_answers_both_pass, nan_never_matches,
           infinities_match_by_sign_only, every_kind_of_form_has_its_own_words,
           an_empty_tensor_matches_nothing_but_an_empty_one, another_number_of_results_is_told,
           of_hidden_cases_only_the_number_of_results_is_told, unwritten_elements_are_recognised_even_after_arithmetic,
           scalars_stand_for_each_other_where_the_contract_says_so, integers_and_strings_are_exact,
           of_hidden_cases_no_length_of_a_string_is_told, what_a_beginner_does_is_named, the_worst_index_is_the_worst,
           diagnoses_name_the_mistake, a_factor_that_is_a_dimension_is_named, an_argument_that_was_left_out_is_named)
