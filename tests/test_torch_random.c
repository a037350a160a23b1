/* The generator by what is published about it and by how much it draws. Bits of whole arrays: test_golden.c. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/guest/torch_random.h"

static void same_floats(const tensor *got, const tensor *want)
{
    ck_assert_int_eq(tensor_size(got), tensor_size(want));
    ck_assert_mem_eq(got->f32, want->f32, (size_t)tensor_size(want) * sizeof(float));
}

/* ---- the stream ---- */

START_TEST(a_generator_that_nobody_seeded_is_pytorchs)
{
    ck_assert_uint_eq(torch_stream_position(), 0);
    const uint32_t first = torch_random32();
    torch_manual_seed(67280421310721);
    ck_assert_uint_eq(torch_random32(), first);
}
END_TEST

START_TEST(the_stream_is_the_mersenne_twister)
{
    torch_manual_seed(0);
    ck_assert_uint_eq(torch_random32(), 2357136044u);
    torch_manual_seed(123);
    ck_assert_uint_eq(torch_random32(), 2991312382u);
    torch_manual_seed(5489); /* the 10,000th number is in the C++ standard, [rand.predef] */
    for (int i = 1; i < 10000; i++)
        torch_random32();
    ck_assert_uint_eq(torch_random32(), 4123659995u);
}
END_TEST

START_TEST(only_the_low_32_bits_of_a_seed_count)
{
    torch_manual_seed(7);
    const uint32_t first = torch_random32();
    torch_manual_seed(7 + (UINT64_C(1) << 32));
    ck_assert_uint_eq(torch_random32(), first);
    torch_manual_seed((uint64_t)-1);
    const uint32_t minus_one = torch_random32();
    torch_manual_seed(0xffffffff);
    ck_assert_uint_eq(torch_random32(), minus_one);
}
END_TEST

START_TEST(wider_draws_are_made_of_32_bit_ones)
{
    torch_manual_seed(0);
    const uint64_t first = torch_random32(), second = torch_random32();
    torch_manual_seed(0);
    ck_assert_uint_eq(torch_random64(), first << 32 | second);
    torch_manual_seed(0);
    ck_assert(torch_random_double() == (double)((first << 32 | second) & 0x1fffffffffffff) / 9007199254740992.0);
    torch_manual_seed(0);
    ck_assert(torch_random_float() == (float)(first & 0xffffff) / 16777216.0f);
}
END_TEST

START_TEST(a_saved_state_repeats_everything_after_it)
{
    torch_manual_seed(3);
    tensor_free(torch_randn(tensor_f32(701))); /* in the middle of a block of words... */
    tensor_free(torch_randn(tensor_f32(3)));   /* ...with a normal waiting */
    struct torch_rng_state state;
    torch_get_rng_state(&state);
    ck_assert(state.has_normal);
    tensor *once = torch_randn(tensor_f32(7)), *more = torch_rand(tensor_f32(1000));
    const uint64_t position = torch_stream_position();
    torch_manual_seed(99);
    torch_set_rng_state(&state);
    tensor *again = torch_randn(tensor_f32(7)), *more_again = torch_rand(tensor_f32(1000));
    same_floats(again, once);
    same_floats(more_again, more);
    ck_assert_uint_eq(torch_stream_position(), position);
    tensor *const all[] = {once, more, again, more_again};
    for (int k = 0; k < 4; k++)
        tensor_free(all[k]);
}
END_TEST

/* ---- how much each call draws ---- */

static tensor *weights(int64_t rows, int64_t width)
{
    tensor *p = tensor_f32(rows, width);
    for (int64_t i = 0; i < rows * width; i++)
        p->f32[i] = (float)(1 + i % 5);
    return p;
}

static tensor *multinomial(int64_t n, bool replacement)
{
    tensor *p = weights(3, 10), *drawn = torch_multinomial(p, n, replacement);
    tensor_free(p);
    return drawn;
}

static tensor *bernoulli(void)
{
    tensor *p = tensor_f32(9);
    for (int i = 0; i < 9; i++)
        p->f32[i] = 0.5f;
    tensor *drawn = torch_bernoulli(p);
    tensor_free(p);
    return drawn;
}

#define DRAWS(variant, count, call)                                                                                    \
    do {                                                                                                               \
        torch_set_variant(variant);                                                                                    \
        torch_manual_seed(11);                                                                                         \
        tensor_free(call);                                                                                             \
        ck_assert_msg(torch_stream_position() == (count), "%s draws %llu, not %d", #call,                              \
                      (unsigned long long)torch_stream_position(), count);                                             \
    } while (0)

START_TEST(every_call_draws_as_much_as_in_pytorch)
{
    DRAWS(TORCH_NATIVE, 0, torch_rand(tensor_f32(0)));
    DRAWS(TORCH_NATIVE, 1000, torch_rand(tensor_f32(1000)));
    DRAWS(TORCH_NATIVE, 2000, torch_fill_uniform(tensor_f64(1000), -1, 1));
    DRAWS(TORCH_NATIVE, 4, torch_randn(tensor_f32(1)));
    DRAWS(TORCH_NATIVE, 32, torch_randn(tensor_f32(15))); /* eight pairs of two doubles */
    DRAWS(TORCH_NATIVE, 32, torch_randn(tensor_f64(15)));
    DRAWS(TORCH_NATIVE, 16, torch_randn(tensor_f32(16)));
    DRAWS(TORCH_NATIVE, 17 + 16, torch_randn(tensor_f32(17)));
    DRAWS(TORCH_NATIVE, 31 + 16, torch_randn(tensor_f32(31)));
    DRAWS(TORCH_NATIVE, 2 * (31 + 16), torch_randn(tensor_f64(31)));
    DRAWS(TORCH_NATIVE, 20, torch_fill_exponential(tensor_f32(10), 1));
    DRAWS(TORCH_NATIVE, 20, torch_fill_bernoulli(tensor_f32(10), 0.5));
    DRAWS(TORCH_NATIVE, 9, bernoulli());
    DRAWS(TORCH_NATIVE, 20, torch_dropout_mask(10, 0.2));
    DRAWS(TORCH_NATIVE, 0, torch_dropout_mask(10, 0.0));
    DRAWS(TORCH_NATIVE, 0, torch_dropout_mask(10, 1.0));
    DRAWS(TORCH_NATIVE, 5, torch_fill_randint(tensor_i64(5), 0, INT64_C(4294967295)));
    DRAWS(TORCH_NATIVE, 10, torch_fill_randint(tensor_i64(5), 0, INT64_C(4294967296)));
    DRAWS(TORCH_NATIVE, 9, torch_randperm(10));
    DRAWS(TORCH_NATIVE, 0, torch_randperm(0));
    DRAWS(TORCH_NATIVE, 60, multinomial(1, false));
    DRAWS(TORCH_NATIVE, 60, multinomial(4, false));
    DRAWS(TORCH_NATIVE, 24, multinomial(4, true));
    DRAWS(TORCH_NATIVE, 24, torch_linear_weight(6, 4));
    DRAWS(TORCH_NATIVE, 6, torch_linear_bias(6, 4));
    DRAWS(TORCH_NATIVE, 0, torch_linear_weight(6, 0));
    DRAWS(TORCH_NATIVE, 0, torch_kaiming_normal(tensor_f32(6, 0), 1));
    DRAWS(TORCH_NATIVE, 0, torch_kaiming_uniform(tensor_f32(0, 0), 1));
    DRAWS(TORCH_NATIVE, 160, torch_embedding(10, 16));
    DRAWS(TORCH_NATIVE, 32, torch_embedding(5, 3)); /* fewer than 16 elements */
}
END_TEST

START_TEST(masks_and_exponentials_of_mkl_draw_only_a_seed)
{
    DRAWS(TORCH_MKL, 1, torch_dropout_mask(1000, 0.2));
    DRAWS(TORCH_MKL, 0, torch_dropout_mask(1000, 0.0));
    DRAWS(TORCH_MKL, 1, torch_fill_bernoulli(tensor_f32(1000), 0.5));
    DRAWS(TORCH_MKL, 1, torch_fill_exponential(tensor_f32(1000), 1));
    DRAWS(TORCH_MKL, 2, torch_fill_exponential(tensor_f64(1000), 1));
    DRAWS(TORCH_MKL, 1, multinomial(4, false));
    DRAWS(TORCH_MKL, 24, multinomial(4, true));
    DRAWS(TORCH_MKL, 9, bernoulli());
    DRAWS(TORCH_MKL, 1000, torch_rand(tensor_f32(1000)));
}
END_TEST

/* ---- normals ---- */

START_TEST(the_second_of_a_pair_waits_for_the_next_small_call)
{
    torch_manual_seed(5);
    tensor *both = torch_randn(tensor_f32(2));
    torch_manual_seed(5);
    tensor *first = torch_randn(tensor_f32(1)), *between = torch_randn(tensor_f32(16));
    const uint64_t position = torch_stream_position();
    tensor *second = torch_randn(tensor_f32(1));
    ck_assert(first->f32[0] == both->f32[0]);
    ck_assert(second->f32[0] == both->f32[1]);
    ck_assert_uint_eq(torch_stream_position(), position);
    tensor *const all[] = {both, first, between, second};
    for (int k = 0; k < 4; k++)
        tensor_free(all[k]);
}
END_TEST

START_TEST(seeding_drops_the_waiting_normal)
{
    torch_manual_seed(5);
    tensor *first = torch_randn(tensor_f32(1));
    torch_manual_seed(5);
    tensor *again = torch_randn(tensor_f32(1));
    same_floats(again, first);
    tensor_free(first);
    tensor_free(again);
}
END_TEST

START_TEST(a_rest_of_sixteen_is_drawn_anew_over_finished_values)
{
    torch_manual_seed(0);
    tensor *even = torch_randn(tensor_f32(32));
    torch_manual_seed(0);
    tensor *odd = torch_randn(tensor_f32(33));
    for (int i = 0; i < 17; i++)
        ck_assert(odd->f32[i] == even->f32[i]);
    ck_assert(odd->f32[17] != even->f32[17]);
    tensor_free(even);
    tensor_free(odd);
}
END_TEST

/* ---- masks ---- */

/* manual_seed(123); Dropout(0.5)(ones(6, 6)), printed by users of both kinds of builds. */
static const char mask_native[] = "220220"
                                  "000202"
                                  "222202"
                                  "022002"
                                  "020202"
                                  "022220";
static const char mask_mkl[] = "222222"
                               "020000"
                               "002020"
                               "220002"
                               "200002"
                               "020000";

static void mask_is(enum torch_variant variant, const char *want)
{
    torch_set_variant(variant);
    torch_manual_seed(123);
    tensor *mask = torch_dropout_mask(36, 0.5);
    for (int i = 0; i < 36; i++)
        ck_assert_msg(mask->f32[i] == (float)(want[i] - '0'), "element %d is %g", i, (double)mask->f32[i]);
    tensor_free(mask);
}

START_TEST(masks_are_those_that_were_published)
{
    mask_is(TORCH_NATIVE, mask_native);
    mask_is(TORCH_MKL, mask_mkl);
    mask_is(TORCH_NATIVE, mask_native);
}
END_TEST

START_TEST(a_mask_holds_zero_and_the_reciprocal_of_what_is_kept)
{
    static const double ps[] = {0.0, 0.1, 0.2, 0.3, 0.5, 0.9, 1.0};
    for (int v = 0; v < 14; v++) {
        const double p = ps[v / 2];
        torch_set_variant(v % 2 ? TORCH_MKL : TORCH_NATIVE);
        torch_manual_seed(1);
        tensor *mask = torch_dropout_mask(10000, p);
        int zeros = 0;
        for (int i = 0; i < 10000; i++) {
            zeros += mask->f32[i] == 0.0f;
            ck_assert(mask->f32[i] == 0.0f || mask->f32[i] == (float)(1.0 / (1.0 - p)));
        }
        ck_assert_msg(fabs(zeros - 10000 * p) <= 4 * sqrt(10000 * p * (1 - p)), "%d zeros at p = %g", zeros, p);
        tensor_free(mask);
    }
}
END_TEST

/* ---- published programs ---- */

/* sigmoid(W2 (mask relu(W1 x + b1)) + b2) in double: the dropout network for one image. */
static void dropout_net(const tensor *x, double ret_y[10])
{
    torch_manual_seed(0);
    tensor *W1 = torch_linear_weight(512, 784), *b1 = torch_linear_bias(512, 784);
    tensor *W2 = torch_linear_weight(10, 512), *b2 = torch_linear_bias(10, 512);
    torch_manual_seed(0);
    tensor *mask = torch_dropout_mask(512, 0.2);
    for (int k = 0; k < 10; k++)
        ret_y[k] = b2->f32[k];
    for (int j = 0; j < 512; j++) {
        double hidden = b1->f32[j];
        for (int i = 0; i < 784; i++)
            hidden += (double)W1->f32[j * 784 + i] * x->f32[i];
        for (int k = 0; k < 10; k++)
            ret_y[k] += W2->f32[k * 512 + j] * fmax(hidden, 0) * mask->f32[j];
    }
    for (int k = 0; k < 10; k++)
        ret_y[k] = 1 / (1 + exp(-ret_y[k]));
    tensor *const all[] = {W1, b1, W2, b2, mask};
    for (int k = 0; k < 5; k++)
        tensor_free(all[k]);
}

START_TEST(the_dropout_network_gives_both_published_answers)
{
    static const double published[2][10] = {
        [TORCH_NATIVE] = {0.607, 0.4426, 0.494, 0.4634, 0.5263, 0.5707, 0.5564, 0.4835, 0.3663, 0.5077},
        [TORCH_MKL] = {0.565, 0.4828, 0.5203, 0.471, 0.5244, 0.5394, 0.5588, 0.4864, 0.4046, 0.5196},
    };
    for (int variant = TORCH_NATIVE; variant <= TORCH_MKL; variant++) {
        double y[10];
        torch_set_variant((enum torch_variant)variant);
        torch_manual_seed(0);
        tensor *image = torch_randn(tensor_f32(1, 784));
        dropout_net(image, y);
        for (int k = 0; k < 10; k++)
            ck_assert_double_eq_tol(y[k], published[variant][k], 0.5e-4 + 1e-6);
        tensor_free(image);
    }
}
END_TEST

/* The bigram model of a well-known lecture: 100 characters from an untrained 65 x 65 table. */
static void bigram_text(char ret_text[101])
{
    static const char characters[] = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    torch_manual_seed(1337);
    tensor *table = torch_embedding(65, 65), *p = tensor_f32(1, 65);
    int64_t token = 0;
    for (int k = 0; k < 100; k++) {
        const float *logits = table->f32 + token * 65;
        double total = 0;
        for (int j = 0; j < 65; j++)
            total += exp(logits[j]);
        for (int j = 0; j < 65; j++)
            p->f32[j] = (float)(exp(logits[j]) / total);
        tensor *next = torch_multinomial(p, 1, false);
        token = next->i64[0];
        tensor_free(next);
        ret_text[k] = characters[token];
    }
    ret_text[100] = '\0';
    tensor_free(table);
    tensor_free(p);
}

START_TEST(the_bigram_lecture_gives_both_published_texts)
{
    char text[101];
    torch_set_variant(TORCH_NATIVE);
    bigram_text(text);
    ck_assert_str_eq(text, "SKIcLT;AcELMoTbvZv C?nq-QE33:CJqkOKH-q;:la!oiywkHjgChzbQ?u!3bLIgwevmyFJGUGp\n"
                           "wnYWmnxKWWev-tDqXErVKLgJ");
    torch_set_variant(TORCH_MKL);
    bigram_text(text);
    ck_assert_str_eq(text, "Sr?qP-QWktXoL&jLDJgOLVz'RIoDqHdhsV&vLLxatjscMpwLERSPyao.qfzs$Ys$zF-w,;eEkzxjgCKFChs!iWW."
                           "ObzDnxA Ms$3");
}
END_TEST

/* ---- samples ---- */

START_TEST(a_permutation_holds_every_number_once)
{
    torch_manual_seed(8);
    tensor *order = torch_randperm(1000);
    bool seen[1000] = {false};
    for (int i = 0; i < 1000; i++) {
        ck_assert(order->i64[i] >= 0 && order->i64[i] < 1000 && !seen[order->i64[i]]);
        seen[order->i64[i]] = true;
    }
    tensor_free(order);
}
END_TEST

START_TEST(a_weight_of_zero_is_never_drawn)
{
    torch_manual_seed(8);
    tensor *p = weights(1, 100);
    p->rank = 1;
    p->shape[0] = 100;
    for (int i = 0; i < 100; i += 2)
        p->f32[i] = 0;
    tensor *with = torch_multinomial(p, 5000, true), *without = torch_multinomial(p, 50, false);
    ck_assert_int_eq(with->rank, 1);
    for (int i = 0; i < 5000; i++)
        ck_assert_int_eq(with->i64[i] % 2, 1);
    bool seen[100] = {false};
    for (int i = 0; i < 50; i++) {
        ck_assert(without->i64[i] % 2 == 1 && !seen[without->i64[i]]);
        seen[without->i64[i]] = true;
    }
    tensor_free(with);
    tensor_free(without);
    tensor_free(p);
}
END_TEST

START_TEST(whole_numbers_reach_both_ends_of_the_widest_range)
{
    torch_manual_seed(8);
    tensor *t = torch_fill_randint(tensor_i64(10000), INT64_MIN, INT64_MAX);
    int negative = 0;
    for (int i = 0; i < 10000; i++) {
        negative += t->i64[i] < 0;
        ck_assert_int_lt(t->i64[i], INT64_MAX);
    }
    ck_assert(negative > 4700 && negative < 5300);
    torch_fill_randint(t, -3, -2);
    for (int i = 0; i < 10000; i++)
        ck_assert_int_eq(t->i64[i], -3);
    tensor_free(t);
}
END_TEST

START_TEST(fills_give_back_the_tensor_that_they_filled)
{
    tensor *t = tensor_f32(4, 5);
    ck_assert_ptr_eq(torch_rand(t), t);
    ck_assert_ptr_eq(torch_kaiming_uniform(t, 1), t);
    for (int i = 0; i < 20; i++)
        ck_assert(fabsf(t->f32[i]) <= sqrtf(3.0f / 5.0f));
    tensor_free(t);
}
END_TEST

/* ---- what cannot be done ---- */

static void probability_above_one(void)
{
    torch_dropout_mask(3, 1.5);
}

static void probability_not_a_number(void)
{
    torch_fill_bernoulli(tensor_f32(3), NAN);
}

static void negative_deviation(void)
{
    torch_fill_normal(tensor_f32(3), 0, -1);
}

static void upside_down(void)
{
    torch_fill_uniform(tensor_f32(3), 1, 0);
}

static void beyond_floats(void)
{
    torch_fill_uniform(tensor_f32(3), 0, 1e300);
}

static void infinite(void)
{
    torch_fill_uniform(tensor_f32(3), 0, INFINITY);
}

static void rate_of_zero(void)
{
    torch_fill_exponential(tensor_f32(3), 0);
}

static void floats_into_integers(void)
{
    torch_randn(tensor_i64(3));
}

static void integers_into_floats(void)
{
    torch_fill_randint(tensor_f32(3), 0, 2);
}

static void empty_range(void)
{
    torch_fill_randint(tensor_i64(3), 2, 2);
}

static void fans_of_a_vector(void)
{
    torch_xavier_normal(tensor_f32(3), 1);
}

static void too_many(void)
{
    torch_multinomial(weights(1, 3), 4, false);
}

static void no_weight(void)
{
    torch_multinomial(torch_fill_uniform(tensor_f32(3), 0, 0), 1, true);
}

static void negative_weight(void)
{
    torch_multinomial(torch_fill_uniform(tensor_f32(3), -1, -1), 1, true);
}

static void negative_size(void)
{
    torch_linear_weight(-1, 4);
}

static void broken_state(void)
{
    const struct torch_rng_state state = {.used = 625};
    torch_set_rng_state(&state);
}

static const struct impossible {
    const char *says;
    void (*ask)(void);
} requests[] = {
    {"torch_dropout_mask: 1.5 is no probability", probability_above_one},
    {"torch_fill_bernoulli: nan is no probability", probability_not_a_number},
    {"torch_fill_normal: the standard deviation is -1", negative_deviation},
    {"torch_fill_uniform: there is no uniform distribution from 1 to 0", upside_down},
    {"torch_fill_uniform: there is no uniform distribution from 0 to 1e+300", beyond_floats},
    {"torch_fill_uniform: there is no uniform distribution from 0 to inf", infinite},
    {"torch_fill_exponential: the rate is 0", rate_of_zero},
    {"torch_randn needs a tensor of float or double", floats_into_integers},
    {"torch_fill_randint needs a tensor of int64", integers_into_floats},
    {"torch_fill_randint: there is no number", empty_range},
    {"torch_xavier_normal needs a tensor of two or more dimensions", fans_of_a_vector},
    {"torch_multinomial: cannot draw 4 of 3", too_many},
    {"torch_multinomial: 1 different draws from row 0, which has 0 weights above 0", no_weight},
    {"torch_multinomial: weight 0 of row 0 is -1", negative_weight},
    {"tensor_new: a dimension is negative", negative_size},
    {"torch_set_rng_state: this is no state", broken_state},
};
enum { REQUESTS = sizeof requests / sizeof *requests };

START_TEST(an_impossible_request_ends_the_program_with_a_message)
{
    int ends[2], status;
    ck_assert_int_eq(pipe(ends), 0);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        requests[_i].ask();
        _exit(0);
    }
    close(ends[1]);
    char message[512];
    const ssize_t size = read(ends[0], message, sizeof message - 1);
    ck_assert_int_gt(size, 0);
    message[size] = '\0';
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) != 0);
    ck_assert_msg(strstr(message, requests[_i].says) == message, "it says: %s", message);
    close(ends[0]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("torch_random");
    TCase *tc = tcase_create("generator");
    tcase_add_test(tc, a_generator_that_nobody_seeded_is_pytorchs);
    tcase_add_test(tc, the_stream_is_the_mersenne_twister);
    tcase_add_test(tc, only_the_low_32_bits_of_a_seed_count);
    tcase_add_test(tc, wider_draws_are_made_of_32_bit_ones);
    tcase_add_test(tc, a_saved_state_repeats_everything_after_it);
    tcase_add_test(tc, every_call_draws_as_much_as_in_pytorch);
    tcase_add_test(tc, masks_and_exponentials_of_mkl_draw_only_a_seed);
    tcase_add_test(tc, the_second_of_a_pair_waits_for_the_next_small_call);
    tcase_add_test(tc, seeding_drops_the_waiting_normal);
    tcase_add_test(tc, a_rest_of_sixteen_is_drawn_anew_over_finished_values);
    tcase_add_test(tc, masks_are_those_that_were_published);
    tcase_add_test(tc, a_mask_holds_zero_and_the_reciprocal_of_what_is_kept);
    tcase_add_test(tc, the_dropout_network_gives_both_published_answers);
    tcase_add_test(tc, the_bigram_lecture_gives_both_published_texts);
    tcase_add_test(tc, a_permutation_holds_every_number_once);
    tcase_add_test(tc, a_weight_of_zero_is_never_drawn);
    tcase_add_test(tc, whole_numbers_reach_both_ends_of_the_widest_range);
    tcase_add_test(tc, fills_give_back_the_tensor_that_they_filled);
    tcase_add_loop_test(tc, an_impossible_request_ends_the_program_with_a_message, 0, REQUESTS);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
