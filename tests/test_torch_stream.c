/* The generator's inner loops, which are compiled with and without the fused multiply-add instruction: the same bits.
 * The source is included since nothing outside of it may choose between the two. */
#include "sandbox/guest/torch_stream.c"

#include <check.h>

enum { SIZE = 1 << 20 };

static float uniforms[SIZE], some[SIZE], others[SIZE];

#ifdef __x86_64__
static bool have_fma(void)
{
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return true;
    printf("SKIP: torch_stream: this processor has no fused multiply-add to compare with\n");
    return false;
}

START_TEST(normals_do_not_depend_on_the_instruction)
{
    if (!have_fma())
        return;
    torch_manual_seed(0);
    torch_stream_uniform_f32(uniforms, SIZE, 0, 1);
    for (int k = 0; k < BLOCK; k++) { /* the ends of the range */
        uniforms[k] = k % 2 ? 0x0.ffffffp0f : 0;
        uniforms[BLOCK + k] = k & 8 ? 0x0.ffffffp0f : 0;
    }
    memcpy(some, uniforms, sizeof some);
    memcpy(others, uniforms, sizeof others);
    normal_any(some, SIZE / BLOCK, 2.5f, 0.3f);
    normal_fma(others, SIZE / BLOCK, 2.5f, 0.3f);
    ck_assert_mem_eq(some, others, sizeof some);
}
END_TEST

START_TEST(uniforms_do_not_depend_on_the_instruction)
{
    if (!have_fma())
        return;
    torch_manual_seed(0);
    make_words();
    uniform_any(some, rng.word, WORDS, -0.3f, 1.7f);
    uniform_fma(others, rng.word, WORDS, -0.3f, 1.7f);
    ck_assert_mem_eq(some, others, WORDS * sizeof *some);
}
END_TEST
#endif

START_TEST(normals_are_within_3_millionths_of_exact_ones)
{
    torch_manual_seed(0);
    torch_stream_uniform_f32(uniforms, SIZE, 0, 1);
    memcpy(some, uniforms, sizeof some);
    loops()->normal(some, SIZE / BLOCK, 0, 1);
    double worst = 0;
    for (int i = 0; i < SIZE; i++) {
        const int j = i & ~8; /* the first of the pair */
        const double radius = sqrt(-2 * log(1 - (double)uniforms[j])), angle = 2 * M_PI * uniforms[j + 8];
        worst = fmax(worst, fabs(some[i] - radius * (i & 8 ? sin(angle) : cos(angle))));
    }
    ck_assert_msg(worst < 3e-6, "off by %g", worst);
}
END_TEST

START_TEST(a_fill_is_the_same_in_pieces)
{
    torch_manual_seed(7);
    torch_stream_uniform_f32(some, 5000, -1, 2);
    torch_manual_seed(7);
    for (int64_t start = 0, piece = 1; start < 5000; start += piece, piece = piece * 2 % 1009)
        torch_stream_uniform_f32(others + start, piece < 5000 - start ? piece : 5000 - start, -1, 2);
    ck_assert_mem_eq(some, others, 5000 * sizeof *some);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("torch_stream");
    TCase *tc = tcase_create("loops");
#ifdef __x86_64__
    tcase_add_test(tc, normals_do_not_depend_on_the_instruction);
    tcase_add_test(tc, uniforms_do_not_depend_on_the_instruction);
#endif
    tcase_add_test(tc, normals_are_within_3_millionths_of_exact_ones);
    tcase_add_test(tc, a_fill_is_the_same_in_pieces);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
