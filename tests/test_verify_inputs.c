/* test_verify_inputs.c - the gate for problems whose inputs come from files of NumPy and from generate.c: a complete
 * one (tests/problems/components) passes, and each fault that is put into a copy of it is found, named and placed. */
#include "judge/verify/verify.h"

#include <stdlib.h>
#include <string.h>

#include "tests/gate.h"

static struct err err;

static void setup(void)
{
    gate_open("tests/problems/components");
}

static void expect(enum diagnostic_code code, const char *file, const char *words)
{
    const struct diagnostic *found = gate_found(code, words);
    ck_assert_msg(found && strstr(found->file, file), "no %s about %s with '%s'", diagnostic_code_name(code), file,
                  words);
}

START_TEST(a_sound_problem_with_arrays_and_generate_c_has_no_fault)
{
    gate_verify(VERIFY_ALL & ~(unsigned)VERIFY_REFERENCE, 1);
    ck_assert_msg(gate.verification.diagnostics.count == 0, "%s", gate.verification.diagnostics.at[0].text);
    ck_assert_int_gt(gate.verification.mutants.by_state[VERIFY_FAILS], 10);
    ck_assert_int_eq(gate.verification.column_count, 4);
    ck_assert_str_eq(gate.verification.columns[1].name, "cases");
    ck_assert_int_eq(gate.verification.columns[1].set, SET_HIDDEN);
}
END_TEST

START_TEST(arrays_that_nothing_names_are_told)
{
    gate_put("data/more/old.npy", "");
    gate_put("spare.npz", "");
    gate_verify(VERIFY_INPUTS, 1);
    ck_assert_int_eq(gate.verification.diagnostics.errors, 0);
    expect(P026_UNUSED, "data/more/old.npy", "{\"npy\": \"data/more/old.npy\"}");
    expect(P026_UNUSED, "spare.npz", "\"name\": \"x\"");
    ck_assert_int_eq(gate.verification.diagnostics.warnings, 2);
}
END_TEST

START_TEST(a_generate_c_that_no_group_uses_is_told)
{
    static const char drawn[] = "\"args\": {\"edges\": {\"integers\": [0, \"n-1\"]}, \"n\": {\"expr\": \"n\"}}";
    gate_edit("problem.json", "\"generate\": \"make_chains\"", drawn);
    gate_edit("problem.json", "\"generate\": \"make_chains\"", drawn); /* of the other group */
    gate_verify(VERIFY_INPUTS, 1);
    expect(P026_UNUSED, "generate.c", "no group uses generate.c");
}
END_TEST

START_TEST(what_generate_c_keeps_between_two_calls_is_found)
{
    gate_edit("generate.c", "struct rng rng = rng_from(seed);",
              "static uint64_t calls; struct rng rng = rng_from(seed + calls++);");
    gate_verify(VERIFY_INPUTS, 1);
    expect(P024_GENERATE_STATE, "generate.c", "make_chains makes other inputs for hidden/components/4");
    ck_assert_int_eq(gate.verification.diagnostics.count, 1);
}
END_TEST

START_TEST(warnings_of_the_compiler_are_told)
{
    gate_edit("generate.c", "*ret_n = n;", "int forgotten; if (*ret_n = n) *ret_n += 0;");
    gate_verify(VERIFY_INPUTS, 1);
    expect(P025_GENERATE_WARNING, "generate.c", "suggest parentheses");
    expect(P025_GENERATE_WARNING, "generate.c", "unused variable 'forgotten'");
    ck_assert_int_eq(gate.verification.diagnostics.errors, 0);
}
END_TEST

START_TEST(a_generate_c_that_fails_is_one_error)
{
    gate_edit("generate.c", "*ret_n = n;", "abort();");
    gate_verify(VERIFY_ALL, 1);
    expect(P023_GENERATE, "generate.c", "make_chains for group 'chains' (case hidden/components/3): Aborted");
    ck_assert_int_eq(gate.verification.diagnostics.errors, 1);
}
END_TEST

START_TEST(a_wrong_expectation_of_a_literal_case_is_found)
{
    gate_edit("problem.json", "\"expect\": [[0, 1, 2]]", "\"expect\": [[0, 1, 1]]");
    gate_verify(VERIFY_SAMPLES, 1);
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
    ck_assert_int_eq(problem_load(gate.mine, &gate.problem, &err), 0);
    ck_assert_int_eq(problem_read_file(gate.problem, name, &source, &size, &err), 0);
    const struct judging_request request = {.problem = gate.problem,
                                            .language = language_by_id("c"),
                                            .file_name = name,
                                            .source = source,
                                            .source_size = size,
                                            .sets = (1 << SET_COUNT) - 1};
    ck_assert_msg(judging_run(gate.judging, &request, &judged, &err) == 0, "%s", err.text);
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
    gate_edit("generate.c", "*ret_n = n;", "*ret_n = n + 1;");
    ck_assert_int_eq(problem_load(gate.mine, &gate.problem, &err), 0);
    const struct judging_request request = {.problem = gate.problem,
                                            .language = language_by_id("c"),
                                            .file_name = "mine.c",
                                            .source = source,
                                            .source_size = sizeof source - 1,
                                            .sets = (1 << SET_COUNT) - 1};
    ck_assert_int_eq(judging_run(gate.judging, &request, &judged, &err), -1);
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
    tcase_add_checked_fixture(tc, setup, gate_close);
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
    return gate_main(suite);
}
