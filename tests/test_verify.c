/* test_verify.c - the gate for problems: a sound problem passes it, and each fault that is put into a copy of one is
 * found, named and placed. */
#include "judge/verify/verify.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "judge/base/json.h"
#include "judge/verify/trivial.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

static struct install install;
static struct home home;
static struct judging *judging;
static char *folder; /* of all that a test makes: home/ and gradient-descent/ */
static struct problem *problem;
static struct verification verification;

static void shell(const char *format, const char *a, const char *b)
{
    char *command = NULL;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    ck_assert(asprintf(&command, format, a, b) > 0);
#pragma GCC diagnostic pop
    ck_assert_msg(system(command) == 0, "%s", command);
    free(command);
}

static void setup(void)
{
    struct err err = {0};
    folder = fixture_folder();
    char *path = xasprintf("%s/home", folder);
    setenv("JUDGE_HOME", path, 1);
    ck_assert_msg(install_at(TEST_BUILD, &install, &err) == 0, "%s", err.text);
    ck_assert_msg(home_open(&home, &err) == 0, "%s", err.text);
    ck_assert_msg(judging_open(&install, &home, false, &judging, &err) == 0, "%s", err.text);
    shell("cp -r %s/gradient-descent %s/ && rm -rf %2$s/gradient-descent/submissions/*/*.py "
          "%2$s/gradient-descent/submissions/time_limit_exceeded",
          install.problems, folder);
    free(path);
}

static void teardown(void)
{
    verification_release(&verification);
    if (problem)
        problem_free(problem);
    judging_close(judging);
    home_release(&home);
    install_release(&install);
    fixture_remove(folder);
}

/* One more file of the problem, or another one in its place. */
static void put(const char *name, const char *text)
{
    char *path = xasprintf("gradient-descent/%s", name);
    fixture_write(folder, path, text, strlen(text));
    free(path);
}

/* Replaces `from`, which must occur, in a file of the problem. */
static void edit(const char *name, const char *from, const char *to)
{
    char *path = xasprintf("%s/gradient-descent/%s", folder, name), *text = xcalloc(1, 1 << 16);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_gt(fread(text, 1, (1 << 16) - 1, file), 0);
    fclose(file);
    char *at = strstr(text, from);
    ck_assert_msg(at != NULL, "'%s' is not in %s", from, name);
    char *changed = xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    put(name, changed);
    free(changed);
    free(text);
    free(path);
}

static void verify(unsigned parts, int keys)
{
    struct err err = {0};
    struct faults faults;
    const struct verify_options options = {.parts = parts, .keys = keys};
    char *path = xasprintf("%s/gradient-descent", folder);
    if (problem_load_faults(path, &problem, &faults))
        verification_of_failed_load(&faults, &verification);
    else
        ck_assert_msg(verify_problem(judging, problem, &options, &verification, &err) == 0, "%s", err.text);
    free(path);
}

/* The first diagnostic of this code whose text, note or help has the words. */
static const struct diagnostic *find(enum diagnostic_code code, const char *words)
{
    for (int i = 0; i < verification.diagnostics.count; i++) {
        const struct diagnostic *d = &verification.diagnostics.at[i];
        if (d->code == code &&
            (strstr(d->text, words) || (d->note && strstr(d->note, words)) || (d->help && strstr(d->help, words))))
            return d;
    }
    return NULL;
}

/* The same; all of them are shown when it is missing. */
static const struct diagnostic *found(enum diagnostic_code code, const char *words)
{
    const struct diagnostic *d = find(code, words);
    if (d)
        return d;
    struct ui ui = {.width = 100};
    struct text text = {0};
    diagnostics_text(&verification.diagnostics, &ui, &text);
    printf("%s\n", text.at ? text.at : "no diagnostics");
    fflush(stdout); /* the assertion that follows ends the process */
    text_release(&text);
    return NULL;
}

START_TEST(a_sound_problem_has_no_fault)
{
    put("submissions/accepted/loop.cpp",
        "#include \"problem.h\"\n"
        "double get_minimizer(int64_t n, double rate, int64_t guess)\n"
        "{ double x = double(guess); while (n-- > 0) x -= rate * 2 * x; return x; }\n");
    verify(VERIFY_ALL & ~(unsigned)VERIFY_SUBMISSIONS, 2);
    ck_assert_int_eq(verification.diagnostics.count, 0);
    ck_assert_int_gt(verification.trivial_count, 10);
    ck_assert_int_gt(verification.mutants.count, 8);
    ck_assert_int_eq(verification.mutants.by_state[VERIFY_FAILS], verification.mutants.count);
    ck_assert_str_eq(verification.builds, "-O0, -O3, sums in another order");
    ck_assert(verification_kill_score(&verification) == 100);
}
END_TEST

START_TEST(submissions_earn_their_verdicts_under_each_key)
{
    verify(VERIFY_SUBMISSIONS, 2);
    ck_assert_int_eq(verification.diagnostics.errors, 0);
    ck_assert_int_gt(verification.submission_count, 10);
    for (int i = 0; i < verification.submission_count; i++) {
        const struct verify_submission *s = &verification.submissions[i];
        int failed = 0;
        for (int c = 0; c < verification.column_count; c++)
            failed += s->failed[c] > 0;
        ck_assert_int_eq(failed > 0, s->wanted != VERDICT_AC);
    }
}
END_TEST

START_TEST(a_key_that_is_misspelt_is_shown_with_a_caret)
{
    edit("problem.json", "\"limits\":", "\"limit\":");
    verify(VERIFY_ALL, 1);
    const struct diagnostic *d = found(P001_LOAD, "unknown key");
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->line, 8);
    ck_assert_int_eq(d->column, 3);
    ck_assert_int_eq(d->length, 7);
    ck_assert_str_eq(d->help, "did you mean 'limits'?");
    struct ui ui = {.width = 80};
    struct text text = {0};
    verification_text(&verification, "gradient-descent", &ui, true, &text);
    ck_assert_ptr_nonnull(strstr(text.at, "error[P001]: "));
    ck_assert_ptr_nonnull(strstr(text.at, "problem.json:8:3\n"));
    ck_assert_ptr_nonnull(strstr(text.at, "\n 8 |   \"limit\": {"));
    ck_assert_ptr_nonnull(strstr(text.at, "\n   |   ^^^^^^^\n"));
    ck_assert_ptr_nonnull(strstr(text.at, "1 fault"));
    text_release(&text);
}
END_TEST

/* In the order of the file, and nothing twice: the case that follows from a bad group is not told. */
START_TEST(all_faults_of_problem_json_are_told_in_one_go)
{
    edit("problem.json", "\"difficulty\": \"easy\"", "\"difficulty\": \"esay\"");
    edit("problem.json", "\"track\":", "\"colour\": 3, \"track\":");
    edit("problem.json", "\"time_ms\": 1000", "\"time_ms\": -1");
    edit("problem.json", "\"guess\": 5", "\"gues\": 5");
    edit("problem.json", "\"set\": \"hidden\"", "\"set\": \"hiden\"");
    edit("problem.json", "\"set\": \"fresh\"", "\"set\": \"fersh\"");
    verify(VERIFY_ALL, 1);
    static const char *const wanted[] = {"'difficulty'", "'colour'",        "'limits.time_ms'",
                                         "'samples[0]",  "'groups[0].set'", "].set'"};
    const struct diagnostics *list = &verification.diagnostics;
    ck_assert_int_eq(list->count, 6);
    for (int i = 0; i < 6; i++) {
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
    edit("problem.json", "\"samples\": [", text.at);
    text_release(&text);
    verify(VERIFY_ALL, 1);
    ck_assert_int_eq(verification.diagnostics.count, FAULTS_MAX + 1);
    ck_assert_str_eq(verification.diagnostics.at[FAULTS_MAX].text, "there are 10 more faults");
}
END_TEST

START_TEST(a_statement_must_be_whole)
{
    edit("statement.md", "## How answers are compared", "## About answers");
    edit("statement.md", "double get_minimizer(int64_t iterations, double learning_rate",
         "double get_minimizer(double learning_rate");
    edit("statement.md", "= 3.2\n", "= 3.3\n");
    edit("statement.md", " = 3.2\n", " = 3.3\n");
    edit("statement.md", "def get_minimizer", "def minimizer");
    verify(VERIFY_STATEMENT, 1);
    ck_assert_ptr_nonnull(found(P011_SECTION, "How answers are compared"));
    ck_assert_ptr_nonnull(found(P013_SIGNATURE, "double get_minimizer(int64_t iterations"));
    ck_assert_ptr_nonnull(found(P013_SIGNATURE, "in Python"));
    ck_assert_ptr_nonnull(found(P014_NUMBER, "3.20000"));
    ck_assert_int_eq(verification.diagnostics.count, 4);
}
END_TEST

START_TEST(a_statement_must_say_how_and_what)
{
    edit("statement.md", "To 5 decimals", "To 4 decimals");
    edit("statement.md", "to 5 decimals", "in the end");
    verify(VERIFY_STATEMENT, 1);
    ck_assert_ptr_nonnull(found(P015_RULE, "5 decimals"));
}
END_TEST

START_TEST(a_task_needs_a_formula)
{
    put("statement.md",
        "# Title\n\n## Task\n\nWalk downhill.\n\n## Signature\n\n"
        "double get_minimizer(int64_t iterations, double learning_rate, int64_t guess)\n"
        "def get_minimizer(\n\n## Example\n\n3.2 -14.58 -7.0\n\n## How answers are compared\n\nTo 5 decimals.\n");
    verify(VERIFY_STATEMENT, 1);
    ck_assert_ptr_nonnull(found(P012_FORMULA, "formula"));
    ck_assert_int_eq(verification.diagnostics.count, 1);
}
END_TEST

START_TEST(a_reference_must_agree_with_the_samples)
{
    edit("reference.c", "* 2 *", "* 3 *");
    verify(VERIFY_ALL, 1);
    ck_assert_ptr_nonnull(found(P021_SAMPLE, "the expectation is not what the reference computes"));
}
END_TEST

START_TEST(a_reference_that_crashes_ends_it)
{
    put("reference.c", "#include \"problem.h\"\ndouble get_minimizer(int64_t a, double b, int64_t c) { (void)a; "
                       "(void)b; return 1 / (c - c); }\n");
    verify(VERIFY_ALL, 1);
    ck_assert_int_eq(verification.diagnostics.errors, 1);
    ck_assert_ptr_nonnull(found(P020_REFERENCE, "failed on case"));
}
END_TEST

/* Uninitialised memory is another number in each build, most of the time; here the optimiser decides for sure. */
START_TEST(a_reference_must_not_depend_on_how_it_is_built)
{
    edit("reference.c", "    return x;", "#ifdef __OPTIMIZE__\n    return x;\n#else\n    return x + 1;\n#endif");
    verify(VERIFY_REFERENCE, 1);
    ck_assert_ptr_nonnull(found(P022_REFERENCE_BUILD, "-O0"));
    ck_assert_int_eq(verification.diagnostics.count, 1);
}
END_TEST

/* Big numbers that cancel: a sum in single precision is another one in another order. */
START_TEST(a_reference_must_not_depend_on_the_order_of_its_sums)
{
    edit("reference.c", "    return x;",
         "    float parts[64], sum = 0;\n"
         "    for (int i = 0; i < 64; i++)\n        parts[i] = i % 2 ? -3e7f - (float)i : 3e7f + (float)(x * i);\n"
         "    for (int i = 0; i < 64; i++)\n        sum += parts[i];\n"
         "    return x + sum;");
    verify(VERIFY_REFERENCE, 1);
    ck_assert_ptr_nonnull(found(P022_REFERENCE_BUILD, "sums in another order"));
}
END_TEST

START_TEST(the_tensor_core_is_tried_on_each_instruction_set)
{
    shell("cp -r %s/tensor-basics/. %s/gradient-descent", install.problems, folder);
    verify(VERIFY_REFERENCE, 1);
    ck_assert_int_eq(verification.diagnostics.count, 0);
    ck_assert_ptr_nonnull(strstr(verification.builds, "-O0, -O3, sums in another order, scalar"));
}
END_TEST

START_TEST(a_wrong_answer_that_is_accepted_is_named)
{
    shell("cp %s/gradient-descent/submissions/accepted/loop.c %2$s/gradient-descent/submissions/wrong_answer/right.c",
          folder, folder);
    verify(VERIFY_SUBMISSIONS, 1);
    const struct diagnostic *d = found(P030_VERDICT, "'wrong_answer' is judged AC");
    ck_assert_ptr_nonnull(d);
    ck_assert_ptr_nonnull(strstr(d->file, "wrong_answer/right.c"));
    ck_assert_ptr_nonnull(d->help);
}
END_TEST

START_TEST(folders_and_files_that_mean_nothing_are_named)
{
    put("submissions/wrong_anser/a.c", "x");
    put("submissions/wrong_answer/notes.txt", "x");
    shell("rm %s/gradient-descent/submissions/accepted/loop.*%s", folder, "");
    shell("rm %s/gradient-descent/submissions/accepted/rec*%s", folder, "");
    verify(VERIFY_SUBMISSIONS, 1);
    ck_assert_ptr_nonnull(found(P033_FOLDER, "did you mean 'wrong_answer'?"));
    ck_assert_ptr_nonnull(found(P033_FOLDER, "notes.txt"));
    ck_assert_ptr_nonnull(found(P031_TOO_FEW, "accepted"));
}
END_TEST

START_TEST(a_limit_must_leave_room)
{
    edit("problem.json", "\"time_ms\": 1000", "\"time_ms\": 1");
    verify(VERIFY_SUBMISSIONS, 1);
    ck_assert_ptr_nonnull(found(P035_TIME, "time_ms"));
}
END_TEST

START_TEST(starters_are_there_compile_quietly_and_leave_work)
{
    shell("cp %s/gradient-descent/submissions/accepted/loop.c %2$s/gradient-descent/starter/solution.c", folder,
          folder);
    put("starter/solution.cpp",
        "#include \"problem.h\"\ndouble get_minimizer(int64_t a, double b, int64_t c) { int d; return d; }\n");
    shell("rm %s/gradient-descent/starter/solution.py%s", folder, "");
    verify(VERIFY_STARTERS, 1);
    ck_assert_ptr_nonnull(found(P040_STARTER, "is accepted"));
    ck_assert_ptr_nonnull(found(P040_STARTER, "is used uninitialized"));
    ck_assert_ptr_nonnull(found(P040_STARTER, "solution.py"));
}
END_TEST

/* All groups converged: the answer is always 0 to 5 decimals. */
static void weaken(void)
{
    static const char groups[] =
        "\"groups\": [{\"name\": \"converged\", \"function\": \"get_minimizer\", \"set\": \"hidden\", "
        "\"cases\": 3, \"args\": {\"iterations\": 200, \"learning_rate\": 0.4, \"guess\": 3}}]\n}\n";
    char *path = xasprintf("%s/gradient-descent/problem.json", folder), *text = xcalloc(1, 1 << 16);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_gt(fread(text, 1, (1 << 16) - 1, file), 0);
    fclose(file);
    char *changed = xasprintf("%.*s%s", (int)(strstr(text, "\"groups\"") - text), text, groups);
    put("problem.json", changed);
    free(changed);
    free(text);
    free(path);
}

START_TEST(weak_inputs_are_found_out)
{
    weaken();
    verify(VERIFY_TRIVIAL | VERIFY_MUTANTS | VERIFY_SUBMISSIONS, 1);
    ck_assert_ptr_nonnull(found(P050_TRIVIAL, "zeros"));
    ck_assert_ptr_null(find(P050_TRIVIAL, "ones"));
    const struct diagnostic *d = found(P060_MUTANT, "x -= learning_rate * 3 * x;");
    ck_assert_ptr_nonnull(d);
    ck_assert_int_eq(d->line, 8);
    ck_assert_str_eq(d->quote, "        x -= learning_rate * 2 * x;");
    ck_assert_int_eq(d->column, 30);
    ck_assert_ptr_nonnull(found(P030_VERDICT, "'wrong_answer' is judged AC"));
    ck_assert(verification_kill_score(&verification) < 60);
}
END_TEST

START_TEST(what_is_explained_is_no_fault)
{
    weaken();
    put("verify.json",
        "{\"schema\": \"judge.verify/1\",\n"
        " \"trivial\": [{\"function\": \"get_minimizer\", \"answer\": \"zeros\", \"why\": \"the walk has arrived\"}],\n"
        " \"mutants\": [{\"line\": \"x -= learning_rate * 2 * x;\", \"becomes\": \"x -= learning_rate * 3 * x;\",\n"
        "              \"why\": \"both walks have arrived\"},\n"
        "             {\"line\": \"return x;\", \"becomes\": \"return -x;\", \"why\": \"no such mutant is made\"}]}\n");
    verify(VERIFY_TRIVIAL | VERIFY_MUTANTS, 1);
    ck_assert_ptr_null(find(P050_TRIVIAL, "zeros"));
    ck_assert_ptr_null(find(P060_MUTANT, "x -= learning_rate * 3 * x;"));
    ck_assert_int_eq(verification.mutants.by_state[VERIFY_EXPLAINED], 1);
    const struct diagnostic *d = found(P071_STALE, "no such mutant survives");
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
    while (strcmp(all.at[i].source, few.at[i].source) == 0)
        i++;
    char *excuses = xasprintf("{\"schema\": \"judge.verify/1\", \"mutants\": [\n"
                              "{\"line\": \"%s\", \"becomes\": \"%s\", \"why\": \"it is not tried\"},\n"
                              "{\"line\": \"%s\", \"becomes\": \"%s\", \"why\": \"it is tried, and tells nothing\"}]}",
                              all.at[i].before, all.at[i].after, all.at[i - 1].before, all.at[i - 1].after);
    put("reference.c", source);
    put("verify.json", excuses);
    verify(VERIFY_MUTANTS, 1);
    ck_assert_int_eq(verification.diagnostics.count, 1);
    ck_assert_ptr_nonnull(found(P071_STALE, "no such mutant survives"));
    ck_assert_int_eq(verification.diagnostics.at[0].line, 3);
    mutants_release(&all);
    mutants_release(&few);
    free(excuses);
    free(source);
}
END_TEST

START_TEST(an_explanation_is_read_strictly)
{
    put("verify.json", "{\"schema\": \"judge.verify/1\", \"mutant\": []}");
    verify(VERIFY_TRIVIAL, 1);
    ck_assert_ptr_nonnull(found(P070_EXCUSE, "did you mean 'mutants'?"));
    ck_assert_ptr_nonnull(found(P070_EXCUSE, "unknown key"));
}
END_TEST

START_TEST(an_explanation_that_is_bad_leaves_the_others)
{
    weaken();
    put("verify.json",
        "{\"schema\": \"judge.verify/2\",\n"
        " \"trivial\": [{\"function\": \"get_minimizer\", \"answer\": \"zeros\", \"why\": \"short\"},\n"
        "             {\"function\": \"get_minimizer\", \"answer\": \"zeros\", \"why\": \"the walk has arrived\"}],\n"
        " \"mutants\": [{\"line\": \"return x;\", \"why\": \"it does not say what the line becomes\"},\n"
        "             {\"line\": \"return x;\", \"becomes\": \"return -x;\", \"nth\": 0, \"why\": \"nth counts from "
        "1\"},\n"
        "             {\"line\": \"x -= learning_rate * 2 * x;\", \"becomes\": \"x -= learning_rate * 3 * x;\",\n"
        "              \"why\": \"both walks have arrived\"}]}\n");
    verify(VERIFY_TRIVIAL | VERIFY_MUTANTS, 1);
    ck_assert_ptr_null(find(P050_TRIVIAL, "zeros"));
    ck_assert_int_eq(verification.mutants.by_state[VERIFY_EXPLAINED], 1);
    ck_assert_int_eq(found(P070_EXCUSE, "judge.verify/1 expected")->line, 1);
    ck_assert_int_eq(found(P070_EXCUSE, "a reason in words expected")->line, 2);
    ck_assert_int_eq(found(P070_EXCUSE, "the key 'becomes' is missing")->line, 4);
    ck_assert_int_eq(found(P070_EXCUSE, "a whole number from 1 to")->line, 5);
}
END_TEST

/* Two lines that read alike, neither of which matters here: what is said of one is not said of the other. */
START_TEST(an_explanation_says_which_of_equal_lines_it_means)
{
    static const char entry[] = "{\"schema\": \"judge.verify/1\", \"mutants\": [{\"line\": \"x += 0.0 * "
                                "learning_rate;\", \"becomes\": \"x -= 0.0 * "
                                "learning_rate;\",%s \"why\": \"it adds nothing\"}]}";
    edit("reference.c", "    return x;", "    x += 0.0 * learning_rate;\n    x += 0.0 * learning_rate;\n    return x;");
    char *unclear = xasprintf(entry, ""), *second = xasprintf(entry, " \"nth\": 2,");
    put("verify.json", unclear);
    verify(VERIFY_MUTANTS, 1);
    ck_assert_ptr_nonnull(found(P070_EXCUSE, "several lines read so"));
    ck_assert_int_eq(verification.mutants.by_state[VERIFY_EXPLAINED], 0);
    int accepted = verification.mutants.by_state[VERIFY_PASSES];
    ck_assert_ptr_nonnull(found(P060_MUTANT, "\"x += 0.0 * learning_rate;\", \"nth\": 1,"));
    verification_release(&verification);
    problem_free(problem);
    put("verify.json", second);
    verify(VERIFY_MUTANTS, 1);
    ck_assert_ptr_null(find(P070_EXCUSE, ""));
    ck_assert_int_eq(verification.mutants.by_state[VERIFY_EXPLAINED], 1);
    ck_assert_int_eq(verification.mutants.by_state[VERIFY_PASSES], accepted - 1);
    free(unclear);
    free(second);
}
END_TEST

START_TEST(a_verification_is_one_object_of_json)
{
    struct json_writer json = {0};
    verify(VERIFY_TRIVIAL, 1);
    verification_json(&verification, "gradient-descent", &json);
    char *text = json_writer_take(&json);
    struct json_document *document;
    struct err err = {0};
    ck_assert_msg(json_parse("json", text, strlen(text), &document, &err) == 0, "%s", err.text);
    struct json root = json_root(document);
    bool ok = false;
    ck_assert_int_eq(json_bool(json_get(root, "ok"), &ok, &err), 0);
    ck_assert(ok);
    ck_assert_int_eq(json_count(json_get(root, "trivial")), verification.trivial_count);
    json_free(document);
    free(text);
}
END_TEST

/* --- trivial answers, each by itself ------------------------------------------------------------------------------ */

static struct problem *load_fixture(char *place)
{
    struct problem *loaded;
    struct err err = {0};
    fixture_problem(place, "sums", fixture_json);
    char *path = xasprintf("%s/sums", place);
    ck_assert_msg(problem_load(path, &loaded, &err) == 0, "%s", err.text);
    free(path);
    return loaded;
}

START_TEST(trivial_answers_follow_the_types)
{
    char *place = fixture_folder(), name[TRIVIAL_NAME];
    struct problem *loaded = load_fixture(place);
    struct trivial list[TRIVIAL_MAX];
    struct text all = {0};
    int count = trivial_list(loaded, 1, list); /* both(text str, n i64) -> (ids i64[T], count i64) */
    for (int i = 0; i < count; i++)
        text_format(&all, "|%s", trivial_name(loaded, 1, &list[i], name));
    ck_assert_str_eq(all.at,
                     "|zeros as result 1|ones as result 1|empty as result 1|negated as result 1|reversed as result 1"
                     "|the answer of sample 1 as result 1|zeros as result 2|ones as result 2|negated as result 2"
                     "|the argument 'size' returned as result 2|the argument 'n' returned as result 2"
                     "|the answer of sample 1 as result 2");
    text_release(&all);
    problem_free(loaded);
    fixture_remove(place);
}
END_TEST

static struct value made_by(const struct problem *loaded, enum trivial_kind kind, const double *numbers, int64_t count)
{
    struct value want = {0};
    value_init_tensor(&want, FRAME_TENSOR_F64, 1, &count);
    for (int64_t i = 0; i < count; i++)
        want.f64s[i] = numbers[i];
    const struct values wants = {1, &want}, none = {0, NULL};
    const struct trivial trivial = {kind, 0, 0};
    const struct trivial_case test_case = {
        .problem = loaded, .function = 0, .arguments = &none, .want = &wants, .mean = 2.5};
    struct values results;
    ck_assert(trivial_answer(&test_case, &trivial, &results));
    struct value value = results.at[0];
    free(results.at);
    value_release(&want);
    return value;
}

START_TEST(trivial_answers_are_what_their_names_say)
{
    static const double numbers[] = {1.234567, -2, 65520, 6.0e-8};
    static const struct {
        enum trivial_kind kind;
        double first, second, third, fourth;
    } wanted[] = {
        {TRIVIAL_ZEROS, 0, 0, 0, 0},
        {TRIVIAL_MEAN, 2.5, 2.5, 2.5, 2.5},
        {TRIVIAL_PERCENT, 1.24691267, -2.02, 66175.2, 6.06e-8},
        {TRIVIAL_REVERSED, 6.0e-8, 65520, -2, 1.234567},
        {TRIVIAL_ROUNDED, 1.2346, -2, 65520, 0},
        {TRIVIAL_FLOAT16, 1.234375, -2, INFINITY, 0x1p-24}, /* 2^-24 is the smallest of all */
    };
    char *place = fixture_folder();
    struct problem *loaded = load_fixture(place);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        struct value value = made_by(loaded, wanted[i].kind, numbers, 4);
        const double *want = &wanted[i].first;
        for (int k = 0; k < 4; k++)
            ck_assert_msg(value.f64s[k] == want[k] ||
                              (want[k] - value.f64s[k] < 1e-9 && value.f64s[k] - want[k] < 1e-9),
                          "kind %d, %d: %.17g, not %.17g", (int)wanted[i].kind, k, value.f64s[k], want[k]);
        value_release(&value);
    }
    problem_free(loaded);
    fixture_remove(place);
}
END_TEST

int main(void)
{
    const TTest *const gate[] = {a_sound_problem_has_no_fault,
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
                                 weak_inputs_are_found_out,
                                 what_is_explained_is_no_fault,
                                 an_explanation_of_what_was_not_tried_is_not_stale,
                                 an_explanation_is_read_strictly,
                                 an_explanation_that_is_bad_leaves_the_others,
                                 an_explanation_says_which_of_equal_lines_it_means,
                                 a_verification_is_one_object_of_json};
    Suite *suite = suite_create("verify");
    TCase *with_judge = tcase_create("gate"), *alone = tcase_create("trivial");
    tcase_add_checked_fixture(with_judge, setup, teardown);
    tcase_set_timeout(with_judge, 300);
    for (size_t i = 0; i < sizeof gate / sizeof *gate; i++)
        tcase_add_test(with_judge, gate[i]);
    tcase_add_test(alone, trivial_answers_follow_the_types);
    tcase_add_test(alone, trivial_answers_are_what_their_names_say);
    suite_add_tcase(suite, with_judge);
    suite_add_tcase(suite, alone);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
