/* test_inputs.c - generate.c of a problem: every type that it can make, the same inputs from the same seeds, and each
 * way in which it can fail, by name. */
#include "judge/judging/inputs.h"

#include <check.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judging/expected.h"
#include "judge/judging/frame.h"
#include "judge/judging/judging.h"
#include "tests/problem_fixture.h"

enum { ALL = 1 << SET_SAMPLE | 1 << SET_HIDDEN | 1 << SET_FRESH };

static const char json[] =
    "{\"schema\":\"judge.problem/1\",\"title\":\"T\",\"difficulty\":\"hard\",\"track\":\"mine\",\"order\":1,"
    "\"decimals\":4,\"limits\":{\"time_ms\":200},\"constructor\":\"(size i64)\",\"functions\":["
    "\"f(x f32[N,M], y f64[N], ids i64[M], scale f64, causal bool, word str, texts str[]) -> f64\","
    "\"g(x f64[N]) -> f64\"],\"groups\":["
    "{\"name\":\"shown\",\"function\":\"f\",\"set\":\"sample\",\"dims\":{\"N\":2,\"M\":3},\"generate\":\"make_f\"},"
    "{\"name\":\"hidden\",\"function\":\"f\",\"set\":\"hidden\",\"cases\":3,\"dims\":{\"N\":[2,5],\"M\":[6,9]},"
    "\"generate\":\"make_f\"},"
    "{\"name\":\"drawn\",\"function\":\"g\",\"set\":\"hidden\",\"cases\":2,\"dims\":{\"N\":[2,5]},"
    "\"constructor\":{\"size\":4},\"args\":{\"x\":{\"normal\":1}}},"
    "{\"name\":\"fresh\",\"function\":\"g\",\"set\":\"fresh\",\"cases\":2,\"dims\":{\"N\":[2,5]},"
    "\"generate\":\"make_g\"}]}";

static const char reference[] =
    "#include \"problem.h\"\n"
    "double f(int64_t size, const tensor *x, const tensor *y, const tensor *ids, double scale, bool causal,\n"
    "         const char *word, strings texts)\n"
    "{ return (double)size + x->f32[0] + y->f64[0] + (double)ids->i64[0] + scale + causal +\n"
    "         (double)strlen(word) + (double)texts.n; }\n"
    "double g(int64_t size, const tensor *x) { return (double)size + x->f64[0]; }\n";

#define MAKE_F(body)                                                                                                   \
    "#include \"generate.h\"\n"                                                                                        \
    "void make_f(uint64_t seed, int64_t N, int64_t M, int64_t *ret_size, tensor **ret_x, tensor **ret_y,\n"            \
    "            tensor **ret_ids, double *ret_scale, bool *ret_causal, char **ret_word, strings *ret_texts)\n"        \
    "{\n"                                                                                                              \
    "    static const char *texts[] = {\"one\", \"zw\\xc3\\xb6lf\"};\n"                                                \
    "    struct rng rng = rng_from(seed);\n"                                                                           \
    "    *ret_size = N * M;\n"                                                                                         \
    "    *ret_x = tensor_f32(N, M), *ret_y = tensor_f64(N), *ret_ids = tensor_i64(M);\n"                               \
    "    rng_fill_normal(&rng, *ret_x, 0, 1), rng_fill_uniform(&rng, *ret_y, 2, 3);\n"                                 \
    "    rng_fill_integers(&rng, *ret_ids, 0, 9);\n"                                                                   \
    "    *ret_scale = rng_unit(&rng), *ret_causal = rng_bits(&rng) & 1;\n"                                             \
    "    *ret_word = strdup(\"h\\xc3\\xa9\"), *ret_texts = (strings){2, texts};\n" body "}\n"
#define MAKE_G                                                                                                         \
    "void make_g(uint64_t seed, int64_t N, int64_t *ret_size, tensor **ret_x)\n"                                       \
    "{ struct rng rng = rng_from(seed); *ret_size = 1; rng_fill_normal(&rng, *ret_x = tensor_f64(N), 0, 1); }\n"

static char *folder;
static struct install install;
static struct home home;
static struct judging *judging;
static struct problem *problem;
static struct err err;

static int load(const char *generate)
{
    char *path = xasprintf("%s/mine", folder);
    if (generate)
        fixture_write(folder, "mine/generate.c", generate, strlen(generate));
    problem_free(problem);
    problem = NULL;
    int failed = problem_load(path, &problem, &err);
    free(path);
    return failed;
}

static void open_all(void)
{
    folder = fixture_folder();
    setenv("JUDGE_HOME", folder, 1);
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &home, false, &judging, &err) == 0, "%s", err.text);
    fixture_problem(folder, "mine", json);
    fixture_write(folder, "mine/reference.c", reference, sizeof reference - 1);
}

static void close_all(void)
{
    judging_close(judging);
    problem_free(problem);
    home_release(&home);
    install_release(&install);
    fixture_remove(folder);
}

static void plan_all(struct case_plan *plan, unsigned sets, const char *source)
{
    const struct digest key = digest_of("key", 3), from = digest_of(source, strlen(source));
    case_plan_init(plan, problem, sets, &key, &from);
}

static int get(unsigned sets, const char *source, struct case_plan *ret_plan, struct expected *ret_expected)
{
    plan_all(ret_plan, sets, source);
    int failed = expected_get(judging_shop(judging), problem, ret_plan, ret_expected, &err);
    if (failed)
        case_plan_release(ret_plan);
    return failed;
}

static void check_f(const struct values *values)
{
    const struct value *at = values->at;
    ck_assert_uint_eq(values->count, 8);
    ck_assert(at[0].kind == FRAME_I64 && at[0].i64 == at[1].shape[0] * at[1].shape[1]);
    ck_assert(at[1].kind == FRAME_TENSOR_F32 && at[1].rank == 2);
    ck_assert(at[2].kind == FRAME_TENSOR_F64 && at[2].shape[0] == at[1].shape[0]);
    ck_assert(at[2].f64s[0] >= 2 && at[2].f64s[0] <= 3);
    ck_assert(at[3].kind == FRAME_TENSOR_I64 && at[3].i64s[0] >= 0 && at[3].i64s[0] <= 9);
    ck_assert(at[4].kind == FRAME_F64 && at[4].f64 >= 0 && at[4].f64 < 1 && at[5].kind == FRAME_BOOL);
    ck_assert_str_eq(at[6].text, "h\xc3\xa9");
    ck_assert(at[7].kind == FRAME_STRINGS && at[7].shape[0] == 2 && strcmp(at[7].texts[1], "zw\xc3\xb6lf") == 0);
}

START_TEST(all_types_are_made_and_the_reference_answers)
{
    struct case_plan plan;
    struct expected expected;
    ck_assert_msg(load(MAKE_F("") MAKE_G) == 0, "%s", err.text);
    ck_assert_msg(get(ALL, "a", &plan, &expected) == 0, "%s", err.text);
    ck_assert_int_eq(plan.count, 8);
    for (int i = 0; i < 4; i++) {
        check_f(&expected.at[i].arguments);
        ck_assert(expected.at[i].want[0].count == 1 && isfinite(expected.at[i].want[0].at[0].f64));
    }
    ck_assert(expected.at[0].arguments.at[1].shape[0] == 2 && expected.at[0].arguments.at[1].shape[1] == 3);
    ck_assert(expected.at[1].arguments.at[1].f32s[0] != expected.at[2].arguments.at[1].f32s[0]);
    ck_assert_int_eq(expected.at[4].arguments.at[0].i64, 4); /* declared */
    ck_assert_int_eq(expected.at[6].arguments.at[0].i64, 1); /* fresh, by generate.c */
    expected_release(&expected);
    case_plan_release(&plan);
}
END_TEST

static struct digest digest_of_inputs(const struct expected *expected)
{
    struct text text = {0};
    for (int i = 0; i < expected->count; i++)
        frame_write_response(&text, &expected->at[i].arguments);
    struct digest digest = digest_of(text.at, text.size);
    text_release(&text);
    return digest;
}

/* The program in the cache is made useless: who still gets the same inputs did not run it. */
static void spoil_generator(void)
{
    char *pattern = xasprintf("%s/generator-*", home.cache);
    glob_t found;
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, 1);
    ck_assert_int_eq(unlink(found.gl_pathv[0]), 0);
    FILE *file = fopen(found.gl_pathv[0], "w");
    ck_assert_ptr_nonnull(file);
    fputs("no program", file);
    fclose(file);
    globfree(&found);
    free(pattern);
}

START_TEST(inputs_are_the_same_each_time_and_kept_in_the_cache)
{
    struct case_plan plan;
    struct expected expected;
    ck_assert_msg(load(MAKE_F("") MAKE_G) == 0, "%s", err.text);
    ck_assert_msg(get(ALL & ~(1 << SET_FRESH), "a", &plan, &expected) == 0, "%s", err.text);
    const struct digest first = digest_of_inputs(&expected);
    expected_release(&expected);
    case_plan_release(&plan);
    spoil_generator();
    ck_assert_msg(get(ALL & ~(1 << SET_FRESH), "b", &plan, &expected) == 0, "%s", err.text);
    const struct digest again = digest_of_inputs(&expected);
    ck_assert_mem_eq(&first, &again, sizeof first);
    expected_release(&expected);
    case_plan_release(&plan);
    ck_assert_int_eq(get(ALL, "b", &plan, &expected), -1); /* fresh ones are made each time */
}
END_TEST

START_TEST(a_recorded_seed_makes_the_same_inputs_again_alone)
{
    struct case_plan plan;
    struct expected expected;
    ck_assert_msg(load(MAKE_F("") MAKE_G) == 0, "%s", err.text);
    ck_assert_msg(get(ALL, "a", &plan, &expected) == 0, "%s", err.text);
    for (int i = 0; i < plan.count; i++) {
        struct input input = {.test_case = &plan.at[i], .attempt = expected.at[i].attempt};
        struct text one = {0}, other = {0};
        ck_assert_msg(inputs_make(judging_shop(judging), problem, &input, 1, &err) == 0, "%s", err.text);
        frame_write_response(&one, &input.values);
        frame_write_response(&other, &expected.at[i].arguments);
        ck_assert(one.size == other.size && memcmp(one.at, other.at, one.size) == 0);
        text_release(&one);
        text_release(&other);
        values_release(&input.values);
    }
    expected_release(&expected);
    case_plan_release(&plan);
}
END_TEST

static const struct {
    const char *body, *words;
} faults[] = {
    {"abort();", "Aborted"},
    {"*(volatile int *)0 = 1;", "Segmentation fault"},
    {"for (volatile int i = 0;; i++);", "it runs longer than allowed"},
    {"exit(0);", "it returned nothing"},
    {"fprintf(stderr, \"no more dice\\n\"), exit(1);", "it ended with an error\nno more dice"},
    {"*ret_x = NULL;", "ret_x was not set"},
    {"*ret_x = tensor_f64(N, M);", "ret_x is a float64 tensor of shape"},
    {"*ret_x = tensor_f32(M, N), rng_fill_normal(&rng, *ret_x, 0, 1);", "dimension 0 of 'x' is "},
    {"*ret_y = tensor_f64(N);", "element 0 of ret_y was never written"},
    {"*ret_y = tensor_f64(N, 1), rng_fill_normal(&rng, *ret_y, 0, 1);",
     "'y' has 2 dimensions, but its type f64[N] has 1"},
    {"*ret_word = strdup(\"\\xff\");", "UTF-8"},
    {"execl(\"/bin/sh\", \"sh\", NULL), exit(1);", "it asked the system for something that is forbidden"},
};

START_TEST(every_fault_of_generate_c_names_problem_group_and_reason)
{
    struct case_plan plan;
    struct expected expected;
    char *source = xasprintf("#include <stdio.h>\n#include <unistd.h>\n" MAKE_F("%s") MAKE_G, faults[_i].body);
    ck_assert_msg(load(source) == 0, "%s", err.text);
    ck_assert_int_eq(get(1 << SET_HIDDEN, "a", &plan, &expected), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_msg(strstr(err.text, "generate.c of problem 'mine', make_f for group 'hidden' (case hidden/f/1): ") &&
                      strstr(err.text, faults[_i].words),
                  "%s", err.text);
    free(source);
}
END_TEST

START_TEST(a_wrong_signature_is_a_compile_error_that_shows_the_right_one)
{
    struct case_plan plan;
    struct expected expected;
    ck_assert_int_eq(load(MAKE_F("") "void make_g(uint64_t seed, tensor **ret_x) { (void)seed, *ret_x = 0; }\n"), 0);
    ck_assert_int_eq(get(1 << SET_HIDDEN, "a", &plan, &expected), -1);
    ck_assert_msg(strstr(err.text, "generate.c of problem 'mine' does not compile") &&
                      strstr(err.text, "conflicting types for") && strstr(err.text, "generate.c:14") &&
                      strstr(err.text, "void make_g(uint64_t seed, int64_t N, int64_t *ret_size, tensor **ret_x)"),
                  "%s", err.text);
    ck_assert_int_eq(load(MAKE_F("")), 0);
    ck_assert_int_eq(get(1 << SET_HIDDEN, "a", &plan, &expected), -1);
    ck_assert_msg(strstr(err.text, "make_g"), "%s", err.text);
}
END_TEST

START_TEST(a_problem_without_the_file_is_refused)
{
    ck_assert_int_eq(load(NULL), -1);
    ck_assert_msg(strstr(err.text,
                         "mine/generate.c' is missing: the group 'shown' needs its void make_f(uint64_t seed, "
                         "int64_t N, int64_t M, int64_t *ret_size, tensor **ret_x, "),
                  "%s", err.text);
}
END_TEST

START_TEST(the_digest_covers_generate_c)
{
    ck_assert_int_eq(load(MAKE_F("") MAKE_G), 0);
    const struct digest before = problem->digest;
    ck_assert_int_eq(load(MAKE_F(" ") MAKE_G), 0);
    ck_assert(memcmp(&before, &problem->digest, sizeof before) != 0);
}
END_TEST

START_TEST(what_a_group_with_generate_c_must_not_say_is_named)
{
    static const struct {
        const char *from, *to, *message;
    } rows[] = {
        {"\"generate\":\"make_g\"}]", "\"generate\":\"make_g\",\"args\":{}}]", "not together with \"generate\""},
        {"\"generate\":\"make_g\"}]", "\"generate\":\"make g\"}]", "the name of a function of generate.c expected"},
        {"\"generate\":\"make_g\"}]", "\"generate\":\"make_f\"}]", "'shown' uses 'make_f' with another function"},
        {"\"dims\":{\"N\":2,\"M\":3}", "\"dims\":{\"M\":3,\"N\":2}", "'shown' uses 'make_f' with another function or"},
        {"\"dims\":{\"N\":2,\"M\":3}", "\"dims\":{\"seed\":3,\"N\":2}", "a dimension 'seed'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = strstr(json, rows[i].from);
        ck_assert_ptr_nonnull(at);
        char *changed = xasprintf("%.*s%s%s", (int)(at - json), json, rows[i].to, at + strlen(rows[i].from));
        fixture_problem(folder, "mine", changed);
        ck_assert_int_eq(load(MAKE_F("") MAKE_G), -1);
        ck_assert_msg(strstr(err.text, rows[i].message) && strstr(err.text, "problem.json:1:"), "%s", err.text);
        free(changed);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("inputs");
    TCase *tc = tcase_create("inputs");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, open_all, close_all);
    tcase_add_test(tc, all_types_are_made_and_the_reference_answers);
    tcase_add_test(tc, inputs_are_the_same_each_time_and_kept_in_the_cache);
    tcase_add_test(tc, a_recorded_seed_makes_the_same_inputs_again_alone);
    tcase_add_loop_test(tc, every_fault_of_generate_c_names_problem_group_and_reason, 0,
                        sizeof faults / sizeof *faults);
    tcase_add_test(tc, a_wrong_signature_is_a_compile_error_that_shows_the_right_one);
    tcase_add_test(tc, a_problem_without_the_file_is_refused);
    tcase_add_test(tc, the_digest_covers_generate_c);
    tcase_add_test(tc, what_a_group_with_generate_c_must_not_say_is_named);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
