/* test_verify_inputs.c - the gate for problems whose inputs come from files of NumPy and from generate.c: a complete
 * one (tests/problems/components) passes, and each fault that is put into a copy of it is found, named and placed. */
#include "judge/verify/verify.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/copy_folder.h"
#include "tests/problem_fixture.h"

static struct install install;
static struct home home;
static struct judging *judging;
static char *folder, *mine; /* of all that a test makes, and the problem in it */
static struct problem *problem;
static struct verification verification;
static struct err err;

static void open_all(void)
{
    folder = fixture_folder();
    mine = xasprintf("%s/components", folder);
    setenv("JUDGE_HOME", folder, 1);
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &home, false, &judging, &err) == 0, "%s", err.text);
    const struct copy_request request = {.from = TEST_ROOT "/tests/problems/components", .to = mine};
    ck_assert_msg(copy_folder(&request, &err) == 0, "%s", err.text);
}

static void close_all(void)
{
    verification_release(&verification);
    problem_free(problem);
    judging_close(judging);
    home_release(&home);
    install_release(&install);
    fixture_remove(folder);
    free(mine);
}

static void put(const char *name, const char *text)
{
    fixture_write(mine, name, text, strlen(text));
}

/* Replaces every `from`, which must occur, in a file of the problem. */
static void edit(const char *name, const char *from, const char *to)
{
    char *path = xasprintf("%s/%s", mine, name), *text = xcalloc(1, 1 << 16), *at = text;
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_gt(fread(text, 1, (1 << 15) - 1, file), 0);
    fclose(file);
    ck_assert_msg(strstr(text, from) != NULL, "'%s' is not in %s", from, name);
    while ((at = strstr(at, from))) {
        memmove(at + strlen(to), at + strlen(from), strlen(at + strlen(from)) + 1);
        memcpy(at, to, strlen(to));
        at += strlen(to);
    }
    put(name, text);
    free(text);
    free(path);
}

static void verify(unsigned parts)
{
    const struct verify_options options = {.parts = parts, .keys = 1};
    ck_assert_msg(problem_load(mine, &problem, &err) == 0, "%s", err.text);
    ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
}

static void expect(enum diagnostic_code code, const char *file, const char *words)
{
    for (int i = 0; i < verification.diagnostics.count; i++) {
        const struct diagnostic *d = &verification.diagnostics.at[i];
        if (d->code == code && strstr(d->file, file) &&
            (strstr(d->text, words) || (d->note && strstr(d->note, words)) || (d->help && strstr(d->help, words))))
            return;
    }
    ck_abort_msg("no %s about %s with '%s', but %s", diagnostic_code_name(code), file, words,
                 verification.diagnostics.count ? verification.diagnostics.at[0].text : "nothing at all");
}

START_TEST(a_sound_problem_with_arrays_and_generate_c_has_no_fault)
{
    verify(VERIFY_ALL & ~(unsigned)VERIFY_REFERENCE);
    ck_assert_msg(verification.diagnostics.count == 0, "%s", verification.diagnostics.at[0].text);
    ck_assert_int_gt(verification.mutants.by_state[VERIFY_FAILS], 10);
    ck_assert_int_eq(verification.column_count, 4);
    ck_assert_str_eq(verification.columns[1].name, "cases");
    ck_assert_int_eq(verification.columns[1].set, SET_HIDDEN);
}
END_TEST

START_TEST(arrays_that_nothing_names_are_told)
{
    put("data/more/old.npy", "");
    put("spare.npz", "");
    verify(VERIFY_INPUTS);
    ck_assert_int_eq(verification.diagnostics.errors, 0);
    expect(P026_UNUSED, "data/more/old.npy", "{\"npy\": \"data/more/old.npy\"}");
    expect(P026_UNUSED, "spare.npz", "\"name\": \"x\"");
    ck_assert_int_eq(verification.diagnostics.warnings, 2);
}
END_TEST

START_TEST(a_generate_c_that_no_group_uses_is_told)
{
    edit("problem.json", "\"generate\": \"make_chains\"",
         "\"args\": {\"edges\": {\"integers\": [0, \"n-1\"]}, \"n\": {\"expr\": \"n\"}}");
    verify(VERIFY_INPUTS);
    expect(P026_UNUSED, "generate.c", "no group uses generate.c");
}
END_TEST

START_TEST(what_generate_c_keeps_between_two_calls_is_found)
{
    edit("generate.c", "struct rng rng = rng_from(seed);",
         "static uint64_t calls; struct rng rng = rng_from(seed + calls++);");
    verify(VERIFY_INPUTS);
    expect(P024_GENERATE_STATE, "generate.c", "make_chains makes other inputs for hidden/components/4");
    ck_assert_int_eq(verification.diagnostics.count, 1);
}
END_TEST

START_TEST(warnings_of_the_compiler_are_told)
{
    edit("generate.c", "*ret_n = n;", "if (*ret_n = n) *ret_n += 0;");
    verify(VERIFY_INPUTS);
    expect(P025_GENERATE_WARNING, "generate.c", "suggest parentheses");
    ck_assert_int_eq(verification.diagnostics.errors, 0);
}
END_TEST

START_TEST(a_generate_c_that_fails_is_one_error)
{
    edit("generate.c", "*ret_n = n;", "abort();");
    verify(VERIFY_ALL);
    expect(P023_GENERATE, "generate.c", "make_chains for group 'chains' (case hidden/components/3): Aborted");
    ck_assert_int_eq(verification.diagnostics.errors, 1);
}
END_TEST

START_TEST(a_wrong_expectation_of_a_literal_case_is_found)
{
    edit("problem.json", "\"expect\": [[0, 1, 2]]", "\"expect\": [[0, 1, 1]]");
    verify(VERIFY_SAMPLES);
    expect(P021_SAMPLE, "problem.json", "hidden/components/2: the expectation is not what the reference computes");
}
END_TEST

static const struct {
    const char *file;
    enum verdict verdict;
} submissions[] = {{"accepted/union_find.c", VERDICT_AC}, {"wrong_answer/one_pass.c", VERDICT_WA}};

/* From the file to the verdict: what students meet. */
START_TEST(submissions_are_judged_on_inputs_of_generate_c)
{
    char *name = xasprintf("submissions/%s", submissions[_i].file), *source;
    size_t size;
    struct judged judged;
    ck_assert_int_eq(problem_load(mine, &problem, &err), 0);
    ck_assert_int_eq(problem_read_file(problem, name, &source, &size, &err), 0);
    const struct judging_request request = {.problem = problem,
                                            .language = language_by_id("c"),
                                            .file_name = name,
                                            .source = source,
                                            .source_size = size,
                                            .sets = (1 << SET_COUNT) - 1};
    ck_assert_msg(judging_run(judging, &request, &judged, &err) == 0, "%s", err.text);
    ck_assert_int_eq(judged.verdict, submissions[_i].verdict);
    ck_assert_int_eq(judged.total, 10);
    ck_assert(judged.cases[1].seed[0] == '\0' && judged.cases[3].seed[0] != '\0'); /* a literal, and a draw */
    ck_assert_uint_eq(judged.cases[3].arguments.count, 0);                         /* hidden inputs stay hidden */
    judged_release(&judged);
    free(source);
    free(name);
}
END_TEST

START_TEST(a_generate_c_that_fails_is_the_judges_error_not_the_students)
{
    static const char source[] = "#include \"problem.h\"\ntensor *components(const tensor *edges, int64_t n)\n"
                                 "{ (void)edges; return tensor_i64(n); }\n";
    struct judged judged;
    edit("generate.c", "*ret_n = n;", "*ret_n = n + 1;");
    ck_assert_int_eq(problem_load(mine, &problem, &err), 0);
    const struct judging_request request = {.problem = problem,
                                            .language = language_by_id("c"),
                                            .file_name = "mine.c",
                                            .source = source,
                                            .source_size = sizeof source - 1,
                                            .sets = (1 << SET_COUNT) - 1};
    ck_assert_int_eq(judging_run(judging, &request, &judged, &err), -1);
    ck_assert_int_eq(judged.verdict, VERDICT_JE);
    ck_assert_msg(strstr(judged.error, "generate.c of problem 'components', make_chains for group 'chains'") &&
                      strstr(judged.error, "but the dimension of that name is"),
                  "%s", judged.error);
    judged_release(&judged);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verify inputs");
    TCase *tc = tcase_create("components");
    tcase_set_timeout(tc, 300);
    tcase_add_checked_fixture(tc, open_all, close_all);
    tcase_add_test(tc, a_sound_problem_with_arrays_and_generate_c_has_no_fault);
    tcase_add_test(tc, arrays_that_nothing_names_are_told);
    tcase_add_test(tc, a_generate_c_that_no_group_uses_is_told);
    tcase_add_test(tc, what_generate_c_keeps_between_two_calls_is_found);
    tcase_add_test(tc, warnings_of_the_compiler_are_told);
    tcase_add_test(tc, a_generate_c_that_fails_is_one_error);
    tcase_add_test(tc, a_wrong_expectation_of_a_literal_case_is_found);
    tcase_add_loop_test(tc, submissions_are_judged_on_inputs_of_generate_c, 0, 2);
    tcase_add_test(tc, a_generate_c_that_fails_is_the_judges_error_not_the_students);
    suite_add_tcase(suite, tc);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
