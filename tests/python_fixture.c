#include "tests/python_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/judging/python.h"

static const char base_class[] = "class Base:\n"
                                 "    def scalar(self, x): return 2 * x\n"
                                 "    def pair(self, x): return x, -x\n"
                                 "    def vector(self, v): return v * 2\n"
                                 "    def matrix(self, m): return m.T\n"
                                 "    def ids(self, v): return v + 1\n"
                                 "    def stats(self, v): return v.mean(), len(v) > 1\n"
                                 "    def text(self, s): return s\n"
                                 "    def words(self, w): return w\n"
                                 "class Solution(Base):\n";

struct python_bench python_bench;

void python_bench_open(const char *seconds)
{
    struct err err = {0};
    setenv("JUDGE_WARM_SECONDS", seconds, 1);
    strcpy(python_bench.folder, "/tmp/judge-python-XXXXXX");
    ck_assert(mkdtemp(python_bench.folder) != NULL);
    setenv("JUDGE_HOME", python_bench.folder, 1);
    ck_assert_msg(install_at(TEST_BUILD, &python_bench.install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&python_bench.home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&python_bench.install, &python_bench.home, false, &python_bench.judging, &err) == 0,
                  "%s", err.text);
    ck_assert_msg(problem_load(TEST_ROOT "/tests/python/results", &python_bench.results, &err) == 0, "%s", err.text);
    ck_assert_msg(problem_load(TEST_ROOT "/tests/python/one", &python_bench.one, &err) == 0, "%s", err.text);
}

void python_bench_close(void)
{
    char *clean = xasprintf("rm -rf %s", python_bench.folder);
    judging_close(python_bench.judging);
    problem_free(python_bench.results);
    problem_free(python_bench.one);
    ck_assert_int_eq(system(clean), 0);
    home_release(&python_bench.home);
    install_release(&python_bench.install);
    free(clean);
    free(python_bench.note);
}

static void take_note(void *context, const char *what)
{
    (void)context;
    free(python_bench.note);
    python_bench.note = xstrdup(what);
}

static struct judged judge_for(const struct problem *problem, const char *source, unsigned sets)
{
    struct err err = {0};
    struct judged judged;
    struct judging_request request = {.problem = problem,
                                      .language = language_by_id("py"),
                                      .file_name = "my work.py",
                                      .source = source,
                                      .source_size = strlen(source),
                                      .sets = sets,
                                      .note = take_note};
    ck_assert_msg(judging_run(python_bench.judging, &request, &judged, &err) == 0, "%s", err.text);
    return judged;
}

struct judged python_judge(const char *source, unsigned sets)
{
    return judge_for(python_bench.one, source, sets);
}

const struct judged_case *python_case(const struct judged *judged, const char *function)
{
    for (int i = 0; i < judged->count; i++)
        if (strcmp(judged->cases[i].function, function) == 0)
            return &judged->cases[i];
    ck_abort_msg("no case of %s", function);
    return NULL;
}

const char *python_words(const struct judged_case *judged_case)
{
    return judged_case->message ? judged_case->message : judged_case->has_diff ? judged_case->diff.what : "";
}

void python_bench_again(void)
{
    struct err err = {0};
    judging_close(python_bench.judging);
    ck_assert_msg(judging_open(&python_bench.install, &python_bench.home, false, &python_bench.judging, &err) == 0,
                  "%s", err.text);
}

void python_check_rows(const char *head, const struct python_row *rows, int count)
{
    for (int i = 0; i < count; i++) {
        char *source = xasprintf("%s\n%s    def %s(self, %s):\n        %s\n", head, base_class, rows[i].function,
                                 rows[i].parameters, rows[i].body);
        struct judged judged = judge_for(python_bench.results, source, 1 << SET_SAMPLE);
        ck_assert_msg(judged.compiled, "%s", judged.messages);
        const struct judged_case *judged_case = python_case(&judged, rows[i].function);
        ck_assert_msg(judged_case->verdict == rows[i].verdict, "%s: %s is judged %s: %s", rows[i].function,
                      rows[i].body, verdict_code(judged_case->verdict), python_words(judged_case));
        if (rows[i].says)
            ck_assert_msg(strstr(python_words(judged_case), rows[i].says) != NULL, "%s: %s: says '%s'",
                          rows[i].function, rows[i].body, python_words(judged_case));
        judged_release(&judged);
        free(source);
    }
}
void python_check_failure(const char *source, enum verdict verdict, const char *sample_says, const char *hidden_says)
{
    struct judged judged = python_judge(source, 1 << SET_SAMPLE | 1 << SET_HIDDEN);
    const struct judged_case *sample = &judged.cases[0], *hidden = &judged.cases[judged.count - 1];
    ck_assert_msg(judged.compiled, "%s", judged.messages);
    ck_assert_msg(sample->verdict == verdict, "%s\nis judged %s: %s", source, verdict_code(sample->verdict),
                  python_words(sample));
    ck_assert_msg(strstr(python_words(sample), sample_says) != NULL, "%s\nsays: %s", source, python_words(sample));
    ck_assert_msg(!strstr(python_words(sample), "harness") && !strstr(python_words(sample), "/guest"), "%s",
                  python_words(sample));
    if (hidden_says)
        ck_assert_msg(strcmp(python_words(hidden), hidden_says) == 0, "%s\nsays of a hidden case: %s", source,
                      python_words(hidden));
    judged_release(&judged);
}

bool python_torch_is_missing(const char *test)
{
    if (python_has(PYTHON_TORCH))
        return false;
    printf("SKIP: %s: PyTorch is missing (python3-torch)\n", test);
    return true;
}

int python_main(Suite *suite)
{
    if (!python_has(PYTHON_NUMPY) || access(PYTHON_INTERPRETER, X_OK) != 0) {
        printf("SKIP: python: python3 or NumPy is missing (python3-numpy)\n");
        return EXIT_SUCCESS;
    }
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
