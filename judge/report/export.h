/* export.h - results in the forms that other programs read.
 *
 *   csv         a row for each user and problem: the best submission
 *   canvas      a gradebook to import: a row for each user, a column for each problem, 0 to 100 points
 *   moodle      the same for Moodle's CSV import, with a column of feedback beside each grade
 *   gradescope  results.json of one submission: a test for each function of each set of cases
 *   junit       XML of one submission for CI: a suite for each of these, a test case for each case
 *
 * CSV is UTF-8 with CR LF (csv.h). What is told of hidden and fresh cases is what students see: verdict, kind of the
 * difference, diagnosis; no values. Text of students passes a sanitiser for the format. Scores have two decimals in
 * gradebooks, which compare no more, and are not rounded up to the full 100.
 */
#ifndef JUDGE_EXPORT_H
#define JUDGE_EXPORT_H

#include "judge/report/report.h"
#include "judge/store/store.h"

void export_csv(const struct store_results *results, struct text *text);
/* The same as an object, "judge.results/1". */
void export_json(const struct store_results *results, struct text *text);
void export_canvas(const struct store_results *results, struct text *text);
void export_moodle(const struct store_results *results, struct text *text);

/* A score as gradebooks have it: two decimals, and 100 for an accepted one alone. */
double export_points(double score);

/* `record` and the report made of it. Neither may be pending. */
void export_gradescope(const struct store_record *record, const struct report *report, struct text *text);
void export_junit(const struct store_record *record, const struct report *report, struct text *text);

#endif
