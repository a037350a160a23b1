/* export_fill.h - scores put into a gradebook that was downloaded from Canvas or Moodle.
 *
 * All that is not a score stays byte for byte: ids, sections, other columns. A row is somebody's when their name stands
 * in a column that identifies people (SIS Login ID, SIS User ID, Student; username, Email address, ID number). A
 * column is a problem's when its title is the problem's id or title, with what an LMS puts around it: "mlp (4711)",
 * "Assignment: mlp (Real)". Whoever is not in the file is left out: a gradebook that names an unknown user is refused
 * as a whole by Moodle.
 */
#ifndef JUDGE_EXPORT_FILL_H
#define JUDGE_EXPORT_FILL_H

#include "judge/base/csv_read.h"
#include "judge/store/store.h"
#include "judge/base/text.h"

/* What a problem may be called. */
struct fill_name {
    const char *id, *title; /* title may be NULL */
};

struct fill_request {
    const char *path; /* for messages */
    const struct csv_table *table;
    const struct store_results *results;
    const struct fill_name *names;
    int name_count;
    bool only; /* names are one problem that was asked for: a column "Grade" is its */
};

struct filled {
    int cells;
    bool *used; /* by result: it is in the file now; heap */
};

/* ERR_USE when the file has no column of people or of grades. */
int export_fill(const struct fill_request *request, struct text *text, struct filled *ret_filled, struct err *err);

#endif
