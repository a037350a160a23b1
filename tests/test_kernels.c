/* Every kernel of every table that this machine can run against the scalar one; the choice of a table; accuracy of the
 * elementary functions over all floats. With QUICK=1 (under an emulator) the sweeps are thinner. */
#include "reference/kernels.h"
#include "reference/kernels_tables.h"

#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#ifndef QUICK
#define QUICK 0
#endif

enum { LENGTHS = 67 }; /* 4 of the widest vectors and a rest */

/* ck_assert tells the parent about every line that it passes: too slow for inner loops. */
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            ck_abort_msg("%s does not hold", #condition);                                                              \
    } while (0)

/* --- inputs, and outputs between guards --- */

static uint64_t random_state = 1;

static double uniform(void)
{
    uint64_t z = (random_state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

struct guarded {
    unsigned char *block;
    size_t at, bytes;
};

enum { GUARD = 192, GUARD_BYTE = 0xa5 };

/* `bytes` of 0xa5 at `shift` bytes past a cache line, with guards on both sides. */
static void *guarded_new(struct guarded *g, size_t bytes, size_t shift)
{
    size_t whole = (GUARD + shift + bytes + GUARD + 63) / 64 * 64;
    g->block = aligned_alloc(64, whole);
    REQUIRE(g->block);
    g->at = GUARD + shift;
    g->bytes = bytes;
    memset(g->block, GUARD_BYTE, whole);
    return g->block + g->at;
}

static void guarded_free(struct guarded *g)
{
    for (size_t i = 0; i < GUARD; i++) {
        REQUIRE(g->block[g->at - 1 - i] == GUARD_BYTE);        /* nothing was written before the array */
        REQUIRE(g->block[g->at + g->bytes + i] == GUARD_BYTE); /* nor behind it */
    }
    free(g->block);
}

/* --- what is allowed to differ: ulps, or an absolute difference where results cancel --- */

static const struct {
    const char *name;
    double ulps, absolute;
} map_tests[MAP_COUNT] = {
    [MAP_NEG] = {"neg", 0, 0},
    [MAP_ABS] = {"abs", 0, 0},
    [MAP_SQUARE] = {"square", 0, 0},
    [MAP_SQRT] = {"sqrt", 0, 0},
    [MAP_RSQRT] = {"rsqrt", 1.5, 0},
    [MAP_RECIPROCAL] = {"reciprocal", 0.5, 0},
    [MAP_EXP] = {"exp", 2.5, 0},
    [MAP_LOG] = {"log", 2.5, 0},
    [MAP_TANH] = {"tanh", 2.5, 0},
    [MAP_SIGMOID] = {"sigmoid", 2.5, 0},
    [MAP_RELU] = {"relu", 0, 0},
    [MAP_GELU] = {"gelu", 10, 0},
    [MAP_GELU_TANH] = {"gelu_tanh", 64, 1e-37}, /* the tail is an exponential of a rounded cube */
};

static float next_f32(float a)
{
    return nextafterf(a, INFINITY);
}

static double next_f64(double a)
{
    return nextafter(a, INFINITY);
}

/* Quiet NaNs of either sign and with payloads, which arithmetic on bits could turn into numbers. */
static float nan_f32(size_t which)
{
    static const uint32_t bits[] = {0x7fc00000, 0x7fc00001, 0xffffffff};
    float x;
    memcpy(&x, &bits[which], sizeof x);
    return x;
}

static double nan_f64(size_t which)
{
    static const uint64_t bits[] = {0x7ff8000000000000, 0x7ff8000000000001, 0xffffffffffffffff};
    double x;
    memcpy(&x, &bits[which], sizeof x);
    return x;
}

#define T       float
#define F(name) name##_f32
#define TABLE   f32
#include "tests/kernels_cases.inc.h"
#undef T
#undef F
#undef TABLE
#define T       double
#define F(name) name##_f64
#define TABLE   f64
#include "tests/kernels_cases.inc.h"
#undef T
#undef F
#undef TABLE

/* --- the tests: loop index = table --- */

static const struct kernels *table(int i)
{
    size_t count;
    const struct kernels *const *all = kernels_available(&count);
    return all[i];
}

#define TEST_BOTH(name, cases)                                                                                         \
    START_TEST(name)                                                                                                   \
    {                                                                                                                  \
        cases##_f32(table(_i));                                                                                        \
        cases##_f64(table(_i));                                                                                        \
    }                                                                                                                  \
    END_TEST

TEST_BOTH(maps_agree_at_every_length_and_address, map_lengths)
TEST_BOTH(maps_agree_on_special_values_in_every_lane, map_specials)
TEST_BOTH(zips_agree_at_every_length_in_every_form, zip_lengths)
TEST_BOTH(zips_agree_on_special_values, zip_specials)
TEST_BOTH(large_outputs_agree, streamed)
TEST_BOTH(reductions_are_exact_in_whole_numbers_and_pass_nan_on, reductions)
TEST_BOTH(sums_of_100003_are_exact_to_1e_6, long_sums)
TEST_BOTH(sums_that_cancel_are_exact, cancelling)
TEST_BOTH(sums_along_long_axes_agree, large_axes)
TEST_BOTH(sums_along_axes_and_transposes_agree, axes)
TEST_BOTH(products_are_exact_in_whole_numbers, products)
TEST_BOTH(batches_are_exact_in_whole_numbers, batches)
TEST_BOTH(a_product_of_a_batch_is_what_it_is_alone, batches_alone)
TEST_BOTH(rows_agree, rows)
TEST_BOTH(layer_norm_survives_a_common_offset, offset_norm)
TEST_BOTH(cross_entropy_and_its_gradient_agree, cross_entropies)
TEST_BOTH(attention_agrees, attentions)
TEST_BOTH(optimiser_steps_agree, optimisers)
TEST_BOTH(embeddings_agree, embeddings)
TEST_BOTH(dropout_draws_the_same_mask_and_a_fair_one, dropouts)
TEST_BOTH(threads_change_no_bit, threads)

/* Against libm in double, over every 1009th float (a prime: all exponents and low bits). */
START_TEST(elementary_functions_are_within_2_5_ulp_of_all_floats)
{
    static const enum kernels_map op[] = {MAP_EXP, MAP_LOG, MAP_TANH, MAP_SIGMOID};
    enum { N = 4096 };
    static float x[N], y[N], want[N];
    for (uint64_t bits = 0; bits <= UINT32_MAX;) {
        for (size_t i = 0; i < N; i++, bits += QUICK ? 100003 : 1009) {
            uint32_t low = (uint32_t)bits;
            memcpy(&x[i], &low, sizeof low);
        }
        for (size_t o = 0; o < 4; o++) {
            table(_i)->f32.map[op[o]](N, x, y);
            kernels_scalar.f32.map[op[o]](N, x, want);
            for (size_t i = 0; i < N; i++)
                if (!(ulps_f32(y[i], want[i]) <= 2.5))
                    ck_abort_msg("%s(%a) is %a, not %a", map_tests[op[o]].name, (double)x[i], (double)y[i],
                                 (double)want[i]);
        }
    }
}
END_TEST

START_TEST(whole_numbers_wrap_and_agree)
{
    for (size_t n = 1; n <= LENGTHS; n++) {
        int64_t x[LENGTHS], y[LENGTHS], z[LENGTHS], want[LENGTHS];
        for (size_t i = 0; i < n; i++)
            x[i] = (int64_t)(uniform() * 0x1p63), y[i] = (int64_t)(uniform() * 0x1p63);
        for (int op = 0; op <= ZIP_MIN; op++)
            for (int form = 0; form < FORM_COUNT && op != ZIP_DIV; form++) {
                kernels_scalar.i64.zip[op][form](n, x, y, want);
                table(_i)->i64.zip[op][form](n, x, y, z);
                REQUIRE(!memcmp(z, want, n * sizeof *z));
            }
        table(_i)->i64.zip[ZIP_ADD][FORM_ARRAYS](n, x, y, z);
        for (size_t i = 0; i < n; i++)
            REQUIRE(z[i] == (int64_t)((uint64_t)x[i] + (uint64_t)y[i]));
        REQUIRE(table(_i)->i64.sum(n, x) == kernels_scalar.i64.sum(n, x));
        REQUIRE(table(_i)->i64.max(n, x) == x[table(_i)->i64.argmax(n, x)]);
        REQUIRE(table(_i)->i64.argmin(n, x) == kernels_scalar.i64.argmin(n, x));
    }
}
END_TEST

START_TEST(conversions_agree)
{
    for (size_t n = 0; n <= LENGTHS; n++) {
        double d[LENGTHS], back[LENGTHS];
        float f[LENGTHS];
        int64_t i64[LENGTHS];
        for (size_t i = 0; i < n; i++)
            d[i] = uniform(), i64[i] = (int64_t)(uniform() * 0x1p62) - ((int64_t)1 << 61);
        table(_i)->f64_to_f32(n, d, f);
        table(_i)->f32_to_f64(n, f, back);
        for (size_t i = 0; i < n; i++)
            REQUIRE(f[i] == (float)d[i] && back[i] == (double)(float)d[i]);
        table(_i)->i64_to_f32(n, i64, f);
        table(_i)->i64_to_f64(n, i64, back);
        for (size_t i = 0; i < n; i++)
            REQUIRE(f[i] == (float)i64[i] && back[i] == (double)i64[i]);
    }
}
END_TEST

/* --- choosing --- */

START_TEST(every_available_table_can_be_selected)
{
    size_t count;
    const struct kernels *const *all = kernels_available(&count);
    struct err err;
    ck_assert_uint_ge(count, 1);
    ck_assert_str_eq(all[count - 1]->name, "scalar");
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(kernels_select(all[i]->name, &err), 0);
        ck_assert_str_eq(kernels_name(), all[i]->name);
        setenv("JUDGE_SIMD", all[i]->name, 1);
        ck_assert_int_eq(kernels_select(NULL, &err), 0);
        ck_assert_ptr_eq(kernels_get(), all[i]);
    }
    unsetenv("JUDGE_SIMD");
    ck_assert_int_eq(kernels_select(NULL, &err), 0);
    ck_assert_ptr_eq(kernels_get(), all[0]);
}
END_TEST

START_TEST(an_unknown_table_is_refused_by_name)
{
    struct err err;
    ck_assert_int_eq(kernels_select("mmx", &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_ptr_nonnull(strstr(err.text, "\"mmx\""));
    ck_assert_ptr_nonnull(strstr(err.text, "scalar"));
    setenv("JUDGE_SIMD", "sse9", 1);
    ck_assert_int_eq(kernels_select(NULL, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "JUDGE_SIMD"));
}
END_TEST

START_TEST(an_unknown_table_in_the_environment_aborts)
{
    setenv("JUDGE_SIMD", "sse9", 1);
    kernels_get();
}
END_TEST

int main(void)
{
    const struct {
        const char *name;
        const TTest *test;
    } each[] = {
        {"maps", maps_agree_at_every_length_and_address},
        {"maps", maps_agree_on_special_values_in_every_lane},
        {"maps", elementary_functions_are_within_2_5_ulp_of_all_floats},
        {"zips", zips_agree_at_every_length_in_every_form},
        {"zips", zips_agree_on_special_values},
        {"streams", large_outputs_agree},
        {"reductions", reductions_are_exact_in_whole_numbers_and_pass_nan_on},
        {"reductions", sums_of_100003_are_exact_to_1e_6},
        {"reductions", sums_that_cancel_are_exact},
        {"reductions", sums_along_long_axes_agree},
        {"reductions", sums_along_axes_and_transposes_agree},
        {"gemm", products_are_exact_in_whole_numbers},
        {"gemm", batches_are_exact_in_whole_numbers},
        {"gemm", a_product_of_a_batch_is_what_it_is_alone},
        {"rows", rows_agree},
        {"rows", layer_norm_survives_a_common_offset},
        {"rows", cross_entropy_and_its_gradient_agree},
        {"attention", attention_agrees},
        {"training", optimiser_steps_agree},
        {"training", embeddings_agree},
        {"training", dropout_draws_the_same_mask_and_a_fair_one},
        {"threads", threads_change_no_bit},
        {"i64", whole_numbers_wrap_and_agree},
        {"i64", conversions_agree},
    };
    size_t count;
    kernels_available(&count);
    Suite *suite = suite_create("kernels");
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        TCase *tables = tcase_create(each[i].name);
        tcase_set_timeout(tables, 300);
        tcase_add_loop_test(tables, each[i].test, 0, (int)count);
        suite_add_tcase(suite, tables);
    }
    TCase *choice = tcase_create("choice");
    tcase_add_test(choice, every_available_table_can_be_selected);
    tcase_add_test(choice, an_unknown_table_is_refused_by_name);
    tcase_add_test_raise_signal(choice, an_unknown_table_in_the_environment_aborts, SIGABRT);
    suite_add_tcase(suite, choice);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
