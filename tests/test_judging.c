/* test_judging.c - the path of one submission: each way in which a program can end has its verdict and its words, and
 * the judge's own faults are never the submission's. */
#include "judge/judging/judging.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/check_main.h"

enum { ALL = 1 << SET_SAMPLE | 1 << SET_HIDDEN | 1 << SET_FRESH };

static char folder[64];
static struct install install;
static struct home home;
static struct judging *judging;
static struct problem *problem;
static struct judged judged;
static struct err err;

static void open_at(const char *problems, const char *id)
{
    strcpy(folder, "/tmp/judge-judging-XXXXXX");
    ck_assert(mkdtemp(folder) != NULL);
    setenv("JUDGE_HOME", folder, 1);
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &home, false, &judging, &err) == 0, "%s", err.text);
    char *path = xasprintf("%s/%s", problems ? problems : install.problems, id);
    ck_assert_msg(problem_load(path, &problem, &err) == 0, "%s", err.text);
    free(path);
}

static void close_all(void)
{
    char *clean = xasprintf("rm -rf %s", folder);
    judged_release(&judged);
    judging_close(judging);
    problem_free(problem);
    home_release(&home);
    install_release(&install);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
}

static int judge_it(const char *language, const char *source, unsigned sets)
{
    struct judging_request request = {.problem = problem,
                                      .language = language_by_id(language),
                                      .file_name = "mine.c",
                                      .source = source,
                                      .source_size = strlen(source),
                                      .sets = sets};
    judged_release(&judged);
    return judging_run(judging, &request, &judged, &err);
}

#define RIGHT                                                                                                          \
    "#include \"problem.h\"\n"                                                                                         \
    "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)\n"                                  \
    "{ double x = (double)guess; while (iterations-- > 0) x -= learning_rate * 2 * x; return x; }\n"
#define BODY(body)                                                                                                     \
    "#include \"problem.h\"\n#include <stdio.h>\n#include <unistd.h>\n#include <signal.h>\n"                           \
    "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)\n{ " body " }\n"

static const struct {
    const char *source;
    enum verdict verdict;
    const char *words; /* in the message of the first case, or in the compiler's */
} ends[] = {
    {RIGHT, VERDICT_AC, ""},
    {RIGHT "int main(void) { return 1; }\n", VERDICT_AC, ""},
    {BODY("return NAN;"), VERDICT_WA, "NaN"},
    {BODY("return guess;"), VERDICT_WA, "too far"},
    {BODY("exit(0);"), VERDICT_RTE, "before the function returned"},
    {BODY("exit(3);"), VERDICT_RTE, "exit code 3"},
    {BODY("_exit(0);"), VERDICT_RTE, "before the function returned"},
    {BODY("return *(volatile int *)0;"), VERDICT_RTE, "Segmentation fault"},
    {BODY("volatile int none = 0; return 10 / none;"), VERDICT_RTE, "a whole number was divided by 0?"},
    {BODY("return guess + (iterations > -1 ? get_minimizer(iterations + 1, learning_rate, guess) : 0) / 2;"),
     VERDICT_RTE, "recursion without end"},
    {BODY("abort();"), VERDICT_RTE, "Aborted"},
    {BODY("raise(SIGKILL); return 0;"), VERDICT_RTE, ""},
    {BODY("write(3, \"0.5\", 3); return 1;"), VERDICT_RTE, "something else"},
    {BODY("rewind(stdin); int c = getchar(), n = 0; if (c == EOF && scanf(\"%d\", &n) == EOF) abort(); return 1;"),
     VERDICT_RTE, "Aborted"},
    {BODY("for (;;) ;"), VERDICT_TLE, "1000 ms"},
    {BODY("volatile int64_t i = 0; while (i < 20) { sleep(1); i++; } return 0;"), VERDICT_TLE, "sleeping"},
    {BODY("for (;;) printf(\"%0999d\\n\", 1);"), VERDICT_OLE, "more than"},
    {BODY("char *p = malloc(600 << 20); if (p) memset(p, 1, 600 << 20); return p ? p[5] : 0;"), VERDICT_MLE, "memory"},
    {BODY("static volatile char big[700 << 20]; for (size_t i = 0; i < sizeof big; i += 4096) big[i] = 1; return 0;"),
     VERDICT_MLE, "memory"},
    {BODY("return fork();"), VERDICT_SV, "must not do"},
    {BODY("execl(\"/bin/sh\", \"sh\", NULL); return 0;"), VERDICT_SV, "must not do"},
    {BODY("FILE *f = fopen(\"/etc/passwd\", \"r\"); return f != NULL;"), VERDICT_SV, "must not do"},
    {BODY("kill(getppid(), SIGKILL); return 0;"), VERDICT_SV, "must not do"},
    {"", VERDICT_CE, ""},
    {"int x\n", VERDICT_CE, "mine.c:1"},
    {"#include \"problem.h\"\nfloat get_minimizer(int a, float b, int c) { return 0; }\n", VERDICT_CE,
     "double(int64_t,  double,  int64_t)"},
    {"#include \"problem.h\"\n", VERDICT_CE, "the function 'get_minimizer' is missing"},
    {"int get_minimizer(int iterations, float learning_rate, int guess)\n{ return guess; }\n", VERDICT_CE,
     "mine.c:1:5: error: conflicting types for 'get_minimizer'"},
    {"double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)\n"
     "{ double x = (double)guess; while (iterations-- > 0) x -= learning_rate * 2 * x; return x; }\n",
     VERDICT_AC, ""},
    {"#include \"/etc/shadow\"\n", VERDICT_CE, "/etc/shadow"},
};

START_TEST(every_end_has_its_verdict_and_its_words)
{
    open_at(NULL, "gradient-descent");
    const char *source = ends[_i].source[0] ? ends[_i].source : "\0\0\0";
    ck_assert_msg(judge_it("c", source[0] ? source : "\x01", ALL) == 0, "%s", err.text);
    const char *message = judged.compiled
                              ? judged.cases[0].message ? judged.cases[0].message : judged.cases[0].diff.what
                              : judged.messages;
    ck_assert_msg(judged.verdict == ends[_i].verdict, "%s\n%s: %s", ends[_i].source, verdict_code(judged.verdict),
                  message);
    ck_assert_msg(strstr(message, ends[_i].words) != NULL, "%s\n%s", ends[_i].source, message);
    ck_assert((judged.verdict == VERDICT_AC) == (judged.score == 100));
    /* And the next, good one is not touched by what came before. */
    ck_assert_int_eq(judge_it("c", RIGHT, ALL), 0);
    ck_assert_int_eq(judged.verdict, VERDICT_AC);
    close_all();
}
END_TEST

START_TEST(hidden_inputs_are_not_kept_and_seeds_are)
{
    open_at(NULL, "gradient-descent");
    ck_assert_int_eq(judge_it("c", BODY("printf(\"debug\"); return guess;"), ALL), 0);
    int hidden = 0, fresh = 0;
    for (int i = 0; i < judged.count; i++) {
        const struct judged_case *c = &judged.cases[i];
        hidden += c->set == SET_HIDDEN;
        fresh += c->set == SET_FRESH;
        if (c->set == SET_SAMPLE) {
            ck_assert_uint_eq(c->arguments.count, 3);
            ck_assert_str_eq(c->output, "debug");
        } else {
            ck_assert_uint_eq(c->arguments.count + c->got.count + c->want.count, 0);
            ck_assert(c->output == NULL);
            ck_assert_uint_ge(strlen(c->seed), 66);
        }
    }
    ck_assert(hidden > 3 && fresh > 1);
    close_all();
}
END_TEST

START_TEST(the_same_source_meets_the_same_inputs_and_another_one_other_fresh_ones)
{
    char seeds[3][64][DIGEST_HEX + 8];
    static const char *const sources[3] = {RIGHT, RIGHT, RIGHT "\n"};
    open_at(NULL, "gradient-descent");
    for (int s = 0; s < 3; s++) {
        ck_assert_int_eq(judge_it("c", sources[s], ALL), 0);
        for (int i = 0; i < judged.count; i++)
            strcpy(seeds[s][i], judged.cases[i].seed);
    }
    for (int i = 0; i < judged.count; i++) {
        ck_assert_str_eq(seeds[0][i], seeds[1][i]);
        ck_assert((strcmp(seeds[0][i], seeds[2][i]) != 0) == (judged.cases[i].set == SET_FRESH));
    }
    close_all();
}
END_TEST

/* --- counterexamples ------------------------------------------------------ */

/* Right on all samples. */
#define WRONG_WHERE(condition, what)                                                                                   \
    BODY("double x = (double)guess; int64_t n = iterations; while (n-- > 0) x -= learning_rate * 2 * x;"               \
         " if (" condition ") { " what " } return x;")

static void search_with(const char *source, bool wanted, bool keep_hidden)
{
    struct judging_request request = {.problem = problem,
                                      .language = language_by_id("c"),
                                      .file_name = "mine.c",
                                      .source = source,
                                      .source_size = strlen(source),
                                      .sets = ALL,
                                      .keep_hidden = keep_hidden,
                                      .counterexample = wanted};
    judged_release(&judged);
    ck_assert_msg(judging_run(judging, &request, &judged, &err) == 0, "%s", err.text);
}

START_TEST(a_hidden_failure_is_explained_by_a_small_case)
{
    static const char source[] = WRONG_WHERE("iterations > 4", "x += 1;");
    open_at(NULL, "gradient-descent");
    search_with(source, true, false);
    ck_assert_int_eq(judged.verdict, VERDICT_WA);
    const struct judged_case *found = judged.counterexample;
    ck_assert(found != NULL);
    ck_assert_str_ne(found->group->name, "many-small-steps"); /* which fail as well, but are larger */
    ck_assert_int_eq(found->verdict, VERDICT_WA);
    ck_assert_uint_eq(found->arguments.count, 3);
    const int64_t iterations = found->arguments.at[0].i64, guess = found->arguments.at[2].i64;
    const double rate = found->arguments.at[1].f64;
    ck_assert_msg(iterations > 4 && iterations <= 12, "%lld", (long long)iterations);
    ck_assert(rate >= 0.01 && rate <= 0.12 && fabs(rate * 1000 - nearbyint(rate * 1000)) < 1e-9);
    ck_assert((guess >= 2 && guess <= 11) || (guess >= -11 && guess <= -2));
    double right = (double)guess;
    for (int64_t i = 0; i < iterations; i++)
        right -= rate * 2 * right;
    ck_assert_double_eq_tol(found->want.at[0].f64, right, 1e-9);
    ck_assert_double_eq_tol(found->got.at[0].f64, right + 1, 1e-9);
    ck_assert(found->has_diff && found->diff.class == DIFF_VALUES);
    close_all();
}
END_TEST

START_TEST(a_counterexample_counts_for_nothing_and_is_always_the_same)
{
    static const char source[] = WRONG_WHERE("iterations > 4", "x += 1;");
    open_at(NULL, "gradient-descent");
    search_with(source, false, false);
    ck_assert(judged.counterexample == NULL);
    const double score = judged.score;
    const int passed = judged.passed, count = judged.count;
    int64_t iterations = 0;
    for (int again = 0; again < 2; again++) {
        search_with(source, true, false);
        ck_assert(judged.counterexample != NULL);
        ck_assert_double_eq(judged.score, score);
        ck_assert(judged.passed == passed && judged.count == count && judged.total == count);
        ck_assert(again == 0 || judged.counterexample->arguments.at[0].i64 == iterations);
        iterations = judged.counterexample->arguments.at[0].i64;
    }
    search_with(RIGHT, true, false);
    ck_assert(judged.verdict == VERDICT_AC && judged.counterexample == NULL);
    search_with(WRONG_WHERE("iterations == 2", "x += 1;"), true, false); /* a sample tells already */
    ck_assert(judged.verdict == VERDICT_WA && judged.counterexample == NULL);
    close_all();
}
END_TEST

/* The seeds are others: no hidden or fresh case has its inputs. */
START_TEST(a_counterexample_is_none_of_the_hidden_cases)
{
    open_at(NULL, "gradient-descent");
    search_with(WRONG_WHERE("iterations > 4", "x += 1;"), true, true);
    const struct values *shown = &judged.counterexample->arguments;
    for (int i = 0; i < judged.count; i++) {
        const struct values *hidden = &judged.cases[i].arguments;
        ck_assert(hidden->at[0].i64 != shown->at[0].i64 || hidden->at[1].f64 != shown->at[1].f64 ||
                  hidden->at[2].i64 != shown->at[2].i64);
    }
    close_all();
}
END_TEST

START_TEST(crashes_and_endless_loops_are_explained_too)
{
    open_at(NULL, "gradient-descent");
    search_with(WRONG_WHERE("learning_rate > 0.5", "fputs(\"here\", stderr); abort();"), true, false);
    ck_assert(judged.counterexample != NULL);
    ck_assert_int_eq(judged.counterexample->verdict, VERDICT_RTE);
    ck_assert_str_eq(judged.counterexample->output, "here");
    ck_assert_double_gt(judged.counterexample->arguments.at[1].f64, 0.5);
    search_with(WRONG_WHERE("learning_rate > 0.5", "for (;;) ;"), true, false);
    ck_assert(judged.counterexample != NULL);
    ck_assert_int_eq(judged.counterexample->verdict, VERDICT_TLE);
    search_with(WRONG_WHERE("learning_rate > 0.5", "x = fork();"), true, false);
    ck_assert(judged.verdict == VERDICT_SV && judged.counterexample == NULL);
    close_all();
}
END_TEST

START_TEST(test_runs_samples_alone)
{
    open_at(NULL, "gradient-descent");
    ck_assert_int_eq(judge_it("c", RIGHT, 1 << SET_SAMPLE), 0);
    ck_assert_int_gt(judged.count, 0);
    for (int i = 0; i < judged.count; i++)
        ck_assert_int_eq(judged.cases[i].set, SET_SAMPLE);
    close_all();
}
END_TEST

START_TEST(cpp_has_the_same_headers)
{
    open_at(NULL, "gradient-descent");
    ck_assert_int_eq(judge_it("cpp", RIGHT, ALL), 0);
    ck_assert_msg(judged.verdict == VERDICT_AC, "%s", judged.messages);
    ck_assert_int_eq(judge_it("cpp", "#include \"problem.h\"\ndouble get_minimizer(int a) { return a; }\n", ALL), 0);
    ck_assert_int_eq(judged.verdict, VERDICT_CE);
    ck_assert_msg(strstr(judged.messages, "mine.c:2: error: the function 'get_minimizer' is there, but with other "
                                          "parameters; the problem asks for\n    double get_minimizer(int64_t"),
                  "%s", judged.messages);
    close_all();
}
END_TEST

static const struct {
    const char *language, *source, *sample, *hidden;
} last_words[] = {
    {"cpp",
     "#include \"problem.h\"\n#include <stdexcept>\n#include <string>\ndouble get_minimizer(int64_t n, double, "
     "int64_t)\n"
     "{ throw std::out_of_range(\"row \" + std::to_string(n)); }\n",
     "the program threw std::out_of_range, and nothing caught it: row ", "the program crashed: Aborted"},
    {"cpp", "#include \"problem.h\"\ndouble get_minimizer(int64_t, double, int64_t) { throw 5; }\n",
     "the program threw int, and nothing caught it", "the program crashed: Aborted"},
    {"c",
     "#include <assert.h>\n" BODY("printf(\"x\\n\"); fflush(stdout); assert(guess == iterations + 12345); return 1;"),
     "the program crashed: Aborted; its last line was: mine.c:7: get_minimizer: Assertion `guess == iterations + "
     "12345' "
     "failed.",
     "the program crashed: Aborted"},
    {"c", BODY("abort();"), "the program crashed: Aborted", "the program crashed: Aborted"},
    {"c", BODY("fprintf(stderr, \"terminate called after throwing an instance of '\"); abort();"),
     "the program crashed: Aborted; its last line was: terminate called", "the program crashed: Aborted"},
};

static const struct {
    const char *language, *body, *warning; /* NULL: none */
} warnings[] = {
    {"c", "int unused, set = 3; set = 4; if (guess) learning_rate = 1; guess = 2; return guess;", NULL},
    {"c", "\n    if (guess)\n        guess = 1;\n        iterations = 2;\n    return iterations;", NULL},
    {"cpp", "unsigned n = sizeof guess; for (int i = 0; i < n; i++) guess++; return guess;", NULL},
    {"c", "return abs(learning_rate);", "-Wabsolute-value"},
    {"c", "double sum; for (int i = 0; i < iterations; i++) sum += i; return sum;", "uninitialized"},
    {"c", "if (guess == 3); { guess = 2; } return guess;", "-Wempty-body"},
    {"cpp", "if (guess = 3) { guess = 2; } return guess;", "-Wparentheses"},
    {"c", "guess == 3; return guess;", "-Wunused-value"},
    {"c", "if (guess) return guess;", "-Wreturn-type"},
};

START_TEST(only_what_predicts_a_wrong_result_is_warned_of)
{
    open_at(NULL, "gradient-descent");
    char *source = xasprintf("%s%s }\n",
                             "#include \"problem.h\"\n"
                             "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)\n{ ",
                             warnings[_i].body);
    ck_assert_msg(judge_it(warnings[_i].language, source, 1 << SET_SAMPLE) == 0, "%s", err.text);
    if (warnings[_i].warning)
        ck_assert_msg(strstr(judged.messages, warnings[_i].warning) != NULL, "%s: %s", source, judged.messages);
    else
        ck_assert_str_eq(judged.messages, "");
    free(source);
    close_all();
}
END_TEST

START_TEST(why_a_program_aborted_is_told_of_samples_alone)
{
    open_at(NULL, "gradient-descent");
    ck_assert_msg(judge_it(last_words[_i].language, last_words[_i].source, ALL) == 0, "%s", err.text);
    ck_assert_msg(judged.verdict == VERDICT_RTE, "%s", judged.messages);
    for (int i = 0; i < judged.count; i++) {
        const char *said = judged.cases[i].message;
        if (judged.cases[i].set == SET_SAMPLE)
            ck_assert_msg(strncmp(said, last_words[_i].sample, strlen(last_words[_i].sample)) == 0, "%s", said);
        else
            ck_assert_str_eq(said, last_words[_i].hidden);
    }
    close_all();
}
END_TEST

#define PREDICTION(body)                                                                                               \
    "#include \"problem.h\"\n"                                                                                         \
    "tensor *get_model_prediction(const tensor *X, const tensor *weights)\n"                                           \
    "{ int64_t n = X->shape[0]; tensor *y = tensor_f64(n, 1); int64_t over = 0; double more = 0; " body                \
    " for (int64_t i = 0; i < n + over; i++) { double sum = more;\n"                                                   \
    " for (int k = 0; k < 3 && i < n; k++) sum += X->f64[3 * i + k] * weights->f64[k]; y->f64[i] = sum; } return y; "  \
    "}\n"                                                                                                              \
    "double get_error(const tensor *p, const tensor *t)\n"                                                             \
    "{ double sum = 0; for (int64_t i = 0; i < tensor_size(t); i++) sum += pow(p->f64[i] - t->f64[i], 2);\n"           \
    " return sum / (double)tensor_size(t); }\n"

/* Given back in an order that has nothing to do with the one in which they were made; each must still be known. */
#define MANY(body)                                                                                                     \
    PREDICTION("static tensor *t[60000]; for (int i = 0; i < 60000; i++) { t[i] = tensor_i64(i % 3); }" body           \
               "for (int i = 0; i < 60000; i++) { tensor_free(t[(i * 7919LL + 5) % 60000]); }")

static const struct {
    const char *source;
    enum verdict verdict;
    const char *words;
} ends_of_tensors[] = {
    {PREDICTION(""), VERDICT_AC, ""},
    {PREDICTION("over = 1;"), VERDICT_RTE, "behind the end of a tensor of shape ("},
    {PREDICTION("more = X->f64[n * 3];"), VERDICT_WA, "never"},
    {PREDICTION("((tensor *)X)->f64[n * 3] = 0;"), VERDICT_RTE, "behind the end of a tensor of shape ("},
    {PREDICTION("tensor *t = tensor_f32(2); t->f32[2] = 0; tensor_free(t);"), VERDICT_RTE,
     "behind the end of a tensor of shape (2): its elements are ->f32[0] to [1]"},
    {PREDICTION("tensor *t[9]; for (int i = 0; i < 9; i++) { t[i] = tensor_i64(i); } tensor_free(t[3]);"
                "for (int i = 0; i < 9; i++) { if (i != 3) tensor_free(t[i]); }"),
     VERDICT_AC, ""},
    {PREDICTION("y->data = malloc((size_t)n * 8);"), VERDICT_AC, ""},
    {MANY(""), VERDICT_AC, ""},
    {MANY("t[44444]->i64[2] = 0;"), VERDICT_RTE,
     "behind the end of a tensor of shape (2): its elements are ->i64[0] to [1]"},
    {MANY("free(t[7]->data); t[7]->data = malloc(8); free(t[8]->data); t[8] = tensor_i64(2);"), VERDICT_AC, ""},
};

START_TEST(what_is_written_behind_the_end_of_a_tensor_is_found)
{
    static const char *const languages[] = {"c", "cpp"};
    open_at(NULL, "linear-regression");
    for (size_t l = 0; l < sizeof languages / sizeof *languages; l++) {
        ck_assert_msg(judge_it(languages[l], ends_of_tensors[_i].source, ALL) == 0, "%s", err.text);
        const struct judged_case *first = judged.cases;
        const char *message = !judged.compiled ? judged.messages : first->message ? first->message : first->diff.what;
        ck_assert_msg(judged.verdict == ends_of_tensors[_i].verdict && strstr(message, ends_of_tensors[_i].words),
                      "%s\n%s: %s", ends_of_tensors[_i].source, verdict_code(judged.verdict), message);
        for (int i = 0; i < judged.count; i++) /* a shape can tell of a hidden input */
            ck_assert(judged.cases[i].set == SET_SAMPLE || !judged.cases[i].message ||
                      !strchr(judged.cases[i].message, '('));
    }
    close_all();
}
END_TEST

/* A problem of the test's own, outside the repository. */
static void write_problem(const char *at, const char *signature, const char *expect, const char *reference)
{
    char *path = xasprintf("mkdir -p %s/twice", at), *json = xasprintf("%s/twice/problem.json", at),
         *c = xasprintf("%s/twice/reference.c", at);
    ck_assert_int_eq(system(path), 0);
    FILE *file = fopen(json, "w");
    const int name = (int)strcspn(signature, "(");
    fprintf(file,
            "{\"schema\":\"judge.problem/"
            "1\",\"title\":\"Twice\",\"difficulty\":\"easy\",\"track\":\"foundations\",\"order\":1,"
            "\"decimals\":4,\"limits\":{\"time_ms\":500,\"memory_mib\":64,\"output_mib\":1},"
            "\"functions\":[\"%s\"],"
            "\"samples\":[{\"function\":\"%.*s\",\"args\":{\"x\":3},\"expect\":[%s]}],"
            "\"groups\":[{\"name\":\"any\",\"function\":\"%.*s\",\"set\":\"hidden\",\"cases\":3,\"weight\":1,\"args\":{"
            "\"x\":{\"normal\":3}}}]}",
            signature, name, signature, expect, name, signature);
    fclose(file);
    file = fopen(c, "w");
    fputs(reference, file);
    fclose(file);
    free(path);
    free(json);
    free(c);
}

#define TWICE "#include \"problem.h\"\ndouble twice(double x) { return 2 * x; }\n"

START_TEST(a_changed_problem_never_meets_an_old_answer)
{
    char at[] = "/tmp/judge-problem-XXXXXX";
    ck_assert(mkdtemp(at) != NULL);
    write_problem(at, "twice(x f64) -> f64", "6", TWICE);
    open_at(at, "twice");
    ck_assert_int_eq(judge_it("c", TWICE, ALL), 0);
    ck_assert_int_eq(judged.verdict, VERDICT_AC);
    write_problem(at, "twice(x f64) -> f64", "6", "#include \"problem.h\"\ndouble twice(double x) { return 3 * x; }\n");
    problem_free(problem);
    char *path = xasprintf("%s/twice", at);
    ck_assert_int_eq(problem_load(path, &problem, &err), 0);
    free(path);
    ck_assert_int_eq(judge_it("c", TWICE, ALL), 0);
    ck_assert_int_eq(judged.verdict, VERDICT_WA);
    ck_assert_int_eq(judging_check_samples(judging, problem, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    close_all();
    char *clean = xasprintf("rm -rf %s", at);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
}
END_TEST

#define MOMENTS "#include \"problem.h\"\nvoid moments(double x, double *mean, int64_t *count)\n"

static const struct {
    const char *source;
    enum verdict verdict;
    const char *words;
} moments[] = {
    {MOMENTS "{ *mean = x; *count = 1; }\n", VERDICT_AC, ""},
    {MOMENTS "{ *mean = x; }\n", VERDICT_WA, "never written"},
    {MOMENTS "{ *count = 1; *mean += x; }\n", VERDICT_WA, "never written"},
};

START_TEST(a_number_that_a_pointer_should_have_got_is_never_written)
{
    char at[] = "/tmp/judge-problem-XXXXXX";
    ck_assert(mkdtemp(at) != NULL);
    write_problem(at, "moments(x f64) -> (mean f64, count i64)", "3, 1", moments[0].source);
    open_at(at, "twice");
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        ck_assert_msg(judge_it("c", moments[i].source, ALL) == 0, "%s", err.text);
        ck_assert_msg(judged.verdict == moments[i].verdict && strstr(judged.cases[0].diff.what, moments[i].words),
                      "%s%s", moments[i].source, judged.cases[0].diff.what);
    }
    close_all();
    char *clean = xasprintf("rm -rf %s", at);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
}
END_TEST

static const struct {
    const char *reference, *words;
} broken[] = {
    {"nonsense\n", "the reference of problem 'twice' does not compile"},
    {"#include \"problem.h\"\ndouble twice(double x) { return x > -1e300 ? *(volatile double *)8 : 0; }\n",
     "Segmentation fault"},
    {"#include \"problem.h\"\ndouble twice(double x) { (void)x; exit(0); }\n", "it returned nothing"},
    {"#include \"problem.h\"\ndouble twice(double x)\n"
     "{ tensor *t = tensor_f64(2); t->f64[2] = x; tensor_free(t); return 2 * x; }\n",
     "wrote behind the end of a tensor of shape (2)"},
    {"#include \"problem.h\"\ndouble twice(double x) { for (;;) x += 1; }\n", "longer than allowed"},
    {"#include \"problem.h\"\n#include \"harness.h\"\ndouble twice(double x) { (void)x; harness_redraw(\"never\"); }\n",
     "refuses 16 draws"},
};

START_TEST(a_broken_reference_is_a_judge_error)
{
    char at[] = "/tmp/judge-problem-XXXXXX";
    ck_assert(mkdtemp(at) != NULL);
    write_problem(at, "twice(x f64) -> f64", "6", broken[_i].reference);
    open_at(at, "twice");
    ck_assert_int_eq(judge_it("c", TWICE, ALL), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_int_eq(judged.verdict, VERDICT_JE);
    ck_assert(judged.score == 0);
    ck_assert_msg(strstr(judged.error, broken[_i].words), "%s", judged.error);
    close_all();
    char *clean = xasprintf("rm -rf %s", at);
    ck_assert_int_eq(system(clean), 0);
    free(clean);
}
END_TEST

START_TEST(a_damaged_cache_is_made_again)
{
    open_at(NULL, "gradient-descent");
    ck_assert_int_eq(judge_it("c", RIGHT, ALL), 0);
    char *damage = xasprintf("for f in %s/cache/expected*; do head -c 300 $f > x.$$; cat x.$$ > $f; rm x.$$; done; "
                             "echo junk > %s/cache/other",
                             folder, folder);
    ck_assert_int_eq(system(damage), 0);
    free(damage);
    ck_assert_int_eq(judge_it("c", RIGHT, ALL), 0);
    ck_assert_int_eq(judged.verdict, VERDICT_AC);
    close_all();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("judging");
    TCase *tcase = tcase_create("judging");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, every_end_has_its_verdict_and_its_words, 0, sizeof ends / sizeof *ends);
    tcase_add_test(tcase, hidden_inputs_are_not_kept_and_seeds_are);
    tcase_add_test(tcase, the_same_source_meets_the_same_inputs_and_another_one_other_fresh_ones);
    tcase_add_test(tcase, a_hidden_failure_is_explained_by_a_small_case);
    tcase_add_test(tcase, a_counterexample_counts_for_nothing_and_is_always_the_same);
    tcase_add_test(tcase, a_counterexample_is_none_of_the_hidden_cases);
    tcase_add_test(tcase, crashes_and_endless_loops_are_explained_too);
    tcase_add_test(tcase, test_runs_samples_alone);
    tcase_add_test(tcase, cpp_has_the_same_headers);
    tcase_add_test(tcase, a_changed_problem_never_meets_an_old_answer);
    tcase_add_loop_test(tcase, a_broken_reference_is_a_judge_error, 0, sizeof broken / sizeof *broken);
    tcase_add_test(tcase, a_damaged_cache_is_made_again);
    tcase_add_loop_test(tcase, only_what_predicts_a_wrong_result_is_warned_of, 0, sizeof warnings / sizeof *warnings);
    tcase_add_loop_test(tcase, why_a_program_aborted_is_told_of_samples_alone, 0,
                        sizeof last_words / sizeof *last_words);
    suite_add_tcase(suite, tcase);
    tcase = tcase_create("what is not there");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, what_is_written_behind_the_end_of_a_tensor_is_found, 0,
                        sizeof ends_of_tensors / sizeof *ends_of_tensors);
    tcase_add_test(tcase, a_number_that_a_pointer_should_have_got_is_never_written);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
