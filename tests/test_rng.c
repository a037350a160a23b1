/* test_rng.c - the random numbers of generate.c: known ones, and their distributions. */
#include "reference/rng.h"

#include <math.h>
#include <string.h>

#include "tests/check_main.h"

enum { COUNT = 100000 };

/* SplitMix64 as Java's SplittableRandom and the authors of xoshiro publish it. */
START_TEST(the_bits_are_those_of_splitmix64)
{
    struct rng zero = rng_from(0), other = rng_from(1234567);
    ck_assert(rng_bits(&zero) == UINT64_C(0xe220a8397b1dcdaf));
    ck_assert(rng_bits(&other) == UINT64_C(6457827717110365317));
    ck_assert(rng_bits(&other) == UINT64_C(3203168211198807973));
}
END_TEST

START_TEST(normal_numbers_have_mean_and_deviation)
{
    struct rng rng = rng_from(1);
    double sum = 0, squares = 0;
    int beyond = 0;
    for (int i = 0; i < COUNT; i++) {
        const double x = rng_normal(&rng, 3, 2), z = (x - 3) / 2;
        sum += z;
        squares += z * z;
        beyond += fabs(z) > 1.959964;
    }
    ck_assert_double_lt(fabs(sum / COUNT), 0.02);
    ck_assert_double_lt(fabs(squares / COUNT - 1), 0.02);
    ck_assert_double_lt(fabs((double)beyond / COUNT - 0.05), 0.003);
}
END_TEST

START_TEST(whole_numbers_are_equally_likely_and_reach_both_ends)
{
    struct rng rng = rng_from(2);
    int seen[7] = {0};
    for (int i = 0; i < COUNT; i++)
        seen[rng_integer(&rng, -3, 3) + 3]++;
    for (int i = 0; i < 7; i++)
        ck_assert_double_lt(fabs(seen[i] * 7.0 / COUNT - 1), 0.05);
    ck_assert_int_eq(rng_integer(&rng, 5, 5), 5);
    rng_integer(&rng, INT64_MIN, INT64_MAX);
}
END_TEST

START_TEST(a_shuffle_keeps_the_numbers)
{
    struct rng rng = rng_from(3);
    int64_t numbers[20], sum = 0;
    int moved = 0;
    for (int i = 0; i < 20; i++)
        numbers[i] = i;
    rng_shuffle(&rng, numbers, 20);
    for (int i = 0; i < 20; i++) {
        sum |= INT64_C(1) << numbers[i];
        moved += numbers[i] != i;
    }
    ck_assert(sum == (1 << 20) - 1 && moved > 10);
}
END_TEST

START_TEST(tensors_of_every_type_are_filled_within_bounds)
{
    struct rng rng = rng_from(4);
    tensor *f32 = tensor_f32(50), *f64 = tensor_f64(50), *i64 = tensor_i64(50);
    rng_fill_uniform(&rng, f32, -1, 1);
    rng_fill_integers(&rng, f64, 2, 4);
    rng_fill_integers(&rng, i64, 2, 4);
    for (int i = 0; i < 50; i++) {
        ck_assert(f32->f32[i] >= -1 && f32->f32[i] <= 1);
        ck_assert(f64->f64[i] >= 2 && f64->f64[i] <= 4 && f64->f64[i] == floor(f64->f64[i]));
        ck_assert(i64->i64[i] >= 2 && i64->i64[i] <= 4);
    }
    rng_fill_normal(&rng, f64, 0, 1);
    ck_assert(f64->f64[0] != f64->f64[1]);
    tensor_free(f32);
    tensor_free(f64);
    tensor_free(i64);
}
END_TEST

CHECK_MAIN("rng", the_bits_are_those_of_splitmix64, normal_numbers_have_mean_and_deviation,
           whole_numbers_are_equally_likely_and_reach_both_ends, a_shuffle_keeps_the_numbers,
           tensors_of_every_type_are_filled_within_bounds)
