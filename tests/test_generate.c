/* generate.h, by way of small groups. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/check_main.h"
#include "tests/made.h"

START_TEST(a_seed_gives_the_same_inputs_and_another_seed_others)
{
    struct made *made = made_good(
        "f(x f64[N,M], y i64) -> f64",
        "{\"dims\":{\"N\":[2,9],\"M\":[2,9]},\"args\":{\"x\":{\"normal\":1},\"y\":{\"integers\":[0,1000000]}}}");
    struct values a = made_draw(made, 1, 0), b = made_draw(made, 1, 0), c = made_draw(made, 2, 0);
    ck_assert(made_same(&a.at[0], &b.at[0]) && made_same(&a.at[1], &b.at[1]));
    ck_assert(!made_same(&a.at[0], &c.at[0]) && !made_same(&a.at[1], &c.at[1]));
    values_release(&a);
    values_release(&b);
    values_release(&c);
    made_release(made);
}
END_TEST

/* Recorded seeds must repeat their inputs. When this fails on purpose, old submissions can no longer be judged again.
 */
START_TEST(the_inputs_of_a_seed_are_fixed_for_ever)
{
    struct made *made =
        made_good("f(x f32[N,M], s str, k i64[N]) -> f64",
                  "{\"dims\":{\"N\":[2,9],\"M\":[2,9]},\"args\":{\"x\":{\"normal\":1,\"scale\":[0.3,10]},"
                  "\"s\":{\"text\":{\"length\":[3,9],\"alphabet\":\"abc\"}},\"k\":{\"permutation\":true}}}");
    struct values values = made_draw(made, 7, 0);
    char text[200];
    snprintf(text, sizeof text, "%" PRId64 "x%" PRId64 " %a %a %s %" PRId64, values.at[0].shape[0],
             values.at[0].shape[1], (double)values.at[0].f32s[0], (double)values.at[0].f32s[1], values.at[1].text,
             values.at[2].i64s[0]);
    ck_assert_str_eq(text, "4x3 0x1.245ee2p+3 0x1.8da344p+3 ababcccca 3");
    values_release(&values);
    made_release(made);
}
END_TEST

/* --- dimensions ----------------------------------------------------------- */

START_TEST(dimensions_are_pairwise_different_and_reach_their_ends)
{
    struct made *made = made_good(
        "f(a f32[A,B], b f32[C,5]) -> f32[A,2]",
        "{\"dims\":{\"A\":[1,6],\"B\":[1,6],\"C\":[1,6]},\"args\":{\"a\":{\"value\":0},\"b\":{\"value\":0}}}");
    bool seen[3][8] = {{false}};
    for (int seed = 0; seed < 300; seed++) {
        struct values values = made_draw(made, seed, 0);
        int64_t a = values.at[0].shape[0], b = values.at[0].shape[1], c = values.at[1].shape[0];
        ck_assert(a != b && b != c && a != c);
        seen[0][a] = seen[1][b] = seen[2][c] = true;
        values_release(&values);
    }
    for (int i = 0; i < 3; i++) {
        for (int size = 1; size <= 6; size++)
            ck_assert_msg(seen[i][size] == (size != 2 && size != 5), "%d %d", i, size); /* 2, 5: the signature's */
    }
    made_release(made);
}
END_TEST

START_TEST(all_forms_of_a_dimension_are_drawn)
{
    struct made *made = made_good(
        "f(a f64[A,B,C,D,E]) -> f64",
        "{\"dims\":{\"A\":1,\"B\":{\"range\":[3,9],\"multiple_of\":3},\"C\":{\"choice\":[2,\"B+1\"]},\"D\":\"2*B+1\","
        "\"E\":\"A\"},\"args\":{\"a\":{\"value\":1}}}");
    for (int seed = 0; seed < 100; seed++) {
        struct values values = made_draw(made, seed, 0);
        const int64_t *shape = values.at[0].shape;
        ck_assert(shape[0] == 1 && shape[1] % 3 == 0 && shape[1] >= 3 && shape[1] <= 9);
        ck_assert((shape[2] == 2 || shape[2] == shape[1] + 1) && shape[3] == 2 * shape[1] + 1 && shape[4] == 1);
        values_release(&values);
    }
    made_release(made);
}
END_TEST

START_TEST(tight_ranges_are_filled_without_repetition)
{
    struct made *made = made_good("f(a f64[A,B,C,D,E]) -> f64",
                                  "{\"dims\":{\"A\":[2,3],\"B\":[2,3],\"C\":[2,6],\"D\":[2,6],\"E\":[2,6]},"
                                  "\"args\":{\"a\":{\"value\":1}}}");
    for (int seed = 0; seed < 200; seed++) {
        struct values values = made_draw(made, seed, 0);
        unsigned seen = 0;
        for (int k = 0; k < 5; k++)
            seen |= 1u << values.at[0].shape[k];
        ck_assert_uint_eq(seen, 0x7c);
        values_release(&values);
    }
    made_release(made);
}
END_TEST

START_TEST(impossible_dimensions_are_found_when_the_group_is_read)
{
    static const char f[] = "f(a f64[A,B]) -> f64", args[] = "\"args\":{\"a\":{\"value\":1}}";
    char group[300];
    static const char *const rows[][2] = {
        {"{\"A\":[2,2],\"B\":[2,2]}", "dimension 'B' cannot be made different"},
        {"{\"A\":[2,3],\"B\":2,\"C\":[3,3]}", "cannot be made different"},
        {"{\"A\":[2,3],\"B\":\"A+0\"}", "dimension 'B' cannot be made different"},
        {"{\"A\":[2,3]}", "'a' has the dimension 'B', which \"dims\" does not give"},
        {"{\"A\":[2,3],\"b\":4}", "which \"dims\" does not give, did you mean 'b'?"},
        {"{\"A\":[3,2],\"B\":4}", "dimension 'A': the range from 3 to 2 is empty"},
        {"{\"A\":{\"range\":[4,5],\"multiple_of\":3},\"B\":4}", "the range from 4 to 5 is empty"},
        {"{\"A\":\"B+1\",\"B\":4}", "nothing before it is named 'B'"},
        {"{\"A\":\"2*\",\"B\":4}", "expected at character 3"},
        {"{\"A\":\"5/2\",\"B\":4}", "the value 2.5 is not a whole number"},
        {"{\"A\":\"nan\",\"B\":4}", "no size"},
        {"{\"A\":4097,\"B\":4}", "'dims.A': a whole number from 0 to 4096 expected, not 4097"},
        {"{\"A\":[2,5000],\"B\":4}", "a whole number from 0 to 4096 expected, not 5000"},
        {"{\"A\":2.5,\"B\":4}", "'dims.A': a whole number from 0 to 4096 expected, not 2.5"},
        {"{\"A\":true,\"B\":4}", "a whole number from 0 to 4096 expected, not a truth value"},
        {"{\"A\":[2],\"B\":4}", "'dims.A': at least 2 items expected, not 1"},
        {"{\"A\":{\"ranje\":[2,3]},\"B\":4}", "'dims.A.ranje': unknown key, did you mean 'range'?"},
        {"{\"A\":{},\"B\":4}", "\"range\" (perhaps with \"multiple_of\") or \"choice\" expected"},
        {"{\"A\":{\"choice\":[]},\"B\":4}", "at least 1 items expected, not 0"},
        {"{\"A-1\":3,\"A\":2,\"B\":4}", "'dims.A-1': not a name"},
        {"[]", "'dims': an object expected, not an array"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(group, sizeof group, "{\"dims\":%s,%s}", rows[i][0], args);
        made_bad(f, group, rows[i][1]);
    }
    struct made *made =
        made_good(f, "{\"dims\":{\"A\":[2,2],\"B\":[2,2]},\"distinct\":false,\"args\":{\"a\":{\"value\":1}}}");
    made_release(made);
}
END_TEST

/* --- numbers -------------------------------------------------------------- */

struct statistics {
    double mean, deviation, low, high;
    int64_t zeros, whole;
};

static struct statistics statistics_of(const struct value *value)
{
    struct statistics s = {.low = INFINITY, .high = -INFINITY};
    double sum = 0, squares = 0;
    int64_t count = value_size(value);
    for (int64_t i = 0; i < count; i++) {
        double x = value_number(value, i);
        sum += x;
        squares += x * x;
        s.low = fmin(s.low, x);
        s.high = fmax(s.high, x);
        s.zeros += x == 0;
        s.whole += x == floor(x);
    }
    s.mean = sum / (double)count;
    s.deviation = sqrt(squares / (double)count - s.mean * s.mean);
    return s;
}

/* One argument x of 4000 elements. */
static struct values draw_x(const char *type, const char *recipe, int seed)
{
    char signature[100], group[500];
    snprintf(signature, sizeof signature, "f(x %s) -> f64", type);
    snprintf(group, sizeof group, "{\"dims\":{\"N\":2000},\"args\":{\"x\":%s}}", recipe);
    struct made *made = made_good(signature, group);
    struct values values = made_draw(made, seed, 0);
    made_release(made);
    return values;
}

START_TEST(distributions_are_what_their_names_say)
{
    static const struct {
        const char *type, *recipe;
        double mean, deviation, low, high;
    } rows[] = {
        {"f64[N,2]", "{\"normal\":1.5}", 0, 1.5, -9, 9},
        {"f32[N,2]", "{\"normal\":[5,0.5]}", 5, 0.5, 2, 8},
        {"f64[N,2]", "{\"uniform\":[-1,3]}", 1, 1.1547, -1, 3},
        {"i64[N,2]", "{\"integers\":[-2,4]}", 1, 2, -2, 4},
        {"f32[N,2]", "{\"integers\":[0,9]}", 4.5, 2.87, 0, 9},
        {"f64[N,2]", "{\"choice\":[1,2,6]}", 3, 2.16, 1, 6},
        {"f64[N,2]", "{\"value\":7}", 7, 0, 7, 7},
        {"f64[N,2]", "{\"value\":\"N/4\"}", 500, 0, 500, 500},
        {"f64[N,2]", "{\"normal\":1,\"scale\":2,\"offset\":10}", 10, 2, 0, 20},
        {"f64[N,2]", "{\"log_uniform\":[0.01,1]}", 0.215, 0.256, 0.01, 1},
        {"i64[N,2]", "{\"permutation\":true}", 1999.5, 1154.7, 0, 3999},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct values values = draw_x(rows[i].type, rows[i].recipe, 3);
        struct statistics s = statistics_of(&values.at[0]);
        ck_assert_msg(fabs(s.mean - rows[i].mean) <= 0.06 * rows[i].deviation + 1e-3, "%s: mean %g", rows[i].recipe,
                      s.mean);
        ck_assert_msg(fabs(s.deviation - rows[i].deviation) <= 0.06 * rows[i].deviation + 1e-3, "%s: deviation %g",
                      rows[i].recipe, s.deviation);
        ck_assert_msg(s.low >= rows[i].low && s.high <= rows[i].high, "%s: %g..%g", rows[i].recipe, s.low, s.high);
        values_release(&values);
    }
}
END_TEST

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

START_TEST(permutations_and_distinct_elements_hold_each_number_once)
{
    static const char *const recipes[] = {"{\"permutation\":true}", "{\"integers\":[0,3999],\"distinct\":true}",
                                          "{\"integers\":[-5000,900000],\"distinct\":true}",
                                          "{\"uniform\":[0,1],\"round\":5,\"distinct\":true}"};
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        struct values values = draw_x(i < 2 ? "i64[N,2]" : "f64[N,2]", recipes[i], 1);
        double sorted[4000];
        for (int k = 0; k < 4000; k++)
            sorted[k] = value_number(&values.at[0], k);
        bool in_order = true;
        for (int k = 1; k < 4000; k++)
            in_order = in_order && sorted[k - 1] < sorted[k];
        ck_assert(!in_order);
        qsort(sorted, 4000, sizeof *sorted, compare_numbers);
        for (int k = 1; k < 4000; k++)
            ck_assert(sorted[k - 1] < sorted[k]);
        values_release(&values);
    }
    struct made *made = made_good("f(x i64[3]) -> f64", "{\"args\":{\"x\":{\"choice\":[10,20,30],\"distinct\":true}}}");
    struct values values = made_draw(made, 1, 0);
    ck_assert(value_number(&values.at[0], 0) + value_number(&values.at[0], 1) + value_number(&values.at[0], 2) == 60);
    values_release(&values);
    made_release(made);
}
END_TEST

START_TEST(scales_are_drawn_once_a_case_and_all_occur)
{
    struct made *made =
        made_good("f(x f64[N]) -> f64", "{\"dims\":{\"N\":5},\"args\":{\"x\":{\"value\":2,\"scale\":[0.5,3,10],"
                                        "\"offset\":[0,1]}}}");
    int seen[6] = {0};
    static const double expected[] = {1, 2, 6, 7, 20, 21};
    for (int seed = 0; seed < 200; seed++) {
        struct values values = made_draw(made, seed, 0);
        struct statistics s = statistics_of(&values.at[0]);
        ck_assert(s.low == s.high);
        for (int k = 0; k < 6; k++)
            seen[k] += s.low == expected[k];
        values_release(&values);
    }
    for (int k = 0; k < 6; k++)
        ck_assert(seen[k] > 10);
    made_release(made);
}
END_TEST

START_TEST(rows_get_their_own_scale_and_offset)
{
    struct values values = draw_x("f64[N,2]", "{\"value\":1,\"row_scale\":[1,2],\"row_offset\":[0,100]}", 1);
    int seen[4] = {0};
    for (int64_t i = 0; i < 4000; i += 2) {
        double x = values.at[0].f64s[i];
        ck_assert(x == values.at[0].f64s[i + 1]);
        seen[(x >= 100) * 2 + (x - 100 * (x >= 100) == 2)]++;
    }
    for (int k = 0; k < 4; k++)
        ck_assert(seen[k] > 300);
    values_release(&values);
}
END_TEST

START_TEST(special_values_and_zeros_are_all_placed)
{
    for (int seed = 0; seed < 20; seed++) {
        struct values values =
            draw_x("f32[N,2]", "{\"uniform\":[1,2],\"zeros\":0.25,\"special\":[-800,\"inf\",\"nan\",-0.0]}", seed);
        int64_t zeros = 0, negative_zeros = 0, large = 0, infinite = 0, nans = 0;
        for (int64_t i = 0; i < 4000; i++) {
            double x = value_number(&values.at[0], i);
            zeros += x == 0 && !signbit(x);
            negative_zeros += x == 0 && signbit(x);
            large += x == -800;
            infinite += isinf(x);
            nans += isnan(x);
        }
        ck_assert(large == 1 && infinite == 1 && nans == 1 && negative_zeros == 1);
        ck_assert(zeros >= 1000 - 4 && zeros <= 1000);
        values_release(&values);
    }
    /* As many as there is room for: all different places. */
    struct made *made = made_good("f(x f64[3]) -> f64", "{\"args\":{\"x\":{\"value\":0,\"special\":[1,2,4]}}}");
    struct values values = made_draw(made, 1, 0);
    ck_assert(values.at[0].f64s[0] + values.at[0].f64s[1] + values.at[0].f64s[2] == 7);
    values_release(&values);
    made_release(made);
    made_bad("f(x f64[2]) -> f64", "{\"args\":{\"x\":{\"value\":0,\"special\":[1,2,4]}}}",
             "3 special values do not fit into 2 elements");
}
END_TEST

START_TEST(floats_of_f32_are_rounded_once)
{
    struct made *made = made_good(
        "f(x f32[N], y f64[N]) -> f64",
        "{\"dims\":{\"N\":50},\"args\":{\"y\":{\"normal\":1,\"round\":3},\"x\":{\"like\":\"y\",\"noise\":0}}}");
    struct values values = made_draw(made, 1, 0);
    for (int64_t i = 0; i < 50; i++) {
        char text[32];
        ck_assert(values.at[0].f32s[i] == (float)values.at[1].f64s[i]);
        snprintf(text, sizeof text, "%.3f", values.at[1].f64s[i]);
        ck_assert(strtod(text, NULL) == values.at[1].f64s[i]);
    }
    values_release(&values);
    made_release(made);
    made_bad("f(x f32[2]) -> f64", "{\"args\":{\"x\":{\"value\":1e39}}}", "1e+39 is drawn, which is too large for f32");
}
END_TEST

START_TEST(like_copies_an_earlier_argument_with_noise)
{
    struct made *made =
        made_good("f(x f64[N,3], y f64[N,3]) -> f64",
                  "{\"dims\":{\"N\":1000},\"args\":{\"x\":{\"normal\":100},\"y\":{\"like\":\"x\",\"noise\":0.5}}}");
    struct values values = made_draw(made, 1, 0);
    for (int64_t i = 0; i < 3000; i++)
        values.at[1].f64s[i] -= values.at[0].f64s[i];
    struct statistics s = statistics_of(&values.at[1]);
    ck_assert_double_eq_tol(s.mean, 0, 0.05);
    ck_assert_double_eq_tol(s.deviation, 0.5, 0.05);
    values_release(&values);
    made_release(made);
    made_bad("f(x f64[2], y f64[2]) -> f64", "{\"args\":{\"x\":{\"like\":\"y\"},\"y\":{\"normal\":1}}}",
             "argument 'x': no tensor before it is named 'y'");
    made_bad("f(x f64[2], y f64[3]) -> f64", "{\"args\":{\"x\":{\"normal\":1},\"y\":{\"like\":\"x\"}}}",
             "'x' has 2 elements, not 3");
}
END_TEST

/* --- scalars, alternatives, names ----------------------------------------- */

START_TEST(expressions_use_dimensions_constructor_and_earlier_arguments)
{
    struct made made;
    struct err err = {0};
    ck_assert_msg(made_try(&made, "(vocabulary_size i64)", "f(alphabet str, n i64, N i64, x i64[N], y f64[n,2]) -> f64",
                           "{\"dims\":{\"N\":[3,9]},\"constructor\":{\"vocabulary_size\":{\"expr\":\"10*N\"}},"
                           "\"args\":{\"alphabet\":\"abca\",\"n\":{\"expr\":\"distinct(alphabet)+len(alphabet)\"},"
                           "\"N\":{\"expr\":\"N\"},\"x\":{\"integers\":[\"vocabulary_size-1\",\"vocabulary_size-1\"]},"
                           "\"y\":{\"uniform\":[\"n/2\",\"n/2\"]}}}",
                           &err) == 0,
                  "%s", err.text);
    struct values values = made_draw(&made, 1, 0);
    int64_t n = values.at[3].i64;
    ck_assert_uint_eq(values.count, 6);
    ck_assert_int_eq(values.at[0].i64, 10 * n);
    ck_assert_int_eq(values.at[2].i64, 7);
    ck_assert(values.at[4].shape[0] == n && values.at[4].i64s[0] == 10 * n - 1);
    ck_assert(values.at[5].shape[0] == 7 && values.at[5].f64s[0] == 3.5);
    values_release(&values);
    made_release(&made);
}
END_TEST

START_TEST(a_number_named_like_a_dimension_must_equal_it)
{
    made_bad("f(x f64[N], N i64) -> f64", "{\"dims\":{\"N\":4},\"args\":{\"x\":{\"value\":1},\"N\":5}}",
             "argument 'N': 'N' is 5, but the dimension of that name is 4");
    made_bad("f(x f64[N], N f64) -> f64", "{\"dims\":{\"N\":4},\"args\":{\"x\":{\"value\":1},\"N\":5}}",
             "both a dimension and a parameter");
    made_bad("f(x f64[N], y f64[N]) -> f64", "{\"args\":{\"x\":[1,2],\"y\":[1,2,3]}}",
             "dimension 0 of 'y' is 3, but 'N' is 2");
    struct made *made = made_good("f(x f64[N], y f64[N]) -> f64", "{\"args\":{\"x\":[1,2],\"y\":{\"normal\":1}}}");
    struct values values = made_draw(made, 0, 0);
    ck_assert_int_eq(values.at[1].shape[0], 2); /* the literal binds N */
    values_release(&values);
    made_release(made);
}
END_TEST

START_TEST(alternatives_are_drawn_or_taken_in_turn)
{
    struct made *made =
        made_good("f(a bool, b bool, c str, d f64, e i64) -> f64",
                  "{\"args\":{\"a\":{\"each\":[true,false]},\"b\":{\"choice\":[true,false]},"
                  "\"c\":{\"choice\":[\"one\",\"two\"]},\"d\":{\"one_of\":[0.5,{\"uniform\":[2,3]}]},\"e\":{"
                  "\"integers\":[3,3]}}}");
    int b = 0, c = 0, d = 0;
    for (int i = 0; i < 200; i++) {
        struct values values = made_draw(made, i, i);
        ck_assert_int_eq(values.at[0].i64, i % 2 == 0);
        ck_assert_int_eq(values.at[0].kind, FRAME_BOOL);
        b += values.at[1].i64 != 0;
        c += strcmp(values.at[2].text, "one") == 0;
        d += values.at[3].f64 == 0.5;
        ck_assert(values.at[3].f64 == 0.5 || (values.at[3].f64 >= 2 && values.at[3].f64 <= 3));
        ck_assert_int_eq(values.at[4].i64, 3);
        values_release(&values);
    }
    ck_assert(b > 60 && b < 140 && c > 60 && c < 140 && d > 60 && d < 140);
    made_release(made);
}
END_TEST

CHECK_MAIN("generate", a_seed_gives_the_same_inputs_and_another_seed_others, the_inputs_of_a_seed_are_fixed_for_ever,
           dimensions_are_pairwise_different_and_reach_their_ends, all_forms_of_a_dimension_are_drawn,
           tight_ranges_are_filled_without_repetition, impossible_dimensions_are_found_when_the_group_is_read,
           distributions_are_what_their_names_say, permutations_and_distinct_elements_hold_each_number_once,
           scales_are_drawn_once_a_case_and_all_occur, rows_get_their_own_scale_and_offset,
           special_values_and_zeros_are_all_placed, floats_of_f32_are_rounded_once,
           like_copies_an_earlier_argument_with_noise, expressions_use_dimensions_constructor_and_earlier_arguments,
           a_number_named_like_a_dimension_must_equal_it, alternatives_are_drawn_or_taken_in_turn)
