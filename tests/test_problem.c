#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/problem/generate.h"
#include "judge/base/json.h"
#include "judge/problem/problem_read.h"
#include "tests/check_main.h"
#include "tests/problem_fixture.h"

static int load(const char *folder, const char *id, struct problem **ret_problem, struct err *err)
{
    char *path = xasprintf("%s/%s", folder, id);
    int result = problem_load(path, ret_problem, err);
    free(path);
    return result;
}

/* Without a folder: what the text alone decides. */
static int read_text(const char *text, size_t size, struct problem **ret_problem, struct err *err)
{
    struct json_document *document;
    if (json_parse("problem.json", text, size, &document, err))
        return -1;
    struct problem *problem = xcalloc(1, sizeof *problem);
    strcpy(problem->id, "mine");
    struct faults faults = {0};
    int result = problem_read(json_root(document), problem, &(struct attachments){.folder = -1}, &faults);
    json_free(document);
    if (result) {
        *err = faults.at[0];
        problem_free(problem);
    } else
        *ret_problem = problem;
    return result;
}

START_TEST(a_problem_is_read_whole)
{
    char *folder = fixture_folder();
    struct problem *problem = NULL;
    struct err err = {0};
    fixture_problem(folder, "weighted-sums", fixture_json);
    ck_assert_msg(load(folder, "weighted-sums", &problem, &err) == 0, "%s", err.text);
    ck_assert_str_eq(problem->id, "weighted-sums");
    ck_assert_str_eq(problem->title, "Weighted sums");
    ck_assert_str_eq(problem->track, "foundations");
    ck_assert(problem->folder[0] == '/');
    ck_assert(problem->difficulty == DIFFICULTY_EASY && problem->order == 30 && problem->decimals == 5);
    ck_assert(problem->requires_count == 1 && strcmp(problem->requires[0], "gradient-descent") == 0);
    ck_assert(problem->rtol_f32 == 1e-5 && problem->rtol_f64 == 1e-11);
    ck_assert(problem->nan_allowed && problem->whole_floats && problem->variant_count == 2);
    ck_assert(problem->limits.time_ms == 500 && problem->limits.memory_kib == 128 * 1024 &&
              problem->limits.output_bytes == 8 << 20);
    ck_assert(problem->constructor_count == 1 && strcmp(problem->constructor[0].name, "size") == 0);
    ck_assert(problem->function_count == 2 && problem->functions[1].result_count == 2);
    ck_assert_int_eq(problem->group_count, 6);

    const struct group *sample = &problem->groups[0], *group = &problem->groups[2];
    ck_assert(sample->set == SET_SAMPLE && !sample->generator && sample->cases == 1 && sample->weight == 1);
    ck_assert_str_eq(sample->note, "by hand");
    ck_assert_uint_eq(sample->literal.count, 3);
    ck_assert(sample->literal.at[0].i64 == 2 && sample->literal.at[1].f64s[5] == 6 &&
              sample->literal.at[2].f64s[2] == -1);
    ck_assert(sample->expect.count == 1 && sample->expect.at[0].f64s[1] == -2);
    ck_assert_str_eq(problem->groups[1].literal.at[1].text, "h\xc3\xa9"); /* by parameter, not as written */
    ck_assert(problem->groups[1].weight == 0 && problem->groups[1].literal.at[2].i64 == 3);
    ck_assert(group->generator && group->set == SET_HIDDEN && group->cases == 4 && group->weight == 2 &&
              group->function == 0);
    ck_assert_str_eq(group->name, "scale");
    ck_assert_ptr_null(problem->groups[3].note);
    problem_free(problem);
    fixture_remove(folder);
}
END_TEST

START_TEST(what_is_left_out_has_a_default)
{
    struct problem *problem = NULL;
    struct err err = {0};
    static const char text[] =
        "{\"schema\":\"judge.problem/1\",\"title\":\"T\",\"difficulty\":\"hard\",\"track\":\"mine\",\"order\":1,"
        "\"functions\":[\"f(x i64) -> i64\"],\"groups\":[{\"name\":\"g\",\"function\":\"f\",\"set\":\"hidden\","
        "\"args\":{\"x\":1}}]}";
    ck_assert_msg(read_text(text, sizeof text - 1, &problem, &err) == 0, "%s", err.text);
    ck_assert(problem->decimals == 0 && problem->rtol_f32 == 1e-6 && problem->rtol_f64 == 1e-12);
    ck_assert(!problem->nan_allowed && !problem->whole_floats && problem->variant_count == 1);
    ck_assert(problem->limits.time_ms == 1000 && problem->limits.memory_kib == 256 * 1024 &&
              problem->limits.output_bytes == 16 << 20);
    ck_assert(problem->groups[0].cases == 1 && problem->groups[0].weight == 1 && !problem->groups[0].note);
    problem_free(problem);
}
END_TEST

/* One thing changed each time; the message names the place and the remedy. */
START_TEST(every_mistake_is_named_with_its_place)
{
    static const struct {
        const char *from, *to, *message;
    } rows[] = {
        {"\"decimals\": 5", "\"decimal\": 5", "problem.json:8:3: 'decimal': unknown key, did you mean 'decimals'?"},
        {"  \"decimals\": 5,\n", "", "problem.json:1:1: 'the file': the key 'decimals' is missing: results are floats"},
        {"\"decimals\": 5", "\"decimals\": 10", "'decimals': a whole number from 0 to 9 expected, not 10"},
        {"\"decimals\": 5", "\"decimals\": 5.0", "'decimals': a whole number from 0 to 9 expected, not 5.0"},
        {"\"decimals\": 5", "\"decimals\": 5, \"decimals\": 4", "8:18: 'decimals': the key stands twice"},
        {"\"nan\": true", "\"nan\": \"yes\"", "'nan': true or false expected, not \"yes\""},
        {"}\n  ]\n}\n", "}\n  ]\n} x\n", "the end expected, not 'x'"},
        {"judge.problem/1", "judge.problem/2", "'schema': judge.problem/1 expected"},
        {"  \"title\": \"Weighted sums\",\n", "", "the key 'title' is missing"},
        {"Weighted sums", "", "'title': a string of at least 1 bytes expected"},
        {"\"easy\"", "\"esay\"", "'difficulty': easy, medium or hard expected, not \"esay\", did you mean 'easy'?"},
        {"\"foundations\"", "\"Foundations!\"", "'track': small letters, digits and '-' expected"},
        {"\"order\": 30", "\"order\": -1", "'order': a whole number from 0 to 100000"},
        {"\"gradient-descent\"", "\"../x\"", "'requires[0]': no problem id"},
        {"\"gradient-descent\"", "\"mine\"", "'requires[0]': a problem cannot require itself"},
        {"\"f32\": 1e-5", "\"f16\": 1e-5", "'rtol.f16': unknown key"},
        {"\"f32\": 1e-5", "\"f32\": 0.5", "'rtol.f32': a number from 0 to 0.1 expected, not 0.5"},
        {"\"f32\": 1e-5", "\"f32\": 1e999", "9:19: the number is too large"},
        {"[\"native\", \"mkl\"]", "[\"mkl\", \"native\"]",
         "'variants[0]': [\"native\"] or [\"native\", \"mkl\"] expected"},
        {"[\"native\", \"mkl\"]", "[\"native\", \"cuda\"]", "'variants[1]': native or mkl expected, not \"cuda\""},
        {"[\"native\", \"mkl\"]", "[]", "'variants': at least 1 items expected"},
        {"\"time_ms\": 500", "\"time_ms\": 0", "'limits.time_ms': a whole number from 1 to 60000 expected, not 0"},
        {"\"time_ms\": 500", "\"time\": 500", "'limits.time': unknown key, did you mean 'time_ms'?"},
        {"\"memory_mib\": 128", "\"memory_mib\": 9999999", "'limits.memory_mib'"},
        {"\"(size i64)\"", "\"size i64\"", "'constructor': signature 'size i64', column 1: '(' expected"},
        {"\"(size i64)\"", "\"(X i64)\"", "the constructor and 'scale' both have a parameter 'X'"},
        {"w f64[3]) -> f64[N]", "w f46[3]) -> f64[N]", "15:17: 'functions[0]': signature"},
        {"w f64[3]) -> f64[N]", "w f64[M*2]) -> f64[N]",
         "the type of 'w': no parameter before it has the dimension 'M'"},
        {"w f64[3]) -> f64[N]", "w f64[2*]) -> f64[N]", "the type of 'w': expression '2*'"},
        {"w f64[3]) -> f64[N]", "w f64[9999]) -> f64[N]", "the type of 'w': expression '9999': the value 9999 is not"},
        {"both(text str", "scale(text str", "'functions[1]': a second function named 'scale'"},
        {"\"function\": \"both\", \"weight\"", "\"function\": \"bth\", \"weight\"",
         "'samples[1].function': scale or both expected, not \"bth\", did you mean 'both'?"},
        {"\"X\": [[1, 2, 3], [4, 5, 6]]", "\"X\": [[1, 2, 3], [4, 5]]", "'samples[0].args.X[1]': 3 items expected"},
        {"\"X\": [[1, 2, 3], [4, 5, 6]]", "\"X\": [[1, 2], [4, 5]]", "dimension 1 of 'X' is 2, but '3' is 3"},
        {"\"X\": [[1, 2, 3], [4, 5, 6]]", "\"Y\": [[1, 2, 3], [4, 5, 6]]", "'samples[0].args.Y': unknown key"},
        {"\"X\": [[1, 2, 3], [4, 5, 6]], ", "", "'samples[0].args': the argument 'X' is missing"},
        {"\"X\": [[1, 2, 3], [4, 5, 6]]", "\"X\": {\"normal\": 1}",
         "this case is written out (or in a file, {\"npy\": \"data/x.npy\"}); generators belong to"},
        {"\"expect\": [[-2, -2]]", "\"expect\": [-2, -2]", "'samples[0].expect': a list with 1 result expected"},
        {"\"expect\": [[-2, -2]]", "\"expect\": [[-2]]",
         "'samples[0].expect[0]': dimension 0 of 'result' is 1, but 'N' is 2"},
        {"\"expect\": [[-2, -2]]", "\"expect\": [[[-2], [-2]]]", "'samples[0].expect[0][0]': a number expected"},
        {"\"note\": \"by hand\", \"constructor\": {\"size\": 2},", "\"note\": \"by hand\",",
         "'samples[0]': the key 'constructor' is missing"},
        {"\"weight\": 0", "\"weight\": -1", "'samples[1].weight': a number from 0 to 1000 expected"},
        {"\"note\": \"by hand\"", "\"set\": \"hidden\"", "'samples[0].set': unknown key"},
        {"\"name\": \"both\"", "\"name\": \"Both\"", "'groups[1].name': small letters, digits and '-' expected"},
        {"\"name\": \"both\"", "\"name\": \"scale\"", "'groups[1].name': a second group of this name"},
        {"\"set\": \"fresh\"", "\"set\": \"frsh\"", "'groups[3].set': sample, hidden or fresh expected, not \"frsh\""},
        {"\"cases\": 4", "\"cases\": 0", "'groups[0].cases': a whole number from 1 to 500 expected"},
        {"\"cases\": 4", "\"cases\": 495", "'groups[3]': more than 500 cases in all"},
        {"\"N\": [4, 12]", "\"N\": [4, 2]", "'groups[0]': dimension 'N': the range from 4 to 2 is empty"},
        {"\"N\": [4, 12]", "\"M\": [4, 12]",
         "'groups[0]': argument 'size': expression 'N': nothing before it is named 'N'"},
        {"\"X\": {\"normal\": 1.5}", "\"X\": {\"normal\": \"N+\"}",
         "26:31: 'groups[0].args.X.normal': expression 'N+'"},
        {"\"X\": {\"normal\": 1.5}, ", "", "'groups[0].args': the argument 'X' is missing"},
        {"\"function\": \"both\", \"set\": \"hidden\"", "\"function\": \"both\", \"set\": \"sample\"",
         "no hidden or fresh group tests 'both'"},
        {"\"functions\"", "\"function\"", "'function': unknown key, did you mean 'functions'?"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = fixture_edit(rows[i].from, rows[i].to);
        struct problem *problem = NULL;
        struct err err = {0};
        ck_assert_msg(read_text(text, strlen(text), &problem, &err) == -1, "accepted: %s", rows[i].to);
        ck_assert_int_eq(err.kind, ERR_USE);
        ck_assert_msg(strncmp(err.text, "problem.json:", 13) == 0, "no place: %s", err.text);
        ck_assert_msg(strstr(err.text, rows[i].message) != NULL, "'%s' is not in '%s'", rows[i].message, err.text);
        free(text);
    }
}
END_TEST

START_TEST(results_may_have_dimensions_that_only_texts_or_a_constructor_decide)
{
    static const struct {
        const char *signature;
        bool good;
    } rows[] = {{"f(x f64[N]) -> f64[N+1,2]", true},
                {"f(x f64[N]) -> f64[M]", false},
                {"f(x str[]) -> i64[P+Q,T]", true},
                {"f(n i64, x f64[N]) -> f64[n*ceil(N/n)]", true},
                {"f(x f64[N]) -> f64[N,1] or f64[1,N]", true},
                {"f(u f64[n,N], n i64) -> f64", true},
                {"f(u f64[n*2], n i64) -> f64", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct problem *problem = NULL;
        struct err err = {0};
        char *text =
            xasprintf("{\"schema\":\"judge.problem/1\",\"title\":\"T\",\"difficulty\":\"hard\",\"track\":\"mine\","
                      "\"order\":1,\"decimals\":1,\"functions\":[\"%s\"],\"groups\":[]}",
                      rows[i].signature);
        ck_assert_int_eq(read_text(text, strlen(text), &problem, &err), -1);
        const char *why =
            rows[i].good ? "no hidden or fresh group tests 'f'" : "no parameter before it has the dimension";
        ck_assert_msg(strstr(err.text, why) != NULL, "%s: %s", rows[i].signature, err.text);
        free(text);
    }
}
END_TEST

/* --- the folder ----------------------------------------------------------- */

START_TEST(a_folder_that_is_no_problem_is_named)
{
    char *folder = fixture_folder(), big[100];
    struct problem *problem = NULL;
    struct err err = {0};
    ck_assert_int_eq(load(folder, "absent", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "absent' cannot be read: No such file or directory"));
    fixture_write(folder, "empty/statement.md", "", 0);
    ck_assert_int_eq(load(folder, "empty", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "the problem 'empty' has no 'problem.json'"));
    fixture_write(folder, "no-reference/problem.json", fixture_json, strlen(fixture_json));
    ck_assert_int_eq(load(folder, "no-reference", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "reference.c' is missing"));
    fixture_problem(folder, "Capitals", fixture_json);
    ck_assert_int_eq(load(folder, "Capitals", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "'Capitals' is no name for a problem folder"));
    ck_assert_int_eq(err.kind, ERR_USE);

    char *pipe = xasprintf("%s/piped", folder);
    mkdir(pipe, 0755);
    free(pipe);
    pipe = xasprintf("%s/piped/problem.json", folder);
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    ck_assert_int_eq(load(folder, "piped", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "is not a regular file"));
    free(pipe);

    fixture_problem(folder, "large", fixture_json);
    snprintf(big, sizeof big, "%s/large/problem.json", folder);
    ck_assert_int_eq(truncate(big, (1 << 20) + 1), 0);
    ck_assert_int_eq(load(folder, "large", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "is larger than 1024 KiB"));
    ck_assert_ptr_null(problem);
    fixture_remove(folder);
}
END_TEST

static struct digest digest_after(const char *folder, const char *name, const char *text)
{
    struct problem *problem = NULL;
    struct err err = {0};
    if (name)
        fixture_write(folder, name, text, strlen(text));
    ck_assert_msg(load(folder, "mine", &problem, &err) == 0, "%s", err.text);
    struct digest digest = problem->digest;
    problem_free(problem);
    return digest;
}

START_TEST(the_digest_covers_what_decides_a_verdict_and_nothing_else)
{
    char *folder = fixture_folder(), *other = fixture_edit("\"time_ms\": 500", "\"time_ms\": 501"),
         *checked = fixture_edit("\"samples\"", "\"checker\": [\"scale\"], \"samples\"");
    fixture_problem(folder, "mine", fixture_json);
    struct digest first = digest_after(folder, NULL, NULL),
                  statement = digest_after(folder, "mine/statement.md", "new"),
                  reference = digest_after(folder, "mine/reference.c", "new"),
                  json = digest_after(folder, "mine/problem.json", other);
    ck_assert_mem_eq(&first, &statement, sizeof first);
    ck_assert(memcmp(&first, &reference, sizeof first) != 0);
    ck_assert(memcmp(&reference, &json, sizeof first) != 0);
    fixture_write(folder, "mine/check.c", "old", 3);
    struct digest old_check = digest_after(folder, "mine/problem.json", checked),
                  new_check = digest_after(folder, "mine/check.c", "new");
    ck_assert(memcmp(&old_check, &new_check, sizeof first) != 0);
    free(checked);
    free(other);
    fixture_remove(folder);
}
END_TEST

/* A problem whose arguments and expectations stand in files of NumPy, in samples, literal cases and groups. */
static const char with_files[] =
    "{\"schema\":\"judge.problem/1\",\"title\":\"T\",\"difficulty\":\"hard\",\"track\":\"mine\",\"order\":1,"
    "\"decimals\":4,\"functions\":[\"f(x f64[N,M], labels i64[K]) -> f64[N,M]\"],"
    "\"samples\":[{\"function\":\"f\",\"args\":{\"x\":{\"npy\":\"data/x.npy\"},\"labels\":[1]},"
    "\"expect\":[{\"npy\":\"data/x.npy\"}]}],"
    "\"cases\":[{\"function\":\"f\",\"note\":\"n\",\"weight\":3,"
    "\"args\":{\"x\":{\"npz\":\"case.npz\",\"name\":\"x\"},\"labels\":{\"npz\":\"case.npz\",\"name\":\"labels\"}}},"
    "{\"function\":\"f\",\"set\":\"sample\",\"args\":{\"x\":[[1]],\"labels\":[]}}],"
    "\"groups\":[{\"name\":\"g\",\"function\":\"f\",\"set\":\"fresh\",\"dims\":{\"K\":[7,9]},\"args\":"
    "{\"x\":{\"each\":[{\"npy\":\"data/x.npy\"},[[1,2]]]},\"labels\":{\"integers\":[0,5]}}}]}";

static void copy_array(const char *from, const char *folder, const char *to)
{
    char *path = xasprintf(TEST_ROOT "/tests/numpy/%s", from), bytes[2048];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    fixture_write(folder, to, bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
    free(path);
}

static void check_arrays(const struct problem *problem)
{
    const struct group *groups = problem->groups;
    ck_assert(problem->group_count == 4 && groups[0].set == SET_SAMPLE && groups[0].literal.at[0].f64s[5] == 7.5 &&
              groups[0].expect.at[0].f64s[1] == 1.5);
    ck_assert(groups[1].set == SET_HIDDEN && !groups[1].generator && groups[1].weight == 3 &&
              groups[1].literal.at[0].f64s[5] == 5 && groups[1].literal.at[1].i64s[2] == 3);
    ck_assert(groups[2].set == SET_SAMPLE && groups[3].generator);
    ck_assert(problem->data_count == 2 && strcmp(problem->data[1], "case.npz") == 0);
}

START_TEST(arrays_may_stand_in_files_of_numpy)
{
    char *folder = fixture_folder();
    struct problem *problem = NULL;
    struct err err = {0};
    fixture_problem(folder, "mine", with_files);
    copy_array("fortran.npy", folder, "mine/data/x.npy");
    copy_array("stored.npz", folder, "mine/case.npz");
    ck_assert_msg(load(folder, "mine", &problem, &err) == 0, "%s", err.text);
    check_arrays(problem);
    const struct digest before = problem->digest;
    problem_free(problem);
    copy_array("version1.npy", folder, "mine/data/x.npy");
    ck_assert_msg(load(folder, "mine", &problem, &err) == 0, "%s", err.text);
    ck_assert(memcmp(&before, &problem->digest, sizeof before) != 0);
    problem_free(problem);
    fixture_remove(folder);
}
END_TEST

START_TEST(a_file_that_does_not_fit_is_named_with_its_place)
{
    static const struct {
        const char *file, *message;
    } rows[] = {
        {NULL, "'samples[0].args.x.npy': 'data/x.npy': the problem's folder has no such file"},
        {"rank8.npy", "'data/x.npy': the array is int64, but float64 is needed"},
        {"scalar.npy", "'x' has 0 dimensions, but its type f64[N,M] has 2"},
        {"stored.npz", "'data/x.npy': this is no .npy file"},
    };
    char *folder = fixture_folder();
    fixture_problem(folder, "mine", with_files);
    copy_array("stored.npz", folder, "mine/case.npz");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct problem *problem = NULL;
        struct err err = {0};
        if (rows[i].file)
            copy_array(rows[i].file, folder, "mine/data/x.npy");
        ck_assert_int_eq(load(folder, "mine", &problem, &err), -1);
        ck_assert_msg(strstr(err.text, rows[i].message) && strstr(err.text, "problem.json:1:"), "%s", err.text);
    }
    fixture_remove(folder);
}
END_TEST

START_TEST(files_of_the_folder_are_read_as_bytes)
{
    char *folder = fixture_folder(), *text = NULL;
    size_t size = 0;
    struct problem *problem = NULL;
    struct err err = {0};
    fixture_problem(folder, "mine", fixture_json);
    fixture_write(folder, "mine/starter/solution.c", "a\0b", 3);
    ck_assert_int_eq(load(folder, "mine", &problem, &err), 0);
    ck_assert_int_eq(problem_read_file(problem, "starter/solution.c", &text, &size, &err), 0);
    ck_assert_uint_eq(size, 3);
    ck_assert_mem_eq(text, "a\0b\0", 4);
    free(text);
    ck_assert_int_eq(problem_read_file(problem, "starter/solution.py", &text, &size, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "the problem 'mine' has no 'starter/solution.py'"));
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_int_eq(problem_read_file(problem, "starter", &text, &size, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "is not a regular file"));
    problem_free(problem);
    fixture_remove(folder);
}
END_TEST

/* --- the path ------------------------------------------------------------- */

START_TEST(problems_are_found_along_the_path_the_first_one_first)
{
    char *mine = fixture_folder(), *installed = fixture_folder(), *variable = xasprintf(":%s::", mine);
    char *other = fixture_edit("Weighted sums", "Mine");
    struct problem_path path;
    struct problem *problem = NULL;
    struct err err = {0};
    setenv("JUDGE_PROBLEMS", variable, 1);
    fixture_problem(mine, "both", other);
    fixture_problem(installed, "both", fixture_json);
    fixture_problem(installed, "linear-regression", fixture_json);
    problem_path_init(&path, installed);
    ck_assert_int_eq(path.count, 2);
    ck_assert_int_eq(problem_find(&path, "both", &problem, &err), 0);
    ck_assert_str_eq(problem->title, "Mine");
    problem_free(problem);
    ck_assert_int_eq(problem_find(&path, "linear-regression", &problem, &err), 0);
    problem_free(problem);
    ck_assert_int_eq(problem_find(&path, "linear-regresion", &problem, &err), -1);
    ck_assert_str_eq(err.text, "no problem 'linear-regresion', did you mean 'linear-regression'?");
    ck_assert_int_eq(err.kind, ERR_USE);
    ck_assert_int_eq(problem_find(&path, "zzz", &problem, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "no problem 'zzz' among the 2 in '"));
    ck_assert_int_eq(problem_find(&path, "../both", &problem, &err), -1);
    problem_path_release(&path);
    free(other);
    free(variable);
    fixture_remove(mine);
    fixture_remove(installed);
}
END_TEST

START_TEST(the_list_is_ordered_and_names_what_is_broken)
{
    static const char *const rows[][3] = {
        {"zeta", "foundations", "1"},  {"alpha", "foundations", "2"},   {"beta", "foundations", "2"},
        {"first", "transformer", "0"}, {"own", "a-track-of-mine", "0"}, {"text-one", "text", "7"},
    };
    static const char *const order[] = {"zeta", "alpha", "beta", "text-one", "first", "own"};
    char *folder = fixture_folder(), *bad = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *to = xasprintf("\"track\": \"%s\",\n  \"order\": %s", rows[i][1], rows[i][2]);
        char *text = fixture_edit("\"track\": \"foundations\",\n  \"order\": 30", to);
        fixture_problem(folder, rows[i][0], text);
        free(text);
        free(to);
    }
    fixture_problem(folder, "broken", "{\"schema\": 1}");
    fixture_write(folder, "README.md", "no problem", 10);
    fixture_write(folder, "notes/todo.txt", "no problem either", 17);

    struct problem_path path;
    struct problem **problems = NULL;
    struct err err = {0};
    int count = 0;
    setenv("JUDGE_PROBLEMS", "/nonexistent/judge", 1);
    problem_path_init(&path, folder);
    ck_assert_int_eq(problem_list(&path, &problems, &count, &bad, &err), 0);
    ck_assert_int_eq(count, 6);
    for (int i = 0; i < count; i++) {
        ck_assert_str_eq(problems[i]->id, order[i]);
        problem_free(problems[i]);
    }
    ck_assert_ptr_nonnull(strstr(bad, "the folder of problems '/nonexistent/judge' cannot be read"));
    ck_assert_ptr_nonnull(strstr(bad, "broken/problem.json:1:12: 'schema': a string expected, not 1 (the first of "));
    free(bad);
    free(problems);
    problem_path_release(&path);
    fixture_remove(folder);
}
END_TEST

/* --- any bytes ------------------------------------------------------------ */

/* Pieces of a valid text put elsewhere, so that mutants get past the grammar. */
static char *mutant(unsigned *seed)
{
    static const char *const pieces[] = {"{}",         "[]",       "\"N\"",
                                         "0",          "-1",       "1e9",
                                         "null",       "true",     "\"each\":[1]",
                                         "\"normal\"", "\"text\"", "[[1]]",
                                         "\"*\"",      ",",        "{\"one_of\":[{\"normal\":1}]}",
                                         "4096",       "\"1/0\""};
    char *text = xstrdup(fixture_json);
    for (int i = rand_r(seed) % 2; i >= 0; i--) {
        size_t size = strlen(text), at = (size_t)rand_r(seed) % size, cut = (size_t)rand_r(seed) % 12;
        while (at > 0 && !strchr("[{:, ", text[at - 1])) /* where a value may begin */
            at--;
        cut = rand_r(seed) % 2 ? strcspn(text + at, ",]}") : cut < size - at ? cut : size - at;
        const char *piece = pieces[(size_t)rand_r(seed) % (sizeof pieces / sizeof *pieces)];
        char *next = xasprintf("%.*s%s%s", (int)at, text, piece, text + at + cut);
        free(text);
        text = next;
    }
    return text;
}

START_TEST(mutants_of_a_problem_never_crash)
{
    unsigned seed = 5;
    int accepted = 0;
    for (int round = 0; round < 6000; round++) {
        char *text = mutant(&seed);
        struct problem *problem = NULL;
        struct err err = {0};
        if (read_text(text, strlen(text), &problem, &err) == 0) {
            accepted++;
            problem_free(problem);
        } else {
            ck_assert_msg(err.kind == ERR_USE && strncmp(err.text, "problem.json:", 13) == 0, "%s", err.text);
        }
        free(text);
    }
    ck_assert_msg(accepted > 50 && accepted < 5000, "%d accepted: the mutants do not reach what they should", accepted);
}
END_TEST

START_TEST(of_several_faults_the_first_is_told_with_their_number)
{
    char *folder = fixture_folder(), *json = fixture_edit("\"title\"", "\"titel\""), *at = strstr(json, "\"easy\"");
    struct problem *problem;
    struct err err = {0};
    ck_assert_ptr_nonnull(at);
    memcpy(at, "\"esay\"", 6);
    fixture_problem(folder, "mine", json);
    ck_assert_int_eq(load(folder, "mine", &problem, &err), -1);
    ck_assert_msg(strstr(err.text, "did you mean 'title'? (the first of 2 faults: judge problem verify tells all)") !=
                      NULL,
                  "%s", err.text);
    free(json);
    fixture_remove(folder);
}
END_TEST

CHECK_MAIN("problem", of_several_faults_the_first_is_told_with_their_number, a_problem_is_read_whole,
           what_is_left_out_has_a_default, every_mistake_is_named_with_its_place,
           results_may_have_dimensions_that_only_texts_or_a_constructor_decide, a_folder_that_is_no_problem_is_named,
           the_digest_covers_what_decides_a_verdict_and_nothing_else, arrays_may_stand_in_files_of_numpy,
           a_file_that_does_not_fit_is_named_with_its_place, files_of_the_folder_are_read_as_bytes,
           problems_are_found_along_the_path_the_first_one_first, the_list_is_ordered_and_names_what_is_broken,
           mutants_of_a_problem_never_crash)
