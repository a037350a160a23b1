/* test_checker.c - check.c: several right answers, and what happens when it is not right itself. */
#include "judge/judging/checker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/judging/judging.h"
#include "judge/verify/verify.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

enum { ALL = 1 << SET_SAMPLE | 1 << SET_HIDDEN | 1 << SET_FRESH };

static char *folder;
static struct install install;
static struct home home;
static struct judging *judging;
static struct problem *problem;
static struct judged judged;
static struct err err;

/* order: a permutation that sorts, of numbers of which many are equal. direction: a unit vector along v, either way,
 * with the word for it; the kinds of its results are all that there are. size: compared as ever. */
static const char json[] =
    "{\"schema\":\"judge.problem/1\",\"title\":\"T\",\"difficulty\":\"easy\",\"track\":\"foundations\",\"order\":1,"
    "\"decimals\":5,\"functions\":[\"order(x f64[N]) -> i64[N]\","
    "\"direction(v f32[N]) -> (u f32[N], length f64, word str, signs i64)\",\"size(x f64[N]) -> i64\"],"
    "\"checker\":[\"order\",\"direction\"],"
    "\"samples\":[{\"function\":\"order\",\"args\":{\"x\":[3,1,1]},\"expect\":[[2,1,0]]}],"
    "\"groups\":["
    "{\"name\":\"o\",\"function\":\"order\",\"set\":\"hidden\",\"cases\":3,\"dims\":{\"N\":[5,9]},"
    "\"args\":{\"x\":{\"integers\":[0,2]}}},"
    "{\"name\":\"d\",\"function\":\"direction\",\"set\":\"hidden\",\"cases\":2,\"dims\":{\"N\":[2,4]},"
    "\"args\":{\"v\":{\"normal\":1}}},"
    "{\"name\":\"s\",\"function\":\"size\",\"set\":\"fresh\",\"dims\":{\"N\":[2,4]},\"args\":{\"x\":{\"normal\":1}}}]}";

#define DIRECTION(sign)                                                                                                \
    "void direction(const tensor *v, tensor **u, double *length, char **word, int64_t *signs)\n{\n"                    \
    "    double sum = 0;\n    *u = tensor_f32(v->shape[0]);\n"                                                         \
    "    for (int64_t i = 0; i < v->shape[0]; i++) sum += (double)v->f32[i] * v->f32[i];\n"                            \
    "    for (int64_t i = 0; i < v->shape[0]; i++) (*u)->f32[i] = (float)(" sign " * v->f32[i] / sqrt(sum));\n"        \
    "    *length = sqrt(sum); *word = (char *)(" sign " > 0 ? \"along\" : \"against\"); *signs = " sign ";\n}\n"
#define SIZE "int64_t size(const tensor *x) { return x->shape[0]; }\n"
/* A selection sort of indices; `before` decides among equals. */
#define ORDER(before)                                                                                                  \
    "tensor *order(const tensor *x)\n{\n    int64_t n = x->shape[0];\n    tensor *o = tensor_i64(n);\n"                \
    "    for (int64_t i = 0; i < n; i++) o->i64[i] = i;\n"                                                             \
    "    for (int64_t i = 0; i < n; i++) for (int64_t j = i + 1; j < n; j++) {\n"                                      \
    "        int64_t a = o->i64[j], b = o->i64[i];\n"                                                                  \
    "        if (" before ") { o->i64[i] = a; o->i64[j] = b; }\n    }\n    return o;\n}\n"
#define LESS  "x->f64[a] < x->f64[b] || (x->f64[a] == x->f64[b] && a < b)"
#define LATER "x->f64[a] < x->f64[b] || (x->f64[a] == x->f64[b] && a > b)"
#define HEAD  "#include \"problem.h\"\n"

static const char reference[] = HEAD ORDER(LESS) DIRECTION("1") SIZE;

#define CHECK_DIRECTION                                                                                                \
    "char *check_direction(const tensor *v, const tensor *want_u, double want_length, const char *want_word,\n"        \
    "    int64_t want_signs, const tensor *got_u, double got_length, const char *got_word, int64_t got_signs)\n{\n"    \
    "    static char words[100];\n    (void)want_u; (void)want_word; (void)want_signs;\n"                              \
    "    if (v->dtype != DTYPE_F32 || got_u->dtype != DTYPE_F32) return \"dtype\";\n"                                  \
    "    if (fabs(want_length - got_length) > 1e-5) return \"the length is wrong\";\n"                                 \
    "    for (int64_t i = 0; i < v->shape[0]; i++)\n"                                                                  \
    "        if (!(fabs(got_u->f32[i] * got_length - got_signs * v->f32[i]) < 1e-4)) return \"not along v\";\n"        \
    "    if (strcmp(got_word, got_signs < 0 ? \"against\" : \"along\") == 0) return NULL;\n"                           \
    "    snprintf(words, sizeof words, \"'%s' is no word for it\", got_word);\n    return words;\n}\n"

static const char checker[] =
    "#include <stdio.h>\n#include \"problem.h\"\n#include \"reference/core.h\"\n"
    "char *check_order(const tensor *x, const tensor *want, const tensor *got)\n{\n"
    "    static char words[100];\n    int64_t n = x->shape[0];\n    (void)want;\n"
    "    bool *seen = calloc((size_t)n + 1, sizeof *seen);\n"
    "    for (int64_t i = 0; i < n; i++) {\n        int64_t at = got->i64[i];\n"
    "        if (at < 0 || at >= n || seen[at]) return \"not a permutation\";\n        seen[at] = true;\n"
    "        if (i > 0 && x->f64[got->i64[i - 1]] > x->f64[at]) {\n"
    "            snprintf(words, sizeof words, \"not sorted at place %lld\", (long long)i);\n"
    "            return words;\n        }\n    }\n    return NULL;\n}\n" CHECK_DIRECTION;

static void open_with(const char *problem_json, const char *check)
{
    folder = fixture_folder();
    char *path = xasprintf("%s/p", folder), *own = xasprintf("%s/home", folder);
    fixture_write(folder, "p/problem.json", problem_json, strlen(problem_json));
    fixture_write(folder, "p/reference.c", reference, strlen(reference));
    if (check)
        fixture_write(folder, "p/check.c", check, strlen(check));
    setenv("JUDGE_HOME", own, 1);
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &home, false, &judging, &err) == 0, "%s", err.text);
    ck_assert_msg(problem_load(path, &problem, &err) == 0, "%s", err.text);
    free(path);
    free(own);
}

static void close_all(void)
{
    judged_release(&judged);
    judging_close(judging);
    problem_free(problem);
    home_release(&home);
    install_release(&install);
    fixture_remove(folder);
}

static int judge_it(const char *language, const char *source)
{
    const struct judging_request request = {.problem = problem,
                                            .language = language_by_id(language),
                                            .file_name = "mine",
                                            .source = source,
                                            .source_size = strlen(source),
                                            .sets = ALL};
    judged_release(&judged);
    return judging_run(judging, &request, &judged, &err);
}

static const struct judged_case *first_failure(void)
{
    for (int i = 0; i < judged.count; i++) {
        if (judged.cases[i].verdict != VERDICT_AC)
            return &judged.cases[i];
    }
    return NULL;
}

#define OTHERS DIRECTION("1") SIZE
static const struct {
    const char *source;
    enum verdict verdict;
    enum diff_class class;
    const char *words;
} answers[] = {
    {HEAD ORDER(LESS) OTHERS, VERDICT_AC, DIFF_NONE, ""},
    {HEAD ORDER(LATER) DIRECTION("-1") SIZE, VERDICT_AC, DIFF_NONE, ""}, /* right, and unlike the reference */
    {HEAD ORDER("x->f64[a] > x->f64[b]") OTHERS, VERDICT_WA, DIFF_CHECKER, "not sorted at place"},
    {HEAD "tensor *order(const tensor *x) { tensor *o = tensor_i64(x->shape[0]); memset(o->i64, 0, 8 * x->shape[0]);"
          " return o; }\n" OTHERS,
     VERDICT_WA, DIFF_CHECKER, "not a permutation"},
    {HEAD "tensor *order(const tensor *x) { tensor *o = tensor_i64(x->shape[0]); for (int64_t i = 0; i < x->shape[0];"
          " i++) o->i64[i] = INT64_MIN + 7; return o; }\n" OTHERS,
     VERDICT_WA, DIFF_CHECKER, "not a permutation"},
    {HEAD "tensor *order(const tensor *x) { return tensor_i64(x->shape[0]); }\n" OTHERS, VERDICT_WA, DIFF_UNWRITTEN,
     "never written"},
    {HEAD "tensor *order(const tensor *x) { return tensor_i64(x->shape[0] + 1); }\n" OTHERS, VERDICT_WA, DIFF_SHAPE,
     "axis 0"},
    {HEAD "tensor *order(const tensor *x) { return tensor_i64(x->shape[0], (int64_t)1); }\n" OTHERS, VERDICT_WA,
     DIFF_RANK, "2 dimensions"},
    {HEAD "tensor *order(const tensor *x) { return tensor_f64(x->shape[0]); }\n" OTHERS, VERDICT_WA, DIFF_DTYPE, ""},
    {HEAD "tensor *order(const tensor *x) { (void)x; return NULL; }\n" OTHERS, VERDICT_WA, DIFF_MISSING, ""},
    {HEAD ORDER(LESS) DIRECTION("2") SIZE, VERDICT_AC, DIFF_NONE, ""}, /* so says this checker */
    {HEAD ORDER(LESS) DIRECTION("(0.0/0.0)") SIZE, VERDICT_WA, DIFF_NAN, "NaN"},
    {HEAD ORDER(LESS) DIRECTION("(1.0/0.0)") SIZE, VERDICT_WA, DIFF_INFINITY, "infinite"},
    {HEAD ORDER(LESS) OTHERS "\n#define size other\n", VERDICT_AC, DIFF_NONE, ""},
    {HEAD ORDER(LESS) DIRECTION("1") "int64_t size(const tensor *x) { return x->shape[0] + 1; }\n", VERDICT_WA,
     DIFF_INTEGERS, ""}, /* not a checked one */
};

START_TEST(several_answers_are_right_and_others_are_told_why_not)
{
    open_with(json, checker);
    ck_assert_msg(judge_it("c", answers[_i].source) == 0, "%s", err.text);
    const struct judged_case *failure = first_failure();
    ck_assert_msg(judged.verdict == answers[_i].verdict, "%s\n%s %s", answers[_i].source, verdict_code(judged.verdict),
                  failure ? failure->message ? failure->message : failure->diff.what : judged.messages);
    if (failure) {
        ck_assert_msg(failure->diff.class == answers[_i].class, "%s\n%s", answers[_i].source, failure->diff.what);
        ck_assert_msg(strstr(failure->diff.what, answers[_i].words) != NULL, "%s", failure->diff.what);
    }
    close_all();
}
END_TEST

/* Lists, Python numbers and float64 come back; the check is written for the declared types. */
START_TEST(answers_reach_the_checker_in_the_declared_types)
{
    static const char source[] =
        "import math\n"
        "class Solution:\n"
        "    def order(self, x):\n        return sorted(range(len(x)), key=lambda i: (x[i], -i))\n"
        "    def direction(self, v):\n"
        "        n = math.sqrt(sum(float(a) ** 2 for a in v))\n"
        "        return [-float(a) / n for a in v], n, 'against', -1\n"
        "    def size(self, x):\n        return len(x)\n";
    open_with(json, checker);
    ck_assert_msg(judge_it("py", source) == 0, "%s", err.text);
    const struct judged_case *failure = first_failure();
    ck_assert_msg(!failure, "%s: %s %s", failure ? failure->name : "", failure ? failure->diff.what : "",
                  failure && failure->message ? failure->message : "");
    close_all();
}
END_TEST

START_TEST(what_a_student_makes_it_say_is_one_clean_line)
{
    static const char source[] = HEAD ORDER(LESS) "#define direction honest\n" DIRECTION(
        "1") "#undef direction\n"
             "void direction(const tensor *v, tensor **u, double *length, char **word, int64_t *signs)\n"
             "{ honest(v, u, length, word, signs); *word = \"\\033[31m\\n\\xff\\xc2\\x9b\\u00e9\"; }\n" SIZE;
    open_with(json, checker);
    ck_assert_msg(judge_it("c", source) == 0, "%s", err.text);
    ck_assert_msg(judged.verdict == VERDICT_WA, "%s", judged.messages);
    ck_assert_str_eq(first_failure()->diff.what, "' [31m ? \u00e9' is no word for it");
    close_all();
}
END_TEST

#define SAYS(body)                                                                                                     \
    "#include \"problem.h\"\n#include <stdio.h>\n#include <unistd.h>\n"                                                \
    "char *check_order(const tensor *x, const tensor *want, const tensor *got)\n{ " body " }\n" CHECK_DIRECTION

static const struct {
    const char *check, *words;
} spoilt[] = {
    {SAYS("return (char *)got->data - 0 + (abort(), 1);"), "Aborted"},
    {SAYS("return *(char *volatile *)0;"), "Segmentation fault"},
    {SAYS("for (volatile int i = 0;; i++) ;"), "longer than allowed"},
    {SAYS("return \"\";"), "empty text"},
    {SAYS("return \" \\n\";"), "empty text"},
    {SAYS("exit(0);"), "returned nothing"},
    {SAYS("exit(1);"), "ended with an error"},
    {SAYS("write(3, \"JRES and so on\", 14); _exit(0);"), "something else"},
    {SAYS("static const unsigned char two[] = {0x4a,0x52,0x45,0x53,2,0,0,0, 0,0,0,0,0,0,0,0, 0,0,0,0,0,0,0,0,"
          "0x4a,0x45,0x4e,0x44,0,0,0,0}; write(3, two, sizeof two); _exit(0);"),
     "something else"},
    {SAYS("return (char *)(long)fork();"), "forbidden"},
    {SAYS("for (;;) printf(\"%0999d\\n\", 1);"), "more than allowed"},
    {"#include <stdio.h>\n#include \"problem.h\"\n" CHECK_DIRECTION, "the function 'check_order' is missing"},
    {SAYS("return NULL;") "int", "does not compile"},
    {"#include \"problem.h\"\nbool check_order(const tensor *x, const tensor *got) { return true; }\n" CHECK_DIRECTION,
     "conflicting types"},
};

START_TEST(a_checker_that_fails_is_a_judge_error_that_names_the_problem)
{
    static const char mark[] = "the checker of problem 'p'";
    open_with(json, spoilt[_i].check);
    ck_assert_int_eq(judge_it("c", reference), -1);
    ck_assert_int_eq(err.kind, ERR_JUDGE);
    ck_assert_int_eq(judged.verdict, VERDICT_JE);
    ck_assert_msg(strstr(judged.error, mark) && strstr(judged.error, spoilt[_i].words), "%s", judged.error);
    close_all();
}
END_TEST

START_TEST(samples_are_compared_by_the_checker_too)
{
    open_with(json, checker);
    ck_assert_msg(judging_check_samples(judging, problem, &err) == 0, "%s", err.text); /* it is not the reference's */
    close_all();
    char *other = strdup(json), *at = strstr(other, "[2,1,0]");
    memcpy(at, "[0,1,2]", 7);
    open_with(other, checker);
    ck_assert_int_eq(judging_check_samples(judging, problem, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, "not sorted at place 1") != NULL, "%s", err.text);
    close_all();
    free(other);
}
END_TEST

static bool is_found(const struct verification *verification, const char *words)
{
    for (int i = 0; i < verification->diagnostics.count; i++) {
        const struct diagnostic *diagnostic = &verification->diagnostics.at[i];
        if (diagnostic->code == P027_CHECKER && strstr(diagnostic->text, words) && strstr(diagnostic->file, "check.c"))
            return true;
    }
    return false;
}

START_TEST(verifying_asks_the_checker_about_reference_trivial_answers_and_mutants)
{
    const struct verify_options options = {.parts = VERIFY_SAMPLES | VERIFY_TRIVIAL | VERIFY_MUTANTS, .keys = 2};
    struct verification verification;
    open_with(json, checker);
    ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
    ck_assert(!is_found(&verification, ""));
    ck_assert_int_gt(verification.mutants.by_state[VERIFY_FAILS], 10);
    /* Equals in another order are no mistake: the mutant that turns the tie around passes, and rightly. */
    ck_assert_int_gt(verification.mutants.by_state[VERIFY_PASSES], 0);
    verification_release(&verification);
    close_all();
    open_with(json, SAYS("return \"never\";"));
    ck_assert_int_eq(verify_problem(judging, problem, &options, &verification, &err), 0);
    ck_assert(is_found(&verification, "refuses the reference's own answer: never"));
    verification_release(&verification);
    close_all();
    open_with(json, SAYS("abort();"));
    ck_assert_int_eq(verify_problem(judging, problem, &options, &verification, &err), 0);
    ck_assert(is_found(&verification, "failed on an answer of 'order'"));
    verification_release(&verification);
    close_all();
}
END_TEST

/* The reference's own answers never get there; those of its mutants do. */
START_TEST(a_checker_that_fails_on_a_mutants_answer_is_no_failure_of_the_judge)
{
    const struct verify_options options = {.parts = VERIFY_MUTANTS, .keys = 1};
    struct verification verification;
    open_with(json, SAYS("if (x->f64[got->i64[0]] > x->f64[got->i64[1]]) abort(); return NULL;"));
    ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
    ck_assert(is_found(&verification, "failed on an answer of 'order'"));
    verification_release(&verification);
    close_all();
}
END_TEST

static void put(const char *name, const char *text)
{
    char *path = xasprintf("p/%s", name);
    fixture_write(folder, path, text, strlen(text));
    free(path);
}

/* The submissions depend on the comparison; no answer is as large as the third line asks about. */
#define LAX                                                                                                            \
    SAYS("\n    int64_t n = x->shape[0];\n"                                                                            \
         "    if (got->i64[0] > 1000000)\n        return \"huge\";\n"                                                  \
         "    for (int64_t i = 1; i < n; i++)\n"                                                                       \
         "        if (x->f64[got->i64[i - 1] % n] > x->f64[got->i64[i] % n])\n            return \"unsorted\";\n"      \
         "    return NULL;\n")

START_TEST(a_mistake_in_the_checker_that_no_example_shows_is_told)
{
    const struct verify_options options = {.parts = VERIFY_SUBMISSIONS | VERIFY_MUTANTS, .keys = 2};
    struct verification verification;
    open_with(json, LAX);
    put("submissions/accepted/later.c", HEAD ORDER(LATER) DIRECTION("-1") SIZE);
    put("submissions/wrong_answer/downwards.c", HEAD ORDER("x->f64[a] > x->f64[b]") DIRECTION("1") SIZE);
    put("verify.json", "{\"schema\": \"judge.verify/1\", \"mutants\": [{\"file\": \"check.c\",\n"
                       "\"line\": \"if (got->i64[0] > 1000000)\", \"becomes\": \"if (got->i64[0] >= 1000000)\",\n"
                       "\"why\": \"no answer is nearly as large\"}]}");
    ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
    bool huge = false, sorted = false;
    for (int i = 0; i < verification.diagnostics.count; i++) {
        const struct diagnostic *diagnostic = &verification.diagnostics.at[i];
        if (diagnostic->code != P062_CHECKER_MUTANT)
            continue;
        ck_assert_ptr_nonnull(strstr(diagnostic->file, "check.c"));
        ck_assert_ptr_nonnull(strstr(diagnostic->help, "{\"file\": \"check.c\", \"line\""));
        huge = huge || strstr(diagnostic->note, "if (got->i64[0] > 1000001)");
        sorted = sorted || strstr(diagnostic->note, "if (x->f64[got->i64[i - 1] % n] < x->f64");
        ck_assert_ptr_null(strstr(diagnostic->note, ">= 1000000"));
    }
    ck_assert(huge && !sorted);
    ck_assert_int_gt(verification.checkers.by_state[VERIFY_FAILS], 5);
    ck_assert_int_eq(verification.checkers.by_state[VERIFY_EXPLAINED], 1);
    verification_release(&verification);
    close_all();
}
END_TEST

START_TEST(a_checker_that_does_not_compile_is_shown_at_its_line)
{
    const struct verify_options options = {.parts = VERIFY_ALL, .keys = 1};
    struct verification verification;
    open_with(json, "#include \"problem.h\"\nchar *check_order(int x);\n");
    ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
    ck_assert(is_found(&verification, "conflicting types for 'check_order'"));
    ck_assert_int_eq(verification.diagnostics.at[0].line, 2);
    ck_assert_str_eq(verification.diagnostics.at[0].quote, "char *check_order(int x);");
    verification_release(&verification);
    close_all();
}
END_TEST

static void refuse(const char *from, const char *to, const char *check, const char *words)
{
    char *changed = strdup(json), *at = strstr(changed, from), *path;
    ck_assert_ptr_nonnull(at);
    char *whole = xasprintf("%.*s%s%s", (int)(at - changed), changed, to, at + strlen(from));
    struct problem *none;
    folder = fixture_folder();
    fixture_write(folder, "p/problem.json", whole, strlen(whole));
    fixture_write(folder, "p/reference.c", reference, strlen(reference));
    if (check)
        fixture_write(folder, "p/check.c", check, strlen(check));
    path = xasprintf("%s/p", folder);
    ck_assert_int_eq(problem_load(path, &none, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_msg(strstr(err.text, words) != NULL, "'%s' is not in: %s", words, err.text);
    fixture_remove(folder);
    free(path);
    free(whole);
    free(changed);
}

START_TEST(a_slip_in_the_names_is_an_error_when_the_problem_is_read)
{
    refuse("[\"order\",\"direction\"]", "[\"ordre\"]", checker, "did you mean 'order'?");
    refuse("[\"order\",\"direction\"]", "[\"order\",\"order\"]", checker, "named twice");
    refuse("[\"order\",\"direction\"]", "[]", checker, "at least 1 items");
    refuse("\"checker\":[\"order\",\"direction\"],", "", checker, "check.c' judges nothing");
    refuse("\"track\"", "\"track\"", NULL, "check.c' is missing");
    refuse("order(x f64[N])", "order(want f64[N])", checker, "rename the parameter 'want'");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("checker");
    TCase *tcase = tcase_create("checker");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, several_answers_are_right_and_others_are_told_why_not, 0,
                        sizeof answers / sizeof *answers);
    tcase_add_test(tcase, answers_reach_the_checker_in_the_declared_types);
    tcase_add_test(tcase, what_a_student_makes_it_say_is_one_clean_line);
    tcase_add_loop_test(tcase, a_checker_that_fails_is_a_judge_error_that_names_the_problem, 0,
                        sizeof spoilt / sizeof *spoilt);
    tcase_add_test(tcase, samples_are_compared_by_the_checker_too);
    tcase_add_test(tcase, verifying_asks_the_checker_about_reference_trivial_answers_and_mutants);
    tcase_add_test(tcase, a_checker_that_fails_on_a_mutants_answer_is_no_failure_of_the_judge);
    tcase_add_test(tcase, a_mistake_in_the_checker_that_no_example_shows_is_told);
    tcase_add_test(tcase, a_checker_that_does_not_compile_is_shown_at_its_line);
    tcase_add_test(tcase, a_slip_in_the_names_is_an_error_when_the_problem_is_read);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
