/* report_internal.h - what the files judge/report/report*.c share: pieces of the forms that the database keeps, and of
 * the text. Reading fails (ERR_USE from json.h; the caller says whose fault that is) on what is not of the form. */
#ifndef JUDGE_REPORT_INTERNAL_H
#define JUDGE_REPORT_INTERNAL_H

#include "judge/base/json.h"
#include "judge/report/report.h"

/* report_stored.c: what the form for the database has in common with the one for people, then the former. */
void report_add_integers(const char *key, int count, const int64_t *numbers, struct json_writer *json);
void report_add_diagnosis(const struct diff *diff, struct json_writer *json);
void report_add_diff(const char *key, const struct diff *diff, struct json_writer *json);
int report_read_diff(struct json object, struct diff *ret_diff, struct err *err);
int report_read_stored_diff(const char *stored, struct diff *ret_diff, struct err *err);
int report_read_stored_message(const char *stored, char **ret_message, struct err *err);

/* report_example.c: a value as in problem.json: numbers, nested lists, strings; null for what is none of these. */
void report_add_value(const char *key, const struct value *value, struct json_writer *json);

/* A counterexample with all that it points to; release it with report_example_free. */
int report_read_stored_example(const char *stored, struct report_case **ret_example, struct err *err);
void report_example_free(struct report_case *example);

/* A counterexample that judging holds, as a case; what it points to stays judging's. */
struct report_case *report_example_of(const struct judged_case *judged_case);

/* report_values.c: the rules by which results are marked. The poison is not at hand any more: elements that were never
 * written read as NaN, which is wrong all the same. */
struct compare_rules report_rules(const struct problem *problem);
/* The values of a case that has some. */
void report_add_arguments(const struct report *report, const struct report_case *from, const struct ui *ui,
                          struct text *text);
void report_add_results(const struct report *report, const struct report_case *from, const struct ui *ui,
                        const struct report_view *view, struct text *text);

#endif
