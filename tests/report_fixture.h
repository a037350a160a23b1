/* report_fixture.h - for the tests of report.h: a judged submission, and its report as JSON and as text. */
#ifndef TESTS_REPORT_FIXTURE_H
#define TESTS_REPORT_FIXTURE_H

#include "judge/base/json.h"
#include "judge/report/report.h"

extern const struct ui report_fixture_plain; /* a terminal without colour, 100 columns wide */
extern const struct problem report_fixture_problem;
extern const struct report_origin report_fixture_origin;

enum { REPORT_FIXTURE_CASES = 4 };

/* An accepted sample, a sample and a hidden case that are wrong in the same way, a hidden one that crashed. */
struct report_fixture {
    struct judged judged;
    struct judged_case cases[REPORT_FIXTURE_CASES];
};

void report_fixture_make(struct report_fixture *fixture);

/* Makes a case wrong: two of six elements, with one diagnosis. */
void report_fixture_wrong(struct judged_case *at);

/* To be freed with json_free. */
struct json_document *report_fixture_json(const struct report *report, bool reveal);
/* Heap. */
char *report_fixture_text(const struct report *report, const struct report_view *view);

#endif
