/* ui_table.h - a table for people: columns as wide as they must be, headings, styles per cell.
 *
 * Rows are filled cell by cell from left to right; a full row ends by itself. Cells are sanitised when they are added,
 * so anything may go into them. The table owns its cells until ui_table_release. On a terminal flexible columns
 * are cut ("…"), from left to right, when the table is too wide; off a terminal nothing is ever cut.
 */
#ifndef JUDGE_UI_TABLE_H
#define JUDGE_UI_TABLE_H

#include "judge/report/ui.h"

enum { UI_TABLE_COLUMNS = 12 };

struct ui_column {
    const char *title; /* "": no title */
    bool right;        /* numbers stand to the right */
    bool flexible;     /* may be cut */
};

struct ui_table {
    const struct ui *ui;
    int columns;
    const struct ui_column *heads;
    int count, capacity; /* cells; a line of its own takes a whole row */
    struct ui_cell *cells;
};

/* `heads` must outlive the table; at most UI_TABLE_COLUMNS. */
void ui_table_init(struct ui_table *table, const struct ui *ui, const struct ui_column *heads, int columns);
void ui_table_cell(struct ui_table *table, enum ui_style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A line across all columns. */
void ui_table_line(struct ui_table *table, enum ui_style style, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Appends the table, each line with `indent` blanks before it. */
void ui_table_add(const struct ui_table *table, int indent, struct text *text);
void ui_table_release(struct ui_table *table);

#endif
