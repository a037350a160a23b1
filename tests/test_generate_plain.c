/* The plain draws of generate.h: small cases that may be shown. */
#include <math.h>
#include <stdlib.h>

#include "judge/base/digest.h"
#include "tests/check_main.h"
#include "tests/made.h"

static struct values draw_plain(const struct made *made, int seed, struct generator_plain plain)
{
    struct values values = {0};
    struct err err = {0};
    struct digest digest = digest_of(&seed, sizeof seed);
    ck_assert_msg(generator_run_plain(made->generator, digest.bytes, seed, plain, &values, &err) == 0, "%s", err.text);
    return values;
}

static void check_plain_numbers(const struct value *value, double low, double high, double unit)
{
    for (int64_t i = 0; i < value_size(value); i++) {
        const double number = value_number(value, i), units = number / unit;
        ck_assert_msg(number != 0 && number >= low && number <= high, "%g", number);
        ck_assert_msg(fabs(units - nearbyint(units)) < 1e-4, "%g", number);
    }
}

START_TEST(a_plain_draw_has_the_smallest_sizes_and_short_numbers)
{
    const struct made *made =
        made_good("f(x f32[B,T,4], r f64[T], k i64, z i64, s str, t str[]) -> f64",
                  "{\"dims\":{\"B\":[1,6],\"T\":{\"range\":[2,9],\"multiple_of\":2}},"
                  "\"args\":{\"x\":{\"normal\":2},\"r\":{\"uniform\":[0.15,0.95]},"
                  "\"k\":{\"integers\":[3,500]},\"z\":{\"integers\":[-50,50]},"
                  "\"s\":{\"text\":{\"length\":[2,30],\"alphabet\":\"abc\"}},"
                  "\"t\":{\"sentences\":{\"count\":[1,4],\"words\":[2,7],\"vocabulary\":[\"I\"]}}}}");
    for (int seed = 0; seed < 200; seed++) {
        struct values values = draw_plain(made, seed, (struct generator_plain){0, 1});
        ck_assert_int_eq(values.at[0].shape[0], 1);
        ck_assert_int_eq(values.at[0].shape[1], 2);
        check_plain_numbers(&values.at[0], -12, 12, 0.01);
        check_plain_numbers(&values.at[1], 0.15, 0.95, 0.01);
        ck_assert_int_eq(values.at[2].i64, 3);
        ck_assert_int_eq(values.at[3].i64, 0);
        ck_assert_int_eq(values.at[4].shape[0], 2);
        ck_assert_int_eq(values.at[5].shape[0], 1);
        ck_assert_str_eq(values.at[5].texts[0], "I I");
        values_release(&values);
        values = draw_plain(made, seed, (struct generator_plain){1, 0});
        ck_assert_int_le(values.at[0].shape[0], 3); /* 2 is taken by the other axis, or 4 is */
        ck_assert_int_le(values.at[2].i64, 4);
        ck_assert_int_le(llabs(values.at[3].i64), 1);
        values_release(&values);
    }
    made_release((struct made *)made);
}
END_TEST

/* Each smallest size alone would be equal to another: wider ones are taken until all differ. */
START_TEST(a_plain_draw_keeps_the_rules_of_its_group)
{
    const struct made *made = made_good("f(x f64[M,N,K], p i64[N], d f64[K]) -> f64",
                                        "{\"dims\":{\"M\":[2,5],\"N\":[2,3],\"K\":{\"choice\":[2]}},\"args\":{"
                                        "\"x\":{\"normal\":1,\"zeros\":0.5},\"p\":{\"permutation\":true},"
                                        "\"d\":{\"uniform\":[0.031,0.034],\"distinct\":true}}}");
    for (int seed = 0; seed < 50; seed++) {
        struct values values = draw_plain(made, seed, (struct generator_plain){0, 1});
        const int64_t *shape = values.at[0].shape;
        ck_assert(shape[0] >= 4 && shape[1] == 3 && shape[2] == 2);
        int zeros = 0;
        for (int64_t i = 0; i < value_size(&values.at[0]); i++)
            zeros += value_number(&values.at[0], i) == 0;
        ck_assert_int_eq(zeros, (int)value_size(&values.at[0]) / 2 + (int)value_size(&values.at[0]) % 2);
        ck_assert(values.at[2].f64s[0] != values.at[2].f64s[1]);
        ck_assert(values.at[2].f64s[0] >= 0.031 && values.at[2].f64s[0] <= 0.034);
        values_release(&values);
        struct values same_values = draw_plain(made, seed, (struct generator_plain){-1, 0}),
                      usual = made_draw(made, seed, seed);
        ck_assert(made_same(&same_values.at[0], &usual.at[0])); /* without bounds it is the usual draw */
        values_release(&same_values);
        values_release(&usual);
    }
    made_release((struct made *)made);
}
END_TEST

CHECK_MAIN("generate plain", a_plain_draw_has_the_smallest_sizes_and_short_numbers,
           a_plain_draw_keeps_the_rules_of_its_group)
