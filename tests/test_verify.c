/* test_verify.c - the gate for problems: a sound problem passes it, and each fault that is put into a copy of one is
 * found, named and placed. */
#include "judge/verify/verify.h"

#include <stdlib.h>
#include <string.h>

#include "judge/base/json.h"
#include "tests/gate.h"

static void setup(void)
{
    gate_open("problems/gradient-descent");
    gate_remove("submissions/*/*.py");
    gate_remove("submissions/time_limit_exceeded");
}

START_TEST(a_sound_problem_has_no_fault)
{
    gate_put("submissions/accepted/loop.cpp",
             "#include \"problem.h\"\n"
             "double get_minimizer(int64_t n, double rate, int64_t guess)\n"
             "{ double x = double(guess); while (n-- > 0) x -= rate * 2 * x; return x; }\n");
    gate_verify(VERIFY_ALL & ~(unsigned)VERIFY_SUBMISSIONS, 2);
    ck_assert_int_eq(gate.verification.diagnostics.count, 0);
    ck_assert_int_gt(gate.verification.trivial_count, 10);
    ck_assert_int_gt(gate.verification.mutants.count, 8);
    ck_assert_int_eq(gate.verification.mutants.by_state[VERIFY_FAILS], gate.verification.mutants.count);
    ck_assert_str_eq(gate.verification.builds, "-O0, -O3, sums in another order");
    ck_assert(verification_kill_score(&gate.verification) == 100);
}
END_TEST

START_TEST(submissions_earn_their_verdicts_under_each_key)
{
    gate_verify(VERIFY_SUBMISSIONS, 2);
    ck_assert_int_eq(gate.verification.diagnostics.errors, 0);
    ck_assert_int_gt(gate.verification.submission_count, 10);
    for (int i = 0; i < gate.verification.submission_count; i++) {
        const struct verify_submission *s = &gate.verification.submissions[i];
        int failed = 0;
        for (int c = 0; c < gate.verification.column_count; c++)
            failed += s->failed[c] > 0;
        ck_assert_int_eq(failed > 0, s->wanted != VERDICT_AC);
    }
}
END_TEST

START_TEST(a_key_that_is_misspelt_is_shown_with_a_caret)
{
    gate_edit("problem.json", "\"limits\":", "\"limit\":");
    gate_verify(VERIFY_ALL, 1);
    const struct diagnostic *d = gate_found(P001_LOAD, "unknown key");
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->line, 8);
    ck_assert_int_eq(d->column, 3);
    ck_assert_int_eq(d->length, 7);
    ck_assert_str_eq(d->help, "did you mean 'limits'?");
    struct ui ui = {.width = 80};
    struct text text = {0};
    verification_text(&gate.verification, "gradient-descent", &ui, true, &text);
    ck_assert_ptr_nonnull(strstr(text.at, "error[P001]: "));
    ck_assert_ptr_nonnull(strstr(text.at, "problem.json:8:3\n"));
    ck_assert_ptr_nonnull(strstr(text.at, "\n 8 |   \"limit\": {"));
    ck_assert_ptr_nonnull(strstr(text.at, "\n   |   ^^^^^^^\n"));
    ck_assert_ptr_nonnull(strstr(text.at, "1 fault"));
    text_release(&text);
}
END_TEST

/* In the order of the file, and nothing that only follows: no 'track' is missing where one is misspelt. */
START_TEST(all_faults_of_problem_json_are_told_in_one_go)
{
    gate_edit("problem.json", "\"difficulty\": \"easy\"", "\"difficulty\": \"esay\"");
    gate_edit("problem.json", "\"track\":", "\"trakc\":");
    gate_edit("problem.json", "\"time_ms\": 1000", "\"time_ms\": -1");
    gate_edit("problem.json", "\"guess\": 5", "\"gues\": 5");
    gate_edit("problem.json", "\"set\": \"hidden\", \"cases\": 1", "\"set\": \"hiden\", \"cases\": 0");
    gate_edit("problem.json", "{\"uniform\": [0.05, 0.3]}", "{\"uniform\": [0.3, 0.05]}");
    gate_edit("problem.json", "\"set\": \"fresh\"", "\"set\": \"fersh\"");
    gate_verify(VERIFY_ALL, 1);
    static const char *const wanted[] = {"'difficulty'",
                                         "'trakc'",
                                         "'limits.time_ms'",
                                         "'samples[0]",
                                         "argument 'learning_rate'",
                                         "'groups[0].set'",
                                         "'groups[0].cases'",
                                         "].set'"};
    const struct diagnostics *list = &gate.verification.diagnostics;
    ck_assert_int_eq(list->count, 8);
    for (int i = 0; i < 8; i++) {
        ck_assert_msg(list->at[i].code == P001_LOAD && strstr(list->at[i].text, wanted[i]), "%s", list->at[i].text);
        ck_assert_int_gt(list->at[i].line, i ? list->at[i - 1].line - 1 : 0);
    }
}
END_TEST

START_TEST(more_faults_than_anybody_reads_are_counted)
{
    struct text text = {0};
    text_add(&text, "\"samples\": [");
    for (int i = 0; i < 30; i++)
        text_add(&text, "{\"functoin\": 1},\n");
    gate_edit("problem.json", "\"samples\": [", text.at);
    text_release(&text);
    gate_verify(VERIFY_ALL, 1);
    ck_assert_int_eq(gate.verification.diagnostics.count, FAULTS_MAX + 1);
    ck_assert_str_eq(gate.verification.diagnostics.at[FAULTS_MAX].text, "there are 10 more faults");
}
END_TEST

START_TEST(a_statement_must_be_whole)
{
    gate_edit("statement.md", "## How answers are compared", "## About answers");
    gate_edit("statement.md", "double get_minimizer(int64_t iterations, double learning_rate",
              "double get_minimizer(double learning_rate");
    gate_edit("statement.md", "= 3.2\n", "= 3.3\n");
    gate_edit("statement.md", " = 3.2\n", " = 3.3\n");
    gate_edit("statement.md", "def get_minimizer", "def minimizer");
    gate_verify(VERIFY_STATEMENT, 1);
    ck_assert_ptr_nonnull(gate_found(P011_SECTION, "How answers are compared"));
    ck_assert_ptr_nonnull(gate_found(P013_SIGNATURE, "double get_minimizer(int64_t iterations"));
    ck_assert_ptr_nonnull(gate_found(P013_SIGNATURE, "in Python"));
    ck_assert_ptr_nonnull(gate_found(P014_NUMBER, "3.20000"));
    ck_assert_int_eq(gate.verification.diagnostics.count, 4);
}
END_TEST

START_TEST(a_statement_must_say_how_and_what)
{
    gate_edit("statement.md", "To 5 decimals", "To 4 decimals");
    gate_edit("statement.md", "to 5 decimals", "in the end");
    gate_verify(VERIFY_STATEMENT, 1);
    ck_assert_ptr_nonnull(gate_found(P015_RULE, "5 decimals"));
}
END_TEST

START_TEST(a_task_needs_a_formula)
{
    gate_put("statement.md",
             "# Title\n\n## Task\n\nWalk downhill.\n\n## Signature\n\n"
             "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)\n"
             "def get_minimizer(\n\n## Example\n\n3.2 -14.58 -7.0\n\n## How answers are compared\n\nTo 5 decimals.\n");
    gate_verify(VERIFY_STATEMENT, 1);
    ck_assert_ptr_nonnull(gate_found(P012_FORMULA, "formula"));
    ck_assert_int_eq(gate.verification.diagnostics.count, 1);
}
END_TEST

START_TEST(a_reference_must_agree_with_the_samples)
{
    gate_edit("reference.c", "* 2 *", "* 3 *");
    gate_verify(VERIFY_ALL, 1);
    ck_assert_ptr_nonnull(gate_found(P021_SAMPLE, "the expectation is not what the reference computes"));
}
END_TEST

START_TEST(a_reference_that_crashes_ends_it)
{
    gate_put("reference.c", "#include \"problem.h\"\ndouble get_minimizer(int64_t a, double b, int64_t c) { (void)a; "
                            "(void)b; return 1 / (c - c); }\n");
    gate_verify(VERIFY_ALL, 1);
    ck_assert_int_eq(gate.verification.diagnostics.errors, 1);
    ck_assert_ptr_nonnull(gate_found(P020_REFERENCE, "failed on case"));
}
END_TEST

/* Uninitialised memory is another number in each build, most of the time; here the optimiser decides for sure. */
START_TEST(a_reference_must_not_depend_on_how_it_is_built)
{
    gate_edit("reference.c", "    return x;", "#ifdef __OPTIMIZE__\n    return x;\n#else\n    return x + 1;\n#endif");
    gate_verify(VERIFY_REFERENCE, 1);
    ck_assert_ptr_nonnull(gate_found(P022_REFERENCE_BUILD, "-O0"));
    ck_assert_int_eq(gate.verification.diagnostics.count, 1);
}
END_TEST

/* Big numbers that cancel: a sum in single precision is another one in another order. */
START_TEST(a_reference_must_not_depend_on_the_order_of_its_sums)
{
    gate_edit("reference.c", "    return x;",
              "    float parts[64], sum = 0;\n"
              "    for (int i = 0; i < 64; i++)\n        parts[i] = i % 2 ? -3e7f - (float)i : 3e7f + (float)(x * i);\n"
              "    for (int i = 0; i < 64; i++)\n        sum += parts[i];\n"
              "    return x + sum;");
    gate_verify(VERIFY_REFERENCE, 1);
    ck_assert_ptr_nonnull(gate_found(P022_REFERENCE_BUILD, "sums in another order"));
}
END_TEST

START_TEST(the_tensor_core_is_tried_on_each_instruction_set)
{
    gate_close();
    gate_open("problems/tensor-basics");
    gate_verify(VERIFY_REFERENCE, 1);
    ck_assert_int_eq(gate.verification.diagnostics.count, 0);
    ck_assert_ptr_nonnull(strstr(gate.verification.builds, "-O0, -O3, sums in another order, scalar"));
}
END_TEST

START_TEST(a_wrong_answer_that_is_accepted_is_named)
{
    gate_copy("submissions/accepted/loop.c", "submissions/wrong_answer/right.c");
    gate_verify(VERIFY_SUBMISSIONS, 1);
    const struct diagnostic *d = gate_found(P030_VERDICT, "'wrong_answer' is judged AC");
    ck_assert_ptr_nonnull(d);
    ck_assert_ptr_nonnull(strstr(d->file, "wrong_answer/right.c"));
    ck_assert_ptr_nonnull(d->help);
}
END_TEST

START_TEST(folders_and_files_that_mean_nothing_are_named)
{
    gate_put("submissions/wrong_anser/a.c", "x");
    gate_put("submissions/wrong_answer/notes.txt", "x");
    gate_remove("submissions/accepted/loop.*");
    gate_remove("submissions/accepted/rec*");
    gate_verify(VERIFY_SUBMISSIONS, 1);
    ck_assert_ptr_nonnull(gate_found(P033_FOLDER, "did you mean 'wrong_answer'?"));
    ck_assert_ptr_nonnull(gate_found(P033_FOLDER, "notes.txt"));
    ck_assert_ptr_nonnull(gate_found(P031_TOO_FEW, "accepted"));
}
END_TEST

START_TEST(a_limit_must_leave_room)
{
    gate_edit("problem.json", "\"time_ms\": 1000", "\"time_ms\": 1");
    gate_verify(VERIFY_SUBMISSIONS, 1);
    ck_assert_ptr_nonnull(gate_found(P035_TIME, "time_ms"));
}
END_TEST

START_TEST(starters_are_there_compile_quietly_and_leave_work)
{
    gate_copy("submissions/accepted/loop.c", "starter/solution.c");
    gate_put("starter/solution.cpp",
             "#include \"problem.h\"\ndouble get_minimizer(int64_t a, double b, int64_t c) { int d; return d; }\n");
    gate_remove("starter/solution.py");
    gate_verify(VERIFY_STARTERS, 1);
    ck_assert_ptr_nonnull(gate_found(P040_STARTER, "is accepted"));
    ck_assert_ptr_nonnull(gate_found(P040_STARTER, "is used uninitialized"));
    ck_assert_ptr_nonnull(gate_found(P040_STARTER, "solution.py"));
}
END_TEST

START_TEST(a_verification_is_one_object_of_json)
{
    struct json_writer json = {0};
    gate_verify(VERIFY_TRIVIAL, 1);
    verification_json(&gate.verification, "gradient-descent", &json);
    char *text = json_writer_take(&json);
    struct json_document *document;
    struct err err = {0};
    ck_assert_msg(json_parse("json", text, strlen(text), &document, &err) == 0, "%s", err.text);
    struct json root = json_root(document);
    bool ok = false;
    ck_assert_int_eq(json_bool(json_get(root, "ok"), &ok, &err), 0);
    ck_assert(ok);
    ck_assert_int_eq(json_count(json_get(root, "trivial")), gate.verification.trivial_count);
    json_free(document);
    free(text);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {a_sound_problem_has_no_fault,
                                  submissions_earn_their_verdicts_under_each_key,
                                  a_key_that_is_misspelt_is_shown_with_a_caret,
                                  all_faults_of_problem_json_are_told_in_one_go,
                                  more_faults_than_anybody_reads_are_counted,
                                  a_statement_must_be_whole,
                                  a_statement_must_say_how_and_what,
                                  a_task_needs_a_formula,
                                  a_reference_must_agree_with_the_samples,
                                  a_reference_that_crashes_ends_it,
                                  a_reference_must_not_depend_on_how_it_is_built,
                                  a_reference_must_not_depend_on_the_order_of_its_sums,
                                  the_tensor_core_is_tried_on_each_instruction_set,
                                  a_wrong_answer_that_is_accepted_is_named,
                                  folders_and_files_that_mean_nothing_are_named,
                                  a_limit_must_leave_room,
                                  starters_are_there_compile_quietly_and_leave_work,
                                  a_verification_is_one_object_of_json};
    Suite *suite = suite_create("verify");
    TCase *tcase = tcase_create("gate");
    tcase_add_checked_fixture(tcase, setup, gate_close);
    tcase_set_timeout(tcase, 300);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return gate_main(suite);
}
