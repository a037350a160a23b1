/* report.h for programs: JSON, and the forms that the database keeps. */
#include <math.h>
#include <string.h>

#include "tests/check_main.h"
#include "tests/make_value.h"
#include "tests/report_fixture.h"

static struct json item(struct json array, int i)
{
    struct json at = json_first(array);
    while (i-- > 0)
        at = json_next(at);
    return at;
}

static void is_text(struct json object, const char *key, const char *expected)
{
    const char *text;
    struct err err = {0};
    ck_assert_msg(json_text(json_get(object, key), 0, 4096, &text, &err) == 0, "%s: %s", key, err.text);
    ck_assert_str_eq(text, expected);
}

static void is_number(struct json object, const char *key, double expected)
{
    double number;
    struct err err = {0};
    ck_assert_msg(json_number(json_get(object, key), -1e300, 1e300, &number, &err) == 0, "%s: %s", key, err.text);
    ck_assert_double_eq_tol(number, expected, 1e-12);
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

START_TEST(json_has_the_keys_that_programs_rely_on)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    struct json_document *document = report_fixture_json(&report, false);
    struct json o = json_root(document), compile = json_get(o, "compile"), cases = json_get(o, "cases");
    is_text(o, "schema", "judge.submission/1");
    is_text(o, "id", "17");
    is_text(o, "problem", "linear-regression");
    is_text(o, "user", "ada");
    is_text(o, "language", "c");
    is_text(o, "verdict", "RTE");
    is_number(o, "score", 25);
    is_number(o, "passed", 1);
    is_number(o, "total", 4);
    is_number(o, "time_ms", 2);
    is_number(o, "memory_kib", 1312);
    is_text(o, "submitted_at", "2026-01-31T12:00:00.123Z");
    is_number(compile, "time_ms", 48.2);
    is_text(compile, "messages", "");
    ck_assert_int_eq(json_count(cases), REPORT_FIXTURE_CASES);
    struct json second = item(cases, 1), diff = json_get(second, "diff");
    is_text(second, "name", "sample/f/2");
    is_text(second, "set", "sample");
    is_text(second, "function", "f");
    is_text(second, "verdict", "WA");
    is_number(second, "time_ms", 1);
    is_text(diff, "class", "values");
    is_number(diff, "output", 0);
    ck_assert_int_eq(json_count(json_get(diff, "shape")), 2);
    is_number(diff, "mismatched", 2);
    is_number(diff, "elements", 6);
    is_number(diff, "max_abs", 0.31);
    ck_assert_int_eq(json_count(json_get(diff, "at")), 2);
    is_number(diff, "got", 1.62);
    is_number(diff, "want", 1.31);
    ck_assert_int_eq(json_count(json_get(diff, "diagnosis")), 1);
    ck_assert(!json_present(json_get(item(cases, 0), "diff")));
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(hidden_values_need_reveal)
{
    static const char *const secret[] = {"at", "got", "want"};
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    for (int reveal = 0; reveal < 2; reveal++) {
        struct json_document *document = report_fixture_json(&report, reveal);
        struct json diff = json_get(item(json_get(json_root(document), "cases"), 2), "diff");
        is_text(diff, "class", "values");
        for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
            ck_assert(json_present(json_get(diff, secret[i])) == (reveal == 1));
        json_free(document);
    }
    report_release(&report);
}
END_TEST

START_TEST(a_test_has_no_id_and_no_time)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    report_from_judged(&(struct report_origin){.problem = &report_fixture_problem, .user = "ada", .language = "c"},
                       &fixture.judged, &report);
    struct json_document *document = report_fixture_json(&report, false);
    ck_assert_int_eq(json_type(json_get(json_root(document), "id")), JSON_NULL);
    ck_assert_int_eq(json_type(json_get(json_root(document), "submitted_at")), JSON_NULL);
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(numbers_that_are_none_are_text)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.cases[1].diff.class = DIFF_NAN;
    fixture.cases[1].diff.got = NAN;
    fixture.cases[1].diff.want = -INFINITY;
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    struct json_document *document = report_fixture_json(&report, false);
    struct json diff = json_get(item(json_get(json_root(document), "cases"), 1), "diff");
    is_text(diff, "got", "nan");
    is_text(diff, "want", "-inf");
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(a_difference_of_form_points_nowhere)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.cases[1].diff.class = DIFF_SHAPE;
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    struct json_document *document = report_fixture_json(&report, false);
    struct json diff = json_get(item(json_get(json_root(document), "cases"), 1), "diff");
    ck_assert_int_eq(json_type(json_get(diff, "at")), JSON_NULL);
    ck_assert_int_eq(json_type(json_get(diff, "got")), JSON_NULL);
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(only_accepted_is_a_hundred)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.judged.score = 100; /* what failed weighs nothing */
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    ck_assert_double_eq(report.score, 99.999);
    report_release(&report);
    fixture.judged.verdict = VERDICT_AC;
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    ck_assert_double_eq(report.score, 100);
    report_release(&report);
}
END_TEST

START_TEST(cases_that_a_judge_error_left_out_are_not_accepted_ones)
{
    struct report_fixture fixture;
    struct report report;
    report_fixture_make(&fixture);
    fixture.judged.verdict = VERDICT_JE;
    fixture.judged.error = (char *)"the disk is full";
    fixture.cases[0].ran = false;
    report_from_judged(&report_fixture_origin, &fixture.judged, &report);
    ck_assert_int_eq(report.count, REPORT_FIXTURE_CASES - 1);
    char *text = report_fixture_text(&report, &(struct report_view){.details = 9});
    ck_assert_ptr_nonnull(strstr(text, "JUDGE ERROR"));
    ck_assert_ptr_nonnull(strstr(text, "the disk is full"));
    free(text);
    report_release(&report);
}
END_TEST

/* --- the stored form ---------------------------------------------------------------------------------------------- */

static void check_same_diff(const struct diff *a, const struct diff *b)
{
    ck_assert_int_eq(a->class, b->class);
    ck_assert_int_eq(a->output, b->output);
    ck_assert_int_eq(a->rank, b->rank);
    ck_assert_int_eq(a->want_rank, b->want_rank);
    ck_assert_mem_eq(a->shape, b->shape, sizeof a->shape);
    ck_assert_mem_eq(a->want_shape, b->want_shape, sizeof a->want_shape);
    ck_assert_mem_eq(a->at, b->at, sizeof a->at);
    ck_assert(a->elements == b->elements && a->mismatched == b->mismatched && a->of_class == b->of_class);
    ck_assert(a->max_abs == b->max_abs && a->max_rel == b->max_rel);
    ck_assert(a->got == b->got || (isnan(a->got) && isnan(b->got)));
    ck_assert(a->want == b->want || (isnan(a->want) && isnan(b->want)));
    ck_assert_str_eq(a->what, b->what);
    ck_assert_int_eq(a->diagnosis_count, b->diagnosis_count);
    for (int i = 0; i < a->diagnosis_count; i++)
        ck_assert_str_eq(a->diagnosis[i], b->diagnosis[i]);
}

static int read_back(const char *diff, const char *facts, struct report *ret_report, struct err *err)
{
    static struct store_case stored;
    static struct store_record record;
    stored = (struct store_case){
        .name = "hidden/f/1", .set = "hidden", .function = "f", .verdict = VERDICT_WA, .diff = diff, .facts = facts};
    record = (struct store_record){
        .submission = {.id = 3,
                       .user = "ada",
                       .problem = "linear-regression",
                       .language = "c",
                       .file_name = "a.c",
                       .submitted_at = "2026-01-31T12:00:00.123Z",
                       .judgement = {.verdict = VERDICT_WA, .compile_ok = true, .compile_messages = "", .reason = ""}},
        .case_count = 1,
        .cases = &stored};
    return report_from_record(&record, &report_fixture_problem, ret_report, err);
}

START_TEST(what_is_stored_reads_back_as_it_was)
{
    static const double numbers[] = {1.62, NAN, INFINITY, -INFINITY, 1e300, -5e-324, 0.1};
    for (int class = DIFF_RESULTS; class < DIFF_CLASS_COUNT; class ++) {
        struct report_fixture fixture;
        struct report report;
        struct err err = {0};
        report_fixture_make(&fixture);
        struct judged_case *at = &fixture.cases[2];
        at->diff.class = (enum diff_class) class;
        at->diff.got = numbers[class % 7];
        at->diff.want = numbers[(class + 1) % 7];
        at->diff.output = 3;
        char *diff = report_diff_stored(at), *facts = report_facts_stored(&fixture.cases[3]);
        ck_assert_msg(read_back(diff, facts, &report, &err) == 0, "%s", err.text);
        check_same_diff(&report.cases[0].diff, &at->diff);
        ck_assert_str_eq(report.cases[0].message, "the program crashed: Segmentation fault");
        ck_assert(!report.cases[0].open);
        report_release(&report);
        free(diff);
        free(facts);
    }
}
END_TEST

START_TEST(accepted_cases_store_no_diff)
{
    struct report_fixture fixture;
    report_fixture_make(&fixture);
    ck_assert_ptr_null(report_diff_stored(&fixture.cases[0]));
    fixture.cases[0].ran = false;
    ck_assert_ptr_null(report_facts_stored(&fixture.cases[0]));
}
END_TEST

START_TEST(a_spoilt_record_is_an_error_of_the_judge)
{
    static const char *const diffs[] = {
        "",
        "[]",
        "{}",
        "{\"class\":\"values\"}",
        "{\"class\":\"values\",\"what\":\"\",\"diagnosis\":[\"\",\"\",\"\",\"\",\"\"]}",
        "{\"class\":\"values\",\"what\":\"\",\"diagnosis\":[],\"output\":0,\"shape\":[1,1,1,1,1,1,1,1,1]}",
    };
    for (size_t i = 0; i < sizeof diffs / sizeof *diffs; i++) {
        struct report report;
        struct err err = {0};
        ck_assert_int_eq(read_back(diffs[i], NULL, &report, &err), -1);
        ck_assert_int_eq(err.kind, ERR_JUDGE);
        ck_assert_ptr_nonnull(strstr(err.text, "submission 3"));
    }
}
END_TEST

/* --- counterexamples ---------------------------------------------------------------------------------------------- */

static const char nul[] = "a\0b";

/* Every kind of value once, as arguments and as results. */
static void make_example(struct judged_case *example, struct value *values, int count, const struct param *names)
{
    static const struct group group = {.name = "one-row"};
    struct judged_case made = {.group = &group, .set = SET_SAMPLE, .params = names};
    report_fixture_wrong(&made);
    made.message = (char *)"and a message";
    strcpy(made.function, "f");
    strcpy(made.note, "one row");
    made.arguments = (struct values){(size_t)count, values};
    made.got = made.want = made.arguments;
    *example = made;
}

static void check_same_values(const struct values *a, const struct values *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct value *x = &a->at[i], *y = &b->at[i];
        ck_assert_int_eq(x->kind, y->kind);
        for (int k = 0; value_is_tensor(x) && k < x->rank; k++)
            ck_assert_int_eq(x->shape[k], y->shape[k]);
        for (int64_t k = 0; k < value_size(x); k++) {
            const double p = value_number(x, k), q = value_number(y, k);
            ck_assert_msg(p == q || (isnan(p) && isnan(q)), "%zu: %g %g", i, p, q);
        }
    }
}

START_TEST(a_counterexample_reads_back_as_it_was_shown)
{
    static const struct param names[] = {{.name = "a"}, {.name = "b"}, {.name = "c"}, {.name = "d"}, {.name = "e"},
                                         {.name = "f"}, {.name = "g"}, {.name = "h"}, {.name = "i"}, {.name = "j"}};
    struct value values[] = {F64(SHAPE(2, 2), 1, NAN, INFINITY, -0.1),
                             F32(SHAPE(3), 0.1, 1e-30, -2),
                             make_scalar(7),
                             {.kind = FRAME_I64, .i64 = INT64_MIN},
                             {.kind = FRAME_BOOL, .i64 = 1},
                             {.kind = FRAME_NONE},
                             {.kind = FRAME_NONE},
                             {.kind = FRAME_NONE},
                             {.kind = FRAME_NONE},
                             {.kind = FRAME_NONE}};
    value_init_text(&values[5], FRAME_STR, nul, 3);
    value_init_text(&values[6], FRAME_OTHER, "dict", 4);
    value_init_tensor(&values[7], FRAME_TENSOR_I64, 0, NULL);
    value_init_tensor(&values[8], FRAME_TENSOR_F32, 3, (const int64_t[]){0, 3, 2});
    struct report_fixture fixture;
    struct judged_case example;
    struct report made, read;
    struct err err = {0};
    report_fixture_make(&fixture);
    make_example(&example, values, 10, names);
    fixture.judged.counterexample = &example;
    char *stored = report_example_stored(&fixture.judged);
    static struct store_record record;
    record = (struct store_record){
        .submission = {.id = 3,
                       .user = "ada",
                       .problem = "linear-regression",
                       .language = "c",
                       .file_name = "a.c",
                       .judgement = {.verdict = VERDICT_WA, .compile_ok = true, .compile_messages = "", .reason = ""}},
        .counterexample = stored};
    ck_assert_msg(report_from_record(&record, &report_fixture_problem, &read, &err) == 0, "%s\n%s", err.text, stored);
    report_from_judged(&report_fixture_origin, &fixture.judged, &made);
    check_same_values(&read.counterexample->values->arguments, &example.arguments);
    check_same_values(&read.counterexample->values->got, &example.got);
    check_same_diff(&read.counterexample->diff, &example.diff);
    const int count = made.count;
    made.count = 0; /* the counterexample alone */
    char *first = report_fixture_text(&made, &(struct report_view){.details = 3}),
         *second = report_fixture_text(&read, &(struct report_view){.details = 3});
    const char *from = strstr(first, "WA  f on a small input   one row"), *again = strstr(second, "WA  f on a small");
    ck_assert_msg(from && again, "%s\n%s", first, second);
    ck_assert(strstr(from, "like those of 'one-row'") && strstr(from, "and a message") &&
              strstr(from, "0.31 at [1,2]"));
    struct json_document *document = report_fixture_json(&read, false);
    struct json object = json_get(json_root(document), "counterexample");
    ck_assert_int_eq(json_count(json_get(object, "arguments")), 10);
    ck_assert_int_eq(json_type(json_get(json_get(object, "arguments"), "g")), JSON_NULL);
    double tenth;
    ck_assert_int_eq(json_number(json_first(json_get(json_get(object, "arguments"), "b")), 0, 1, &tenth, &err), 0);
    ck_assert_double_eq(tenth, 0.1);
    ck_assert_int_eq(json_count(json_get(object, "got")), 10);
    ck_assert(json_present(json_get(json_get(object, "diff"), "at")));
    json_free(document);
    free(first);
    free(second);
    free(stored);
    made.count = count;
    report_release(&read);
    report_release(&made);
    for (int i = 0; i < 10; i++)
        value_release(&values[i]);
}
END_TEST

START_TEST(a_spoilt_counterexample_is_an_error_of_the_judge)
{
#define EXAMPLE(arguments)                                                                                             \
    "{\"function\":\"f\",\"group\":\"g\",\"note\":\"\",\"verdict\":\"WA\",\"arguments\":" arguments                    \
    ",\"got\":[],\"want\":[]}"
    static const char *const spoilt[] = {
        "",
        "[]",
        "{}",
        EXAMPLE("[{}]"),
        EXAMPLE("[{\"name\":\"x\",\"type\":\"float65\",\"value\":1}]"),
        EXAMPLE("[{\"name\":\"x\",\"type\":\"float64\",\"value\":\"y\"}]"),
        EXAMPLE("[{\"name\":\"x\",\"type\":\"float64\",\"shape\":[1],\"value\":{\"npy\":\"x.npy\"}}]"),
        EXAMPLE("[{\"name\":\"x\",\"type\":\"float64\",\"shape\":[3],\"value\":[1,2]}]"),
        EXAMPLE("[{\"name\":\"x\",\"type\":\"float64\",\"shape\":[1,1,1,1,1,1,1,1,1],\"value\":[]}]"),
        EXAMPLE("[{\"name\":\"x\",\"type\":\"float64\",\"shape\":[0,9],\"value\":[]},7]"),
    };
    for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        static struct store_record record;
        struct report report;
        struct err err = {0};
        record = (struct store_record){.submission = {.id = 3, .problem = "p"}, .counterexample = spoilt[i]};
        ck_assert_msg(report_from_record(&record, &report_fixture_problem, &report, &err) == -1, "%s", spoilt[i]);
        ck_assert_int_eq(err.kind, ERR_JUDGE);
        ck_assert_ptr_nonnull(strstr(err.text, "submission 3"));
    }
}
END_TEST

CHECK_MAIN("report as JSON", json_has_the_keys_that_programs_rely_on, hidden_values_need_reveal,
           a_test_has_no_id_and_no_time, numbers_that_are_none_are_text, a_difference_of_form_points_nowhere,
           only_accepted_is_a_hundred, cases_that_a_judge_error_left_out_are_not_accepted_ones,
           what_is_stored_reads_back_as_it_was, accepted_cases_store_no_diff, a_spoilt_record_is_an_error_of_the_judge,
           a_counterexample_reads_back_as_it_was_shown, a_spoilt_counterexample_is_an_error_of_the_judge)
