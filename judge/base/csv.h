/* csv.h - rows of comma-separated values, RFC 4180: for spreadsheets and gradebooks.
 *
 * Text of students goes into files that somebody opens with a spreadsheet: control characters and bytes that are not
 * UTF-8 become U+FFFD, and a text that a spreadsheet would take for a formula (it begins with = + - @) gets an
 * apostrophe in front. Numbers are written as they are, without separators of thousands, with a point.
 */
#ifndef JUDGE_CSV_H
#define JUDGE_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/base/text.h"

struct csv {
    struct text *text; /* what has been written so far; the caller's */
    bool more;         /* the row has begun */
};

void csv_text(struct csv *csv, const char *value); /* NULL: an empty cell */
void csv_number(struct csv *csv, double value, int decimals);
void csv_integer(struct csv *csv, int64_t value);
void csv_end_row(struct csv *csv);

#endif
