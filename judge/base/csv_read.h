/* csv_read.h - a table of comma-separated values as it stands in a file, so that single cells can be replaced and all
 * else stays byte for byte.
 *
 * RFC 4180, with what gradebooks make of it: the separator is the one of , ; TAB that the first line has most of; lines
 * end with LF or CR LF; a byte order mark is passed over. One bounded parse. Cells are places in the text, which must
 * outlive the table.
 */
#ifndef JUDGE_CSV_READ_H
#define JUDGE_CSV_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "sandbox/err.h"

enum { CSV_BYTES_MAX = 16 << 20, CSV_CELLS_MAX = 1 << 20 };

struct csv_cell {
    size_t at, size; /* with its quotes */
    int row;         /* from 0 */
};

struct csv_table {
    const char *text;
    size_t size;
    char separator;
    int cell_count;
    struct csv_cell *cells; /* in the order of the text */
    int row_count;
    int *rows; /* the first cell of each row, and behind the last one `cell_count` */
};

/* `path` is for messages; ERR_USE with the line. */
int csv_read(const char *path, const char *text, size_t size, struct csv_table *ret_table, struct err *err);
void csv_table_release(struct csv_table *table);

/* The cell of row and column, NULL when the row is shorter. */
const struct csv_cell *csv_cell_at(const struct csv_table *table, int row, int column);
int csv_columns(const struct csv_table *table, int row);
/* What the cell says, without quotes and without blanks around it. Heap; "" for NULL. */
char *csv_value(const struct csv_table *table, const struct csv_cell *cell);

#endif
