#include "tests/report_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct ui report_fixture_plain = {.unicode = true, .width = 100, .height = 40};

const struct problem report_fixture_problem = {
    .id = "linear-regression", .decimals = 5, .rtol_f32 = 1e-6, .rtol_f64 = 1e-12, .variant_count = 1};
static const struct param params[] = {{.name = "X"}, {.name = "weights"}};

void report_fixture_wrong(struct judged_case *at)
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

void report_fixture_make(struct report_fixture *fixture)
{
    static const char *const names[REPORT_FIXTURE_CASES] = {"sample/f/1", "sample/f/2", "hidden/f/1", "hidden/g/1"};
    *fixture = (struct report_fixture){0};
    for (int i = 0; i < REPORT_FIXTURE_CASES; i++) {
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
    report_fixture_wrong(&fixture->cases[1]);
    report_fixture_wrong(&fixture->cases[2]);
    fixture->cases[3].verdict = VERDICT_RTE;
    fixture->cases[3].message = (char *)"the program crashed: Segmentation fault";
    fixture->cases[3].facts.exited = false;
    fixture->cases[3].facts.signal = 11;
    fixture->judged = (struct judged){.verdict = VERDICT_RTE,
                                      .score = 25,
                                      .passed = 1,
                                      .total = REPORT_FIXTURE_CASES,
                                      .time_ns = 2000000,
                                      .peak_kib = 1312,
                                      .compiled = true,
                                      .compile_ns = 48200000,
                                      .messages = (char *)"",
                                      .count = REPORT_FIXTURE_CASES,
                                      .cases = fixture->cases};
}

const struct report_origin report_fixture_origin = {.id = 17,
                                                    .problem = &report_fixture_problem,
                                                    .user = "ada",
                                                    .language = "c",
                                                    .file_name = "solution.c",
                                                    .submitted_at = "2026-01-31T12:00:00.123Z"};

struct json_document *report_fixture_json(const struct report *report, bool reveal)
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

char *report_fixture_text(const struct report *report, const struct report_view *view)
{
    struct text text = {0};
    report_text(report, &report_fixture_plain, view, &text);
    return text_take(&text);
}
