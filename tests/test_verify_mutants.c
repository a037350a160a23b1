/* test_verify_mutants.c - weak inputs let trivial answers and mutants of the reference through; verify.json explains
 * those that nothing can tell from the right answer. */
#include "judge/verify/verify.h"

#include <stdlib.h>
#include <string.h>

#include "tests/gate.h"

static void setup(void)
{
    gate_open("problems/gradient-descent");
    gate_remove("submissions/*/*.py");
    gate_remove("submissions/time_limit_exceeded");
}

/* All groups converged: the answer is always 0 to 5 decimals. */
static void weaken(void)
{
    static const char groups[] =
        "\"groups\": [{\"name\": \"converged\", \"function\": \"get_minimizer\", \"set\": \"hidden\", "
        "\"cases\": 3, \"args\": {\"iterations\": 200, \"learning_rate\": 0.4, \"guess\": 3}}]\n}\n";
    char *text = gate_read("problem.json");
    char *changed = xasprintf("%.*s%s", (int)(strstr(text, "\"groups\"") - text), text, groups);
    gate_put("problem.json", changed);
    free(changed);
    free(text);
}

START_TEST(weak_inputs_are_found_out)
{
    weaken();
    gate_verify(VERIFY_TRIVIAL | VERIFY_MUTANTS | VERIFY_SUBMISSIONS, 1);
    ck_assert_ptr_nonnull(gate_found(P050_TRIVIAL, "zeros"));
    ck_assert_ptr_null(gate_find(P050_TRIVIAL, "ones"));
    const struct diagnostic *d = gate_found(P060_MUTANT, "x -= learning_rate * 3 * x;");
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->line, 8);
    ck_assert_str_eq(d->quote, "        x -= learning_rate * 2 * x;");
    ck_assert_int_eq(d->column, 30);
    ck_assert_ptr_nonnull(gate_found(P030_VERDICT, "'wrong_answer' is judged AC"));
    ck_assert(verification_kill_score(&gate.verification) < 60);
}
END_TEST

START_TEST(what_is_explained_is_no_fault)
{
    weaken();
    gate_put(
        "verify.json",
        "{\"schema\": \"judge.verify/1\",\n"
        " \"trivial\": [{\"function\": \"get_minimizer\", \"answer\": \"zeros\", \"why\": \"the walk has arrived\"}],\n"
        " \"mutants\": [{\"line\": \"x -= learning_rate * 2 * x;\", \"becomes\": \"x -= learning_rate * 3 * x;\",\n"
        "              \"why\": \"both walks have arrived\"},\n"
        "             {\"line\": \"return x;\", \"becomes\": \"return -x;\", \"why\": \"no such mutant is made\"}]}\n");
    gate_verify(VERIFY_TRIVIAL | VERIFY_MUTANTS, 1);
    ck_assert_ptr_null(gate_find(P050_TRIVIAL, "zeros"));
    ck_assert_ptr_null(gate_find(P060_MUTANT, "x -= learning_rate * 3 * x;"));
    ck_assert_int_eq(gate.verification.mutants.by_state[VERIFY_EXPLAINED], 1);
    const struct diagnostic *d = gate_found(P071_STALE, "no such mutant survives");
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->line, 5);
}
END_TEST

/* Many mutants, of which not all are tried: a function that nobody calls makes the same program whatever it says. */
static char *long_reference(void)
{
    struct text text = {0};
    text_add(&text, "#include \"problem.h\"\n__attribute__((unused)) static int idle(int a)\n{\n");
    for (int i = 0; i < 60; i++)
        text_format(&text, "    a += %d;\n", i + 5);
    text_add(&text, "    return a;\n}\n"
                    "double get_minimizer(int64_t iterations, double learning_rate, int64_t init)\n{\n"
                    "    double x = (double)init;\n"
                    "    while (iterations-- > 0)\n        x -= learning_rate * 2 * x;\n    return x;\n}\n");
    return text_take(&text);
}

START_TEST(an_explanation_of_what_was_not_tried_is_not_stale)
{
    char *source = long_reference();
    struct mutants all, few;
    mutate(source, MUTATE_ANSWER, 10000, &all);
    mutate(source, MUTATE_ANSWER, VERIFY_MUTANTS_MAX, &few);
    ck_assert_int_gt(all.count, few.count);
    int i = 0; /* the first that was left out, and the one before it, which was not */
    while (all.at[i].number == few.at[i].number)
        i++;
    char *excuses = xasprintf("{\"schema\": \"judge.verify/1\", \"mutants\": [\n"
                              "{\"line\": \"%s\", \"becomes\": \"%s\", \"why\": \"it is not tried\"},\n"
                              "{\"line\": \"%s\", \"becomes\": \"%s\", \"why\": \"it is tried, and tells nothing\"}]}",
                              all.at[i].before, all.at[i].after, all.at[i - 1].before, all.at[i - 1].after);
    gate_put("reference.c", source);
    gate_put("verify.json", excuses);
    gate_verify(VERIFY_MUTANTS, 1);
    ck_assert_int_eq(gate.verification.diagnostics.count, 1);
    ck_assert_ptr_nonnull(gate_found(P071_STALE, "no such mutant survives"));
    ck_assert_int_eq(gate.verification.diagnostics.at[0].line, 3);
    mutants_release(&all);
    mutants_release(&few);
    free(excuses);
    free(source);
}
END_TEST

START_TEST(an_explanation_is_read_strictly)
{
    gate_put("verify.json", "{\"schema\": \"judge.verify/1\", \"mutant\": []}");
    gate_verify(VERIFY_TRIVIAL, 1);
    ck_assert_ptr_nonnull(gate_found(P070_EXCUSE, "did you mean 'mutants'?"));
    ck_assert_ptr_nonnull(gate_found(P070_EXCUSE, "unknown key"));
}
END_TEST

START_TEST(an_explanation_that_is_bad_leaves_the_others)
{
    weaken();
    gate_put(
        "verify.json",
        "{\"schema\": \"judge.verify/2\",\n"
        " \"trivial\": [{\"function\": \"get_minimizer\", \"answer\": \"zeros\", \"why\": \"short\"},\n"
        "             {\"function\": \"get_minimizer\", \"answer\": \"zeros\", \"why\": \"the walk has arrived\"}],\n"
        " \"mutants\": [{\"line\": \"return x;\", \"why\": \"it does not say what the line becomes\"},\n"
        "             {\"line\": \"return x;\", \"becomes\": \"return -x;\", \"nth\": 0, \"why\": \"nth counts from "
        "1\"},\n"
        "             {\"line\": \"x -= learning_rate * 2 * x;\", \"becomes\": \"x -= learning_rate * 3 * x;\",\n"
        "              \"why\": \"both walks have arrived\"}]}\n");
    gate_verify(VERIFY_TRIVIAL | VERIFY_MUTANTS, 1);
    ck_assert_ptr_null(gate_find(P050_TRIVIAL, "zeros"));
    ck_assert_int_eq(gate.verification.mutants.by_state[VERIFY_EXPLAINED], 1);
    ck_assert_int_eq(gate_found(P070_EXCUSE, "judge.verify/1 expected")->line, 1);
    ck_assert_int_eq(gate_found(P070_EXCUSE, "a reason in words expected")->line, 2);
    ck_assert_int_eq(gate_found(P070_EXCUSE, "the key 'becomes' is missing")->line, 4);
    ck_assert_int_eq(gate_found(P070_EXCUSE, "a whole number from 1 to")->line, 5);
}
END_TEST

/* Two lines that read alike, neither of which matters here: what is said of one is not said of the other. */
START_TEST(an_explanation_says_which_of_equal_lines_it_means)
{
    static const char entry[] = "{\"schema\": \"judge.verify/1\", \"mutants\": [{\"line\": \"x += 0.0 * "
                                "learning_rate;\", \"becomes\": \"x -= 0.0 * "
                                "learning_rate;\",%s \"why\": \"it adds nothing\"}]}";
    gate_edit("reference.c", "    return x;",
              "    x += 0.0 * learning_rate;\n    x += 0.0 * learning_rate;\n    return x;");
    char *unclear = xasprintf(entry, ""), *second = xasprintf(entry, " \"nth\": 2,");
    gate_put("verify.json", unclear);
    gate_verify(VERIFY_MUTANTS, 1);
    ck_assert_ptr_nonnull(gate_found(P070_EXCUSE, "several lines read so"));
    ck_assert_int_eq(gate.verification.mutants.by_state[VERIFY_EXPLAINED], 0);
    int accepted = gate.verification.mutants.by_state[VERIFY_PASSES];
    ck_assert_ptr_nonnull(gate_found(P060_MUTANT, "\"x += 0.0 * learning_rate;\", \"nth\": 1,"));
    gate_put("verify.json", second);
    gate_verify(VERIFY_MUTANTS, 1);
    ck_assert_ptr_null(gate_find(P070_EXCUSE, ""));
    ck_assert_int_eq(gate.verification.mutants.by_state[VERIFY_EXPLAINED], 1);
    ck_assert_int_eq(gate.verification.mutants.by_state[VERIFY_PASSES], accepted - 1);
    free(unclear);
    free(second);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {weak_inputs_are_found_out,
                                  what_is_explained_is_no_fault,
                                  an_explanation_of_what_was_not_tried_is_not_stale,
                                  an_explanation_is_read_strictly,
                                  an_explanation_that_is_bad_leaves_the_others,
                                  an_explanation_says_which_of_equal_lines_it_means};
    Suite *suite = suite_create("verify mutants");
    TCase *tcase = tcase_create("mutants");
    tcase_add_checked_fixture(tcase, setup, gate_close);
    tcase_set_timeout(tcase, 300);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
        tcase_add_test(tcase, tests[i]);
    suite_add_tcase(suite, tcase);
    return gate_main(suite);
}
