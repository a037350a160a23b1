/* test_problems.c - every problem that is shipped, through the whole path: each example submission earns its folder's
 * verdict, starters compile and are not accepted, the statement shows the numbers of the first samples.
 *
 * JUDGE_VERIFY_KEYS=n: under n instance keys instead of one (make verify). JUDGE_VERIFY_ONLY=id: one problem. */
#include <ctype.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/judging.h"
#include "tests/check_main.h"

static struct install install;
static struct problem **problems;
static int problem_count;

static char *read_all(const char *path, size_t *ret_size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    char *bytes = malloc(SOURCE_BYTES_MAX + 1);
    *ret_size = fread(bytes, 1, SOURCE_BYTES_MAX, file);
    bytes[*ret_size] = '\0';
    fclose(file);
    return bytes;
}

/* "run_time_error" for "run-time error": the folder that holds submissions of this verdict. */
static void folder_of(enum verdict verdict, char *folder, size_t size)
{
    snprintf(folder, size, "%s", verdict_text(verdict));
    for (char *c = folder; *c; c++)
        *c = isalnum((unsigned char)*c) ? *c : '_';
}

struct bench {
    char home_folder[64];
    struct home home;
    struct judging *judging;
};

static void bench_open(struct bench *bench)
{
    struct err err = {0};
    strcpy(bench->home_folder, "/tmp/judge-problems-XXXXXX");
    ck_assert(mkdtemp(bench->home_folder) != NULL);
    setenv("JUDGE_HOME", bench->home_folder, 1);
    ck_assert_msg(home_open(&bench->home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &bench->home, false, &bench->judging, &err) == 0, "%s", err.text);
}

static void bench_close(struct bench *bench)
{
    char *clean = xasprintf("rm -rf %s", bench->home_folder);
    judging_close(bench->judging);
    home_release(&bench->home);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
}

static struct judged judge_file(struct bench *bench, const struct problem *problem, const char *path)
{
    size_t size;
    char *source = read_all(path, &size);
    struct err err = {0};
    struct judged judged;
    struct judging_request request = {.problem = problem,
                                      .language = language_by_file(path),
                                      .file_name = "solution",
                                      .source = source,
                                      .source_size = size,
                                      .sets = 1 << SET_SAMPLE | 1 << SET_HIDDEN | 1 << SET_FRESH};
    ck_assert_msg(judging_run(bench->judging, &request, &judged, &err) == 0, "%s: %s", path, err.text);
    free(source);
    return judged;
}

/* One line about a case that shows why, for the message of a failing test. */
static const char *why(const struct judged *judged)
{
    static char text[1024];
    text[0] = '\0';
    for (int i = 0; i < judged->count; i++) {
        const struct judged_case *c = &judged->cases[i];
        if (c->verdict == judged->verdict && judged->verdict != VERDICT_AC) {
            snprintf(text, sizeof text, "%s: %s %s", c->name, c->message ? c->message : "", c->has_diff ? c->diff.what : "");
            break;
        }
    }
    return judged->compiled ? text : judged->messages;
}

static int submissions_of(struct bench *bench, const struct problem *problem, enum verdict verdict)
{
    char folder[64], *path;
    int judged_count = 0;
    folder_of(verdict, folder, sizeof folder);
    path = xasprintf("%s/submissions/%s", problem->folder, folder);
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char *file = xasprintf("%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.' && language_by_file(file)) {
            struct judged judged = judge_file(bench, problem, file);
            ck_assert_msg(judged.verdict == verdict, "%s is judged %s: %s", file, verdict_code(judged.verdict), why(&judged));
            judged_release(&judged);
            judged_count++;
        }
        free(file);
    }
    if (dir)
        closedir(dir);
    free(path);
    return judged_count;
}

START_TEST(example_submissions_earn_their_verdicts)
{
    const struct problem *problem = problems[_i];
    const char *keys = getenv("JUDGE_VERIFY_KEYS");
    for (int k = 0; k < (keys ? atoi(keys) : 1); k++) {
        struct bench bench;
        int count[VERDICT_COUNT] = {0};
        bench_open(&bench);
        for (int v = 0; v < VERDICT_JE; v++)
            count[v] = submissions_of(&bench, problem, (enum verdict)v);
        ck_assert_msg(count[VERDICT_AC] >= 2, "%s: fewer than two accepted submissions", problem->id);
        ck_assert_msg(count[VERDICT_WA] >= 5, "%s: fewer than five wrong answers", problem->id);
        bench_close(&bench);
    }
}
END_TEST

START_TEST(starters_compile_and_are_not_accepted)
{
    const struct problem *problem = problems[_i];
    struct bench bench;
    bench_open(&bench);
    for (int l = 0; language_at(l); l++) {
        char *path = xasprintf("%s/starter/%s", problem->folder, language_at(l)->source);
        ck_assert_msg(access(path, R_OK) == 0, "%s is missing", path);
        struct judged judged = judge_file(&bench, problem, path);
        ck_assert_msg(judged.compiled, "%s: %s", path, judged.messages);
        ck_assert_str_eq(judged.messages, "");
        ck_assert_msg(judged.verdict != VERDICT_AC, "%s is accepted", path);
        judged_release(&judged);
        free(path);
    }
    bench_close(&bench);
}
END_TEST

/* Every number of the statement's samples stands in the statement. */
static bool has_number(const char *statement, double number)
{
    for (const char *at = statement; *at;) {
        char *end;
        bool starts = isdigit((unsigned char)*at) && (at == statement || !(isalnum((unsigned char)at[-1]) || at[-1] == '.'));
        if (!starts) {
            at++;
            continue;
        }
        double found = strtod(at, &end);
        if (fabs(found - fabs(number)) < 1e-9 + 0.51e-4 * (fabs(found - round(found)) > 0))
            return true;
        at = end;
    }
    return false;
}

static void expect_in_statement(const struct problem *problem, const char *statement, const struct values *values)
{
    for (size_t v = 0; v < values->count; v++) {
        const struct value *value = &values->at[v];
        if (value->kind == FRAME_STR) {
            ck_assert_msg(strstr(statement, value->text) != NULL, "%s: '%s' is not in the statement", problem->id, value->text);
            continue;
        }
        for (int64_t i = 0; (value_is_float(value) || value_is_integer(value)) && i < value_size(value); i++)
            ck_assert_msg(has_number(statement, value_number(value, i)), "%s: %.6g is not in the statement", problem->id,
                          value_number(value, i));
    }
}

START_TEST(the_statement_shows_what_the_reference_computes)
{
    const struct problem *problem = problems[_i];
    char *statement;
    size_t size;
    struct err err = {0};
    ck_assert_msg(problem_read_file(problem, "statement.md", &statement, &size, &err) == 0, "%s", err.text);
    int shown = 0;
    for (int g = 0; g < problem->group_count; g++) {
        const struct group *group = &problem->groups[g];
        if (group->set != SET_SAMPLE || group->expect.count == 0)
            continue;
        expect_in_statement(problem, statement, &group->expect);
        shown++;
    }
    ck_assert_msg(shown >= problem->function_count, "%s: a function has no sample with an expectation", problem->id);
    free(statement);
}
END_TEST

/* The expectations of the literal samples, written by hand, against the reference. */
START_TEST(the_reference_agrees_with_the_samples)
{
    const struct problem *problem = problems[_i];
    struct bench bench;
    struct err err = {0};
    bench_open(&bench);
    ck_assert_msg(judging_check_samples(bench.judging, problem, &err) == 0, "%s", err.text);
    bench_close(&bench);
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
    tcase_add_loop_test(tcase, the_statement_shows_what_the_reference_computes, 0, problem_count);
    tcase_add_loop_test(tcase, the_reference_agrees_with_the_samples, 0, problem_count);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
