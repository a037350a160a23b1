#include <math.h>
#include <stdio.h>
#include <string.h>

#include "judge/base/random.h"
#include "tests/check_main.h"

enum { DRAWS = 200000 };

static struct random seeded(uint8_t byte)
{
    struct random random;
    uint8_t seed[RANDOM_SEED] = {byte, 7, 3};
    random_init(&random, seed);
    return random;
}

/* The first outputs of the authors' xoshiro256starstar.c from the state {1, 2, 3, 4}. */
START_TEST(bits_are_xoshiro256_star_star)
{
    static const uint64_t expected[] = {11520u,
                                        0u,
                                        1509978240u,
                                        1215971899390074240u,
                                        1216172134540287360u,
                                        607988272756665600u,
                                        16172922978634559625u,
                                        8476171486693032832u,
                                        10595114339597558777u,
                                        2904607092377533576u};
    uint8_t seed[RANDOM_SEED] = {0};
    struct random random;
    for (int i = 0; i < 4; i++)
        seed[8 * i] = (uint8_t)(i + 1);
    random_init(&random, seed);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        ck_assert(random_bits(&random) == expected[i]);
}
END_TEST

START_TEST(a_seed_of_zeros_works_too)
{
    struct random random;
    random_init(&random, (const uint8_t[RANDOM_SEED]){0});
    uint64_t all = 0;
    for (int i = 0; i < 10; i++)
        all |= random_bits(&random);
    ck_assert(all != 0);
}
END_TEST

START_TEST(integers_reach_both_ends_equally_often)
{
    struct random random = seeded(1);
    int counts[7] = {0};
    for (int i = 0; i < DRAWS; i++) {
        int64_t x = random_integer(&random, -3, 3);
        ck_assert(x >= -3 && x <= 3);
        counts[x + 3]++;
    }
    for (int i = 0; i < 7; i++)
        ck_assert_msg(abs(counts[i] - DRAWS / 7) < 5 * 156, "%d: %d", i - 3, counts[i]); /* five deviations */
    ck_assert(random_integer(&random, 5, 5) == 5);
}
END_TEST

/* Taking the remainder of 64 bits would give the lower half of 3 * 2^62 values twice as often. */
START_TEST(large_bounds_are_not_biased)
{
    struct random random = seeded(2);
    const uint64_t bound = UINT64_C(3) << 62;
    int low = 0;
    for (int i = 0; i < DRAWS; i++)
        low += random_below(&random, bound) < bound / 3;
    ck_assert_msg(abs(low - DRAWS / 3) < 1100, "%d", low);
    bool negative = false, positive = false;
    for (int i = 0; i < 100; i++) {
        int64_t x = random_integer(&random, INT64_MIN, INT64_MAX);
        negative = negative || x < 0;
        positive = positive || x > 0;
    }
    ck_assert(negative && positive);
}
END_TEST

START_TEST(uniform_numbers_stay_in_range_and_fill_it)
{
    struct random random = seeded(3);
    double sum = 0, squares = 0, low = 1e9, high = -1e9;
    for (int i = 0; i < DRAWS; i++) {
        double x = random_uniform(&random, -2, 4);
        ck_assert(x >= -2 && x <= 4);
        sum += x;
        squares += (x - 1) * (x - 1);
        low = fmin(low, x);
        high = fmax(high, x);
    }
    ck_assert_double_eq_tol(sum / DRAWS, 1, 0.02);
    ck_assert_double_eq_tol(squares / DRAWS, 3, 0.03);
    ck_assert(low < -1.99 && high > 3.99);
    ck_assert(isfinite(random_uniform(&random, -1.7e308, 1.7e308)));
}
END_TEST

START_TEST(normal_numbers_have_normal_moments_and_tails)
{
    struct random random = seeded(4);
    double moments[5] = {0};
    int beyond[5] = {0};
    for (int i = 0; i < DRAWS; i++) {
        double x = random_normal(&random), power = 1;
        for (int k = 0; k < 5; k++, power *= x)
            moments[k] += power / DRAWS;
        for (int k = 1; k < 5; k++)
            beyond[k] += fabs(x) > k;
    }
    ck_assert_double_eq_tol(moments[1], 0, 0.012);
    ck_assert_double_eq_tol(moments[2], 1, 0.02);
    ck_assert_double_eq_tol(moments[3], 0, 0.05);
    ck_assert_double_eq_tol(moments[4], 3, 0.15);
    ck_assert_double_eq_tol(beyond[1] / (double)DRAWS, 0.31731, 0.006);
    ck_assert_double_eq_tol(beyond[2] / (double)DRAWS, 0.04550, 0.003);
    ck_assert_double_eq_tol(beyond[3] / (double)DRAWS, 0.00270, 0.0008);
    ck_assert(beyond[4] > 0);
}
END_TEST

START_TEST(log_uniform_numbers_are_uniform_in_their_logarithm)
{
    struct random random = seeded(5);
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
        double x = random_log_uniform(&random, 1e-4, 1e2);
        ck_assert(x >= 1e-4 && x <= 1e2);
        sum += log10(x);
    }
    ck_assert_double_eq_tol(sum / DRAWS, -1, 0.02);
    ck_assert_double_eq(random_log_uniform(&random, 0.5, 0.5), 0.5);
    double tiny = random_log_uniform(&random, 5e-324, 1.7e308);
    ck_assert(tiny >= 5e-324 && isfinite(tiny));
}
END_TEST

START_TEST(a_shuffle_keeps_the_numbers_and_reaches_all_orders)
{
    struct random random = seeded(6);
    int seen[3][3] = {{0}};
    for (int round = 0; round < 6000; round++) {
        int64_t numbers[3] = {0, 1, 2};
        random_shuffle(&random, numbers, 3);
        ck_assert(numbers[0] + numbers[1] + numbers[2] == 3 && numbers[0] != numbers[1]);
        seen[numbers[0]][numbers[1]]++;
    }
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++)
            ck_assert(i == k ? seen[i][k] == 0 : abs(seen[i][k] - 1000) < 150);
    }
}
END_TEST

/* Recorded seeds must repeat their inputs: these bits may never change, on no machine. */
START_TEST(the_numbers_of_a_seed_are_fixed_for_ever)
{
    struct random random = seeded(9);
    char text[200];
    double first = random_normal(&random);
    double second = random_normal(&random);
    double uniform = random_uniform(&random, -1, 1);
    double spread = random_log_uniform(&random, 1e-3, 1);
    long long whole = random_integer(&random, 0, 999999);
    snprintf(text, sizeof text, "%a %a %a %a %lld", first, second, uniform, spread, whole);
    ck_assert_str_eq(text,
                     "0x1.f46f0e98ecdc1p-1 0x1.9692ded601568p-2 -0x1.b82482b99ec68p-3 0x1.cd37a2d2e2dc5p-1 290864");
}
END_TEST

CHECK_MAIN("random", bits_are_xoshiro256_star_star, a_seed_of_zeros_works_too, integers_reach_both_ends_equally_often,
           large_bounds_are_not_biased, uniform_numbers_stay_in_range_and_fill_it,
           normal_numbers_have_normal_moments_and_tails, log_uniform_numbers_are_uniform_in_their_logarithm,
           a_shuffle_keeps_the_numbers_and_reaches_all_orders, the_numbers_of_a_seed_are_fixed_for_ever)
