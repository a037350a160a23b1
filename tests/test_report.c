/* report.h: a judged submission for people and for programs */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "judge/base/json.h"
#include "judge/report/report.h"
#include "tests/check_main.h"
#include "tests/make_value.h"

static const struct ui plain = {.unicode = true, .width = 100, .height = 40};

static const struct problem problem = {
    .id = "linear-regression", .decimals = 5, .rtol_f32 = 1e-6, .rtol_f64 = 1e-12, .variant_count = 1};
static const struct param params[] = {{.name = "X"}, {.name = "weights"}};

enum { CASES = 4 };

/* An accepted sample, a sample and a hidden case that are wrong in the same way, a hidden one that crashed. */
struct fixture {
    struct judged judged;
    struct judged_case cases[CASES];
};

static void wrong(struct judged_case *at)
{
    at->verdict = VERDICT_WA;
    at->has_diff = true;
    at->diff = (struct diff){.class = DIFF_VALUES,
                             .rank = 2,
                             .shape = {2, 3},
                             .want_rank = 2,
                             .want_shape = {2, 3},
                             .elements = 6,
                             .mismatched = 2,
                             .of_class = 2,
                             .max_abs = 0.31,
                             .max_rel = 0.25,
                             .at = {1, 2},
                             .got = 1.62,
                             .want = 1.31,
                             .what = "2 of 6 elements are too far from the expected value",
                             .diagnosis_count = 1,
                             .diagnosis = {"equals the expected value times N (not divided by N?)"}};
}

static void make(struct fixture *fixture)
{
    static const char *const names[CASES] = {"sample/f/1", "sample/f/2", "hidden/f/1", "hidden/g/1"};
    *fixture = (struct fixture){0};
    for (int i = 0; i < CASES; i++) {
        struct judged_case *at = &fixture->cases[i];
        snprintf(at->name, sizeof at->name, "%s", names[i]);
        snprintf(at->function, sizeof at->function, "%s", i == 3 ? "g" : "f");
        snprintf(at->seed, sizeof at->seed, "%s", i < 2 ? "" : "00ff+2");
        at->set = i < 2 ? SET_SAMPLE : SET_HIDDEN;
        at->weight = 1;
        at->ran = true;
        at->params = params;
        at->facts = (struct box_facts){
            .exited = true, .forbidden_syscall = -1, .cpu_ns = 1000000, .wall_ns = 2000000, .peak_kib = 1312};
    }
    wrong(&fixture->cases[1]);
    wrong(&fixture->cases[2]);
    fixture->cases[3].verdict = VERDICT_RTE;
    fixture->cases[3].message = (char *)"the program crashed: Segmentation fault";
    fixture->cases[3].facts.exited = false;
    fixture->cases[3].facts.signal = 11;
    fixture->judged = (struct judged){.verdict = VERDICT_RTE,
                                      .score = 25,
                                      .passed = 1,
                                      .total = CASES,
                                      .time_ns = 2000000,
                                      .peak_kib = 1312,
                                      .compiled = true,
                                      .compile_ns = 48200000,
                                      .messages = (char *)"",
                                      .count = CASES,
                                      .cases = fixture->cases};
}

static const struct report_origin origin = {.id = 17,
                                            .problem = &problem,
                                            .user = "ada",
                                            .language = "c",
                                            .file_name = "solution.c",
                                            .submitted_at = "2026-01-31T12:00:00.123Z"};

static struct json_document *json_of(const struct report *report, bool reveal)
{
    struct json_document *document = NULL;
    struct json_writer json = {0};
    struct err err = {0};
    report_json(report, reveal, &json);
    json_writer_end(&json);
    char *text = json_writer_take(&json);
    ck_assert_msg(json_parse("report", text, strlen(text), &document, &err) == 0, "%s", err.text);
    free(text);
    return document;
}

static char *text_of(const struct report *report, const struct report_view *view)
{
    struct text text = {0};
    report_text(report, &plain, view, &text);
    return text_take(&text);
}

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
    struct fixture fixture;
    struct report report;
    make(&fixture);
    report_from_judged(&origin, &fixture.judged, &report);
    struct json_document *document = json_of(&report, false);
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
    ck_assert_int_eq(json_count(cases), CASES);
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
    struct fixture fixture;
    struct report report;
    make(&fixture);
    report_from_judged(&origin, &fixture.judged, &report);
    for (int reveal = 0; reveal < 2; reveal++) {
        struct json_document *document = json_of(&report, reveal);
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
    struct fixture fixture;
    struct report report;
    make(&fixture);
    report_from_judged(&(struct report_origin){.problem = &problem, .user = "ada", .language = "c"}, &fixture.judged,
                       &report);
    struct json_document *document = json_of(&report, false);
    ck_assert_int_eq(json_type(json_get(json_root(document), "id")), JSON_NULL);
    ck_assert_int_eq(json_type(json_get(json_root(document), "submitted_at")), JSON_NULL);
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(numbers_that_are_none_are_text)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.cases[1].diff.class = DIFF_NAN;
    fixture.cases[1].diff.got = NAN;
    fixture.cases[1].diff.want = -INFINITY;
    report_from_judged(&origin, &fixture.judged, &report);
    struct json_document *document = json_of(&report, false);
    struct json diff = json_get(item(json_get(json_root(document), "cases"), 1), "diff");
    is_text(diff, "got", "nan");
    is_text(diff, "want", "-inf");
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(a_difference_of_form_points_nowhere)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.cases[1].diff.class = DIFF_SHAPE;
    report_from_judged(&origin, &fixture.judged, &report);
    struct json_document *document = json_of(&report, false);
    struct json diff = json_get(item(json_get(json_root(document), "cases"), 1), "diff");
    ck_assert_int_eq(json_type(json_get(diff, "at")), JSON_NULL);
    ck_assert_int_eq(json_type(json_get(diff, "got")), JSON_NULL);
    json_free(document);
    report_release(&report);
}
END_TEST

START_TEST(only_accepted_is_a_hundred)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.judged.score = 100; /* what failed weighs nothing */
    report_from_judged(&origin, &fixture.judged, &report);
    ck_assert_double_eq(report.score, 99.999);
    report_release(&report);
    fixture.judged.verdict = VERDICT_AC;
    report_from_judged(&origin, &fixture.judged, &report);
    ck_assert_double_eq(report.score, 100);
    report_release(&report);
}
END_TEST

START_TEST(cases_that_a_judge_error_left_out_are_not_accepted_ones)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.judged.verdict = VERDICT_JE;
    fixture.judged.error = (char *)"the disk is full";
    fixture.cases[0].ran = false;
    report_from_judged(&origin, &fixture.judged, &report);
    ck_assert_int_eq(report.count, CASES - 1);
    char *text = text_of(&report, &(struct report_view){.details = 9});
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
    return report_from_record(&record, &problem, ret_report, err);
}

START_TEST(what_is_stored_reads_back_as_it_was)
{
    static const double numbers[] = {1.62, NAN, INFINITY, -INFINITY, 1e300, -5e-324, 0.1};
    for (int class = DIFF_RESULTS; class < DIFF_CLASS_COUNT; class ++) {
        struct fixture fixture;
        struct report report;
        struct err err = {0};
        make(&fixture);
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
    struct fixture fixture;
    make(&fixture);
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
    wrong(&made);
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
    struct fixture fixture;
    struct judged_case example;
    struct report made, read;
    struct err err = {0};
    make(&fixture);
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
    ck_assert_msg(report_from_record(&record, &problem, &read, &err) == 0, "%s\n%s", err.text, stored);
    report_from_judged(&origin, &fixture.judged, &made);
    check_same_values(&read.counterexample->values->arguments, &example.arguments);
    check_same_values(&read.counterexample->values->got, &example.got);
    check_same_diff(&read.counterexample->diff, &example.diff);
    const int count = made.count;
    made.count = 0; /* the counterexample alone */
    char *first = text_of(&made, &(struct report_view){.details = 3}),
         *second = text_of(&read, &(struct report_view){.details = 3});
    const char *from = strstr(first, "WA  f on a small input   one row"), *again = strstr(second, "WA  f on a small");
    ck_assert_msg(from && again, "%s\n%s", first, second);
    ck_assert(strstr(from, "like those of 'one-row'") && strstr(from, "and a message") &&
              strstr(from, "0.31 at [1,2]"));
    struct json_document *document = json_of(&read, false);
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
        ck_assert_msg(report_from_record(&record, &problem, &report, &err) == -1, "%s", spoilt[i]);
        ck_assert_int_eq(err.kind, ERR_JUDGE);
        ck_assert_ptr_nonnull(strstr(err.text, "submission 3"));
    }
}
END_TEST

/* --- text --------------------------------------------------------------------------------------------------------- */

START_TEST(people_are_told_where_it_is_worst_and_why)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    struct value arguments[] = {F64(SHAPE(2, 2), 1, 2, 3, 4), make_scalar(7)};
    struct value got = F64(SHAPE(2, 3), 1, 2, 3, 4, 5, 1.62), want = F64(SHAPE(2, 3), 1, 2, 3, 4, 5, 1.31);
    fixture.cases[1].arguments = (struct values){2, arguments};
    fixture.cases[1].got = (struct values){1, &got};
    fixture.cases[1].want = (struct values){1, &want};
    report_from_judged(&origin, &fixture.judged, &report);
    char *text = text_of(&report, &(struct report_view){.details = 2});
    static const char *const expected[] = {
        "RUN-TIME ERROR   25 / 100   linear-regression · c · #17 · 1 of 4 cases · 2.00 ms · 1.3 MiB",
        "WA  sample/f/2",
        "X  float64 (2,2)    weights",
        "got  float64 (2,3)    wanted  (2,3)",
        "greatest difference is 0.31 at [1,2]: got 1.62, wanted 1.31 (allowed: 5.1e-06)",
        "= help: equals the expected value times N",
        "RTE  hidden/g/1",
        "crashed: Segmentation fault",
        "1 more case is not accepted",
    };
    const char *at = text;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        at = strstr(at, expected[i]);
        ck_assert_msg(at != NULL, "'%s' is missing in\n%s", expected[i], text);
    }
    free(text);
    report_release(&report);
    for (int i = 0; i < 2; i++)
        value_release(&arguments[i]);
    value_release(&got);
    value_release(&want);
}
END_TEST

START_TEST(results_stand_below_each_other_before_columns_are_left_out)
{
    struct fixture fixture;
    struct report report;
    double numbers[2 * 20];
    for (int i = 0; i < 40; i++)
        numbers[i] = i + 0.123456;
    static const struct {
        int64_t columns;
        bool whole, below;
    } rows[] = {{3, true, false}, {8, true, true}, {20, false, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const int64_t shape[] = {2, rows[i].columns};
        make(&fixture);
        struct value got = make_tensor(FRAME_TENSOR_F64, 2, shape, numbers);
        struct value want = make_tensor(FRAME_TENSOR_F64, 2, shape, numbers);
        fixture.cases[1].got = (struct values){1, &got};
        fixture.cases[1].want = (struct values){1, &want};
        report_from_judged(&origin, &fixture.judged, &report);
        char *text = text_of(&report, &(struct report_view){.details = 1});
        ck_assert_msg((strstr(text, "...") == NULL) == rows[i].whole, "%s", text);
        ck_assert_msg((strstr(text, "\n    wanted  (2,") != NULL) == rows[i].below, "%s", text);
        free(text);
        report_release(&report);
        value_release(&got);
        value_release(&want);
    }
}
END_TEST

START_TEST(a_hidden_case_is_told_without_values)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.cases[1].verdict = VERDICT_AC;
    report_from_judged(&origin, &fixture.judged, &report);
    for (int reveal = 0; reveal < 2; reveal++) {
        char *text = text_of(&report, &(struct report_view){.details = 9, .reveal = reveal});
        ck_assert_ptr_nonnull(strstr(text, "hidden/f/1"));
        ck_assert_ptr_nonnull(strstr(text, "times N"));
        ck_assert((strstr(text, "1.31") != NULL) == (reveal == 1));
        ck_assert((strstr(text, "[1,2]") != NULL) == (reveal == 1));
        free(text);
    }
    report_release(&report);
}
END_TEST

START_TEST(of_several_results_it_says_which_one_is_wrong)
{
    static const struct {
        enum diff_class class;
        int output;
        const char *expected; /* NULL: none is named */
    } rows[] = {{DIFF_VALUES, 1, "result 2 of 2, 'db': 2 of 6 elements"},
                {DIFF_MISSING, 0, "result 1 of 2, 'dw': 2 of 6 elements"},
                {DIFF_RESULTS, 0, NULL},
                {DIFF_CHECKER, 0, NULL},
                {DIFF_VALUES, 2, NULL},
                {DIFF_VALUES, -1, NULL}};
    static const struct function function = {
        .name = "f", .result_count = 2, .results = {{.name = "dw"}, {.name = "db"}}};
    struct problem pair = problem;
    pair.functions[0] = function;
    pair.function_count = 1;
    struct report_origin from = origin;
    from.problem = &pair;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fixture fixture;
        struct report report;
        make(&fixture);
        fixture.cases[1].diff.class = rows[i].class;
        fixture.cases[1].diff.output = rows[i].output;
        report_from_judged(&from, &fixture.judged, &report);
        char *text = text_of(&report, &(struct report_view){.details = 1});
        ck_assert_msg(strstr(text, rows[i].expected ? rows[i].expected : "2 of 6 elements") != NULL, "%s", text);
        ck_assert_msg((strstr(text, "result ") != NULL) == (rows[i].expected != NULL), "%s", text);
        free(text);
        report_release(&report);
    }
}
END_TEST

START_TEST(each_failing_case_is_told_where_that_is_wanted)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    report_from_judged(&origin, &fixture.judged, &report);
    for (int each = 0; each < 2; each++) {
        char *text = text_of(&report, &(struct report_view){.details = 9, .each = each});
        ck_assert_ptr_nonnull(strstr(text, "WA  sample/f/2"));
        ck_assert((strstr(text, "WA  hidden/f/1") != NULL) == (each == 1));
        ck_assert((strstr(text, "1 more case is not accepted") != NULL) == (each == 0));
        free(text);
    }
    report_release(&report);
}
END_TEST

START_TEST(a_row_of_cases_that_never_ran_shows_no_measures)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.cases[3].verdict = VERDICT_TLE;
    fixture.cases[3].ran = false;
    fixture.cases[3].facts = (struct box_facts){.forbidden_syscall = -1};
    report_from_judged(&origin, &fixture.judged, &report);
    char *text = text_of(&report, &(struct report_view){0});
    ck_assert_msg(strstr(text, "0.00 ms") == NULL && strstr(text, "0 KiB") == NULL, "%s", text);
    ck_assert_msg(strstr(text, "1.00 ms") != NULL, "%s", text);
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(nothing_of_a_student_reaches_the_terminal_raw)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    struct report_origin evil = origin;
    evil.language = "c\033[1m";
    fixture.judged.messages = (char *)"warning: \033[2J \xc2\x9b";
    fixture.cases[0].output = (char *)"\033]0;x\a";
    fixture.cases[3].message = (char *)"\033[5m";
    snprintf(fixture.cases[1].diff.what, sizeof fixture.cases[1].diff.what, "the result is \033[7m");
    snprintf(fixture.cases[1].diff.diagnosis[0], DIFF_DIAGNOSIS, "\033[8m");
    report_from_judged(&evil, &fixture.judged, &report);
    report.problem = "p\033";
    char *text = text_of(&report, &(struct report_view){.details = 9, .outputs = true, .reveal = true});
    ck_assert_ptr_null(strchr(text, '\033'));
    ck_assert_ptr_null(strchr(text, '\a'));
    ck_assert_ptr_null(strstr(text, "\xc2\x9b"));
    ck_assert_ptr_nonnull(strstr(text, "\\x1b[2J"));
    ck_assert_ptr_nonnull(strstr(text, "\\x1b]0;x\\x07"));
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(a_traceback_keeps_its_lines)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.cases[3].message = (char *)"Traceback:\n  File \"solution.py\", line 4\nModuleNotFoundError: \033[2J\n";
    report_from_judged(&origin, &fixture.judged, &report);
    char *text = text_of(&report, &(struct report_view){.details = 9});
    ck_assert_ptr_nonnull(
        strstr(text, "    Traceback:\n      File \"solution.py\", line 4\n    ModuleNotFoundError: "));
    ck_assert_ptr_null(strchr(text, '\033'));
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(a_compile_error_shows_messages_and_no_table)
{
    struct fixture fixture;
    struct report report;
    make(&fixture);
    fixture.judged.verdict = VERDICT_CE;
    fixture.judged.compiled = false;
    fixture.judged.messages = (char *)"solution.c:3:1: error: expected ';'\n";
    report_from_judged(&origin, &fixture.judged, &report);
    char *text = text_of(&report, &(struct report_view){.details = 9});
    ck_assert_ptr_nonnull(strstr(text, "COMPILE ERROR"));
    ck_assert_ptr_nonnull(strstr(text, "  solution.c:3:1: error: expected ';'\n"));
    ck_assert_ptr_null(strstr(text, "sample"));
    free(text);
    report_release(&report);
}
END_TEST

START_TEST(a_pending_submission_says_so)
{
    struct report report = {.recorded = true, .id = 5, .pending = true, .problem = "p", .messages = "", .reason = ""};
    char *text = text_of(&report, &(struct report_view){0});
    ck_assert_ptr_nonnull(strstr(text, "being judged   #5"));
    free(text);
    struct json_document *document = json_of(&report, false);
    ck_assert_int_eq(json_type(json_get(json_root(document), "verdict")), JSON_NULL);
    json_free(document);
}
END_TEST

__attribute__((constructor)) static void use_utf8(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
}

CHECK_MAIN("report", json_has_the_keys_that_programs_rely_on, hidden_values_need_reveal, a_test_has_no_id_and_no_time,
           numbers_that_are_none_are_text, a_difference_of_form_points_nowhere, only_accepted_is_a_hundred,
           cases_that_a_judge_error_left_out_are_not_accepted_ones, what_is_stored_reads_back_as_it_was,
           accepted_cases_store_no_diff, a_spoilt_record_is_an_error_of_the_judge,
           people_are_told_where_it_is_worst_and_why, of_several_results_it_says_which_one_is_wrong,
           each_failing_case_is_told_where_that_is_wanted, a_row_of_cases_that_never_ran_shows_no_measures,
           results_stand_below_each_other_before_columns_are_left_out, a_hidden_case_is_told_without_values,
           nothing_of_a_student_reaches_the_terminal_raw, a_traceback_keeps_its_lines,
           a_compile_error_shows_messages_and_no_table, a_pending_submission_says_so,
           a_counterexample_reads_back_as_it_was_shown, a_spoilt_counterexample_is_an_error_of_the_judge)
