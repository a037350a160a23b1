/* test_trivial.c - answers that need no understanding, each by itself. */
#include "judge/verify/trivial.h"

#include <math.h>
#include <stdlib.h>

#include "judge/base/text.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

static struct problem *load_fixture(char *place)
{
    struct problem *loaded;
    struct err err = {0};
    fixture_problem(place, "sums", fixture_json);
    char *path = xasprintf("%s/sums", place);
    ck_assert_msg(problem_load(path, &loaded, &err) == 0, "%s", err.text);
    free(path);
    return loaded;
}

START_TEST(trivial_answers_follow_the_types)
{
    char *place = fixture_folder(), name[TRIVIAL_NAME];
    struct problem *loaded = load_fixture(place);
    struct trivial list[TRIVIAL_MAX];
    struct text all = {0};
    int count = trivial_list(loaded, 1, list); /* both(text str, n i64) -> (ids i64[T], count i64) */
    for (int i = 0; i < count; i++)
        text_format(&all, "|%s", trivial_name(loaded, 1, &list[i], name));
    ck_assert_str_eq(all.at,
                     "|zeros as result 1|ones as result 1|empty as result 1|negated as result 1|reversed as result 1"
                     "|the answer of sample 1 as result 1|zeros as result 2|ones as result 2|negated as result 2"
                     "|the argument 'size' returned as result 2|the argument 'n' returned as result 2"
                     "|the answer of sample 1 as result 2");
    text_release(&all);
    problem_free(loaded);
    fixture_remove(place);
}
END_TEST

static struct value made_by(const struct problem *loaded, enum trivial_kind kind, const double *numbers, int64_t count)
{
    struct value want = {0};
    value_init_tensor(&want, FRAME_TENSOR_F64, 1, &count);
    for (int64_t i = 0; i < count; i++)
        want.f64s[i] = numbers[i];
    const struct values wants = {1, &want}, none = {0, NULL};
    const struct trivial trivial = {kind, 0, 0};
    const struct trivial_case test_case = {
        .problem = loaded, .function = 0, .arguments = &none, .want = &wants, .mean = 2.5};
    struct values results;
    ck_assert(trivial_answer(&test_case, &trivial, &results));
    struct value value = results.at[0];
    free(results.at);
    value_release(&want);
    return value;
}

START_TEST(trivial_answers_are_what_their_names_say)
{
    static const double numbers[] = {1.234567, -2, 65520, 6.0e-8};
    static const struct {
        enum trivial_kind kind;
        double first, second, third, fourth;
    } wanted[] = {
        {TRIVIAL_ZEROS, 0, 0, 0, 0},
        {TRIVIAL_MEAN, 2.5, 2.5, 2.5, 2.5},
        {TRIVIAL_PERCENT, 1.24691267, -2.02, 66175.2, 6.06e-8},
        {TRIVIAL_REVERSED, 6.0e-8, 65520, -2, 1.234567},
        {TRIVIAL_ROUNDED, 1.2346, -2, 65520, 0},
        {TRIVIAL_FLOAT16, 1.234375, -2, INFINITY, 0x1p-24}, /* 2^-24 is the smallest of all */
    };
    char *place = fixture_folder();
    struct problem *loaded = load_fixture(place);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct value value = made_by(loaded, wanted[i].kind, numbers, 4);
        const double *want = &wanted[i].first;
        for (int k = 0; k < 4; k++)
            ck_assert_msg(value.f64s[k] == want[k] ||
                              (want[k] - value.f64s[k] < 1e-9 && value.f64s[k] - want[k] < 1e-9),
                          "kind %d, %d: %.17g, not %.17g", (int)wanted[i].kind, k, value.f64s[k], want[k]);
        value_release(&value);
    }
    problem_free(loaded);
    fixture_remove(place);
}
END_TEST

CHECK_MAIN("trivial", trivial_answers_follow_the_types, trivial_answers_are_what_their_names_say)
