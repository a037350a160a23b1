/* test_problems.c - every problem that is shipped, through the whole path: each example submission earns its folder's
 * verdict, starters compile and are not accepted, the statement says what is judged, trivial answers fail. Under one
 * key and without mutants: `make verify` looks closer.
 *
 * JUDGE_VERIFY_ONLY=id: one problem. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/verify/verify.h"
#include "tests/check_main.h"

static struct install install;
static struct problem **problems;
static int problem_count;

static struct judging *open_judging(struct home *home, char folder[64])
{
    struct err err = {0};
    struct judging *judging;
    strcpy(folder, "/tmp/judge-problems-XXXXXX");
    ck_assert(mkdtemp(folder) != NULL);
    setenv("JUDGE_HOME", folder, 1);
    ck_assert_msg(home_open(home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, home, false, &judging, &err) == 0, "%s", err.text);
    return judging;
}

/* Verifies these parts of the problem, and fails with the diagnostics when there are any. */
static void expect_no_fault(const struct problem *problem, unsigned parts)
{
    char folder[64];
    struct home home;
    struct judging *judging = open_judging(&home, folder);
    const struct verify_options options = {.parts = parts, .keys = 1};
    struct verification verification;
    struct err err = {0};
    struct ui ui = {.unicode = true, .width = 100};
    struct text text = {0};
    ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
    diagnostics_text(&verification.diagnostics, &ui, &text);
    for (int i = 0; i < verification.submission_count; i++) {
        if (verification.submissions[i].skipped)
            printf("SKIP: %s, %s: a package is missing\n", problem->id, verification.submissions[i].name);
    }
    judging_close(judging);
    home_release(&home);
    char *clean = xasprintf("rm -rf %s", folder);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
    ck_assert_msg(verification.diagnostics.errors == 0, "%s\n%s", problem->id, text.at);
    text_release(&text);
    verification_release(&verification);
}

START_TEST(example_submissions_earn_their_verdicts)
{
    expect_no_fault(problems[_i], VERIFY_SUBMISSIONS);
}
END_TEST

START_TEST(starters_compile_and_are_not_accepted)
{
    expect_no_fault(problems[_i], VERIFY_STARTERS);
}
END_TEST

START_TEST(the_statement_says_what_is_judged)
{
    expect_no_fault(problems[_i], VERIFY_STATEMENT | VERIFY_SAMPLES);
}
END_TEST

START_TEST(trivial_answers_fail)
{
    expect_no_fault(problems[_i], VERIFY_TRIVIAL);
}
END_TEST

int main(void)
{
    struct err err = {0};
    char *bad = NULL;
    setenv("JUDGE_WARM_SECONDS", "0", 0); /* interpreters of our own: nothing stays behind */
    if (install_at(TEST_BUILD, &install, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    struct problem_path path;
    problem_path_init(&path, install.problems);
    if (problem_list(&path, &problems, &problem_count, &bad, &err) || problem_count == 0 || (bad && *bad)) {
        fprintf(stderr, "%s%s\n", err.text, bad ? bad : "");
        return EXIT_FAILURE;
    }
    problem_path_release(&path);
    const char *only = getenv("JUDGE_VERIFY_ONLY");
    for (int i = 0; only && i < problem_count; i++) {
        if (strcmp(problems[i]->id, only) == 0) {
            problems[0] = problems[i];
            problem_count = 1;
        }
    }
    Suite *suite = suite_create("problems");
    TCase *tcase = tcase_create("problems");
    tcase_set_timeout(tcase, 600);
    tcase_add_loop_test(tcase, example_submissions_earn_their_verdicts, 0, problem_count);
    tcase_add_loop_test(tcase, starters_compile_and_are_not_accepted, 0, problem_count);
    tcase_add_loop_test(tcase, the_statement_says_what_is_judged, 0, problem_count);
    tcase_add_loop_test(tcase, trivial_answers_fail, 0, problem_count);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
